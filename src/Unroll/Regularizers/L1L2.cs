namespace Unroll;

/// <summary>l1 · Σ|x| + l2 · Σx². Keras's L1L2.</summary>
/// <param name="l1">How much the sizes count.</param>
/// <param name="l2">How much the squares count.</param>
public sealed class L1L2(double l1 = 0, double l2 = 0) : Regularizer
{
    private readonly L1 _sizes = new(l1);
    private readonly L2 _squares = new(l2);

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["l1"] = _sizes.Factor, ["l2"] = _squares.Factor };

    internal override double Penalty(ReadOnlySpan<float> values, ReadOnlySpan<int> shape) => _sizes.Penalty(values, shape) + _squares.Penalty(values, shape);

    internal override void AddGradient(ReadOnlySpan<float> values, ReadOnlySpan<int> shape, Span<float> gradient)
    {
        _sizes.AddGradient(values, shape, gradient);
        _squares.AddGradient(values, shape, gradient);
    }
}
