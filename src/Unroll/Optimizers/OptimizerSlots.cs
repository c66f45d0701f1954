namespace Unroll;

/// <summary>The same range of each of an optimizer's slots, in the slots' order; those that it has not are empty.</summary>
internal readonly ref struct OptimizerSlots(Span<float> first, Span<float> second = default, Span<float> third = default)
{
    public Span<float> First { get; } = first;

    public Span<float> Second { get; } = second;

    public Span<float> Third { get; } = third;
}
