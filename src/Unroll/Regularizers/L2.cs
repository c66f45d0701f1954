using Unroll.Kernels;

namespace Unroll;

/// <summary>factor · Σx²: keeps values small. Keras's L2.</summary>
/// <param name="factor">Keras: <c>l2</c>.</param>
public sealed class L2(double factor = 0.01) : Regularizer
{
    /// <summary>How much the sum counts.</summary>
    public double Factor { get; } = CheckFactor(factor, nameof(factor));

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["l2"] = Factor };

    internal override double Penalty(ReadOnlySpan<float> values, ReadOnlySpan<int> shape) => Factor * SquareSum.Of(values);

    internal override void AddGradient(ReadOnlySpan<float> values, ReadOnlySpan<int> shape, Span<float> gradient) =>
        Spans.AddScaled(gradient, values, (float)(2 * Factor));
}
