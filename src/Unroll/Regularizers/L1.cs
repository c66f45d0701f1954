using Unroll.Kernels;

namespace Unroll;

/// <summary>factor · Σ|x|: draws values to zero. Keras's L1.</summary>
/// <param name="factor">Keras: <c>l1</c>.</param>
public sealed class L1(double factor = 0.01) : Regularizer
{
    /// <summary>How much the sum counts.</summary>
    public double Factor { get; } = CheckFactor(factor, nameof(factor));

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["l1"] = Factor };

    internal override double Penalty(ReadOnlySpan<float> values, ReadOnlySpan<int> shape) => Factor * SquareSum.OfSizes(values);

    internal override void AddGradient(ReadOnlySpan<float> values, ReadOnlySpan<int> shape, Span<float> gradient) =>
        Spans.AddSigns(gradient, values, (float)Factor);
}
