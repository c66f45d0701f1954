using Unroll.Kernels;

namespace Unroll;

/// <summary>What the crossentropies have in common.</summary>
internal static class Crossentropy
{
    /// <summary>Keras's epsilon: probabilities are kept within [epsilon, 1 - epsilon].</summary>
    public const double Epsilon = 1e-7;

    public static double Clip(double p) => p < Epsilon ? Epsilon : p > 1 - Epsilon ? 1 - Epsilon : p;

    /// <summary>Whether a clip passes the gradient on.</summary>
    public static bool Passes(double p) => p >= Epsilon && p <= 1 - Epsilon;

    /// <summary>max(x) + log(sum(exp(x - max(x)))).</summary>
    public static double LogSumExp(ReadOnlySpan<float> x)
    {
        float max = Softmax.Max(x);
        return max + DoubleMath.Log(Softmax.SumOfExponentials(x, max));
    }

    /// <summary>The sum of a row, in order, in double.</summary>
    public static double Sum(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float value in x)
            sum += value;
        return sum;
    }
}
