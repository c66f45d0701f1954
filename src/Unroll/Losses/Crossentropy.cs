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
        float max = SoftmaxSums.Max(x);
        return max + DoubleMath.Log(SoftmaxSums.SumOfExponentials(x, max));
    }

    /// <summary>The sum of a row, in order, in double.</summary>
    public static double Sum(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float value in x)
            sum += value;
        return sum;
    }

    /// <summary>-(y log(p) + (1 - y) log(1 - p)), p clipped.</summary>
    public static double Binary(double y, double p)
    {
        double q = Clip(p);
        return -(y * DoubleMath.Log(q) + (1 - y) * DoubleMath.Log(1 - q));
    }

    /// <summary>Its derivative by p: 0 where the clip holds it.</summary>
    public static double BinaryDerivative(double y, double p) => Passes(p) ? (1 - y) / (1 - p) - y / p : 0;

    /// <summary>(1 - q)^gamma: how much a sample counts whose truth is predicted with probability q.</summary>
    public static double Focus(double q, double gamma) => DoubleMath.Pow(1 - q, gamma);

    /// <summary>Its derivative by q.</summary>
    public static double FocusDerivative(double q, double gamma) => gamma == 0 ? 0 : -gamma * DoubleMath.Pow(1 - q, gamma - 1);

    /// <summary>A class's target where a part of all targets is spread evenly over the classes.</summary>
    public static double Smoothed(Targets y, int k, double smoothing) => (y.Value(k) * (1 - smoothing)) + (smoothing / y.Length);

    /// <summary>Adds the options of the crossentropies whose targets may be smoothed.</summary>
    public static Dictionary<string, object?> AddTo(Dictionary<string, object?> config, bool fromLogits, double labelSmoothing)
    {
        config["from_logits"] = fromLogits;
        config["label_smoothing"] = labelSmoothing;
        config["axis"] = -1;
        return config;
    }
}
