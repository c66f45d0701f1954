namespace Unroll;

/// <summary>The same vector at each of some steps: [batch, features] to [batch, steps, features]. Keras's RepeatVector.</summary>
public sealed class RepeatVector : MovingLayer
{
    /// <summary>Repeats a vector <paramref name="steps"/> times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public RepeatVector(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Steps = steps;
    }

    /// <summary>How often; Keras's <c>n</c>.</summary>
    public int Steps { get; }

    internal override string ClassName => "RepeatVector";

    internal override string DefaultName => "repeat_vector";

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        if (inputs[0].Shape.Rank != 2)
        {
            Throw.Shape($"{this} expects inputs of shape [batch, features], but got {inputs[0].Shape}. Take ReturnSequences from the layer before it, or flatten.");
        }
    }

    private protected override int[] Moved(ReadOnlySpan<int> axes) => [Steps, axes[0]];

    private protected override void Map(ReadOnlySpan<int> axes, Span<int> rows) => rows.Clear();
}
