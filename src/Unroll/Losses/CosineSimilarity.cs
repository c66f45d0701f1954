namespace Unroll;

/// <summary>
/// -sum(y p) / (|y| |p|) over the last axis (Keras: <c>CosineSimilarity</c>): -1 for the same direction, 0 where either is zero.
/// As a metric it is without the minus sign.
/// </summary>
public sealed class CosineSimilarity() : RowLoss("cosine_similarity")
{
    private protected override double Value(Targets y, ReadOnlySpan<float> x, bool logits)
    {
        Sums(y, x, out double dot, out double a, out double b);
        return -dot * a * b;
    }

    // With a = 1 / |y|, b = 1 / |p|: -a b (y - p b² sum(y p)); a norm below 1e-7 counts as 1e-7 and does not move.
    private protected override void Gradient(Targets y, ReadOnlySpan<float> x, bool logits, float weight, Span<float> gradient)
    {
        Sums(y, x, out double dot, out double a, out double b);
        double along = b < 1 / Crossentropy.Epsilon ? dot * b * b : 0;
        for (int k = 0; k < x.Length; k++)
            gradient[k] = (float)(-weight * a * b * (y.Value(k) - x[k] * along));
    }

    private static void Sums(Targets y, ReadOnlySpan<float> x, out double dot, out double a, out double b)
    {
        double ofY = 0, ofX = 0;
        dot = 0;
        for (int k = 0; k < x.Length; k++)
        {
            double t = y.Value(k), p = x[k];
            dot += t * p;
            ofY += t * t;
            ofX += p * p;
        }

        (a, b) = (Inverse(ofY), Inverse(ofX));
    }

    private static double Inverse(double squares) => Math.Min(1 / Math.Sqrt(squares), 1 / Crossentropy.Epsilon);
}
