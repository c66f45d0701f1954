namespace Unroll;

/// <summary>One step of a <see cref="CustomCell"/>, for all rows of the batch, and what it keeps from the forward pass to the backward one. Numbers stand row by row.</summary>
public sealed class CellStep
{
    private readonly CellWalkRun _walk;
    private readonly int _step;
    private readonly List<FloatBuffer> _kept = [];

    internal CellStep(CellWalkRun walk, int step) => (_walk, _step) = (walk, step);

    /// <summary>Rows.</summary>
    public int Batch => _walk.Batch;

    /// <summary>Whether this is training, in which dropout and the like are at work.</summary>
    public bool IsTraining => _walk.Run.Training;

    /// <summary>The step's input, [batch, features].</summary>
    public ReadOnlySpan<float> Input => _walk.Inputs.At(_step);

    /// <summary>The input's gradient, to be written in the backward pass.</summary>
    public Span<float> InputGradient => _walk.InputGradient.Span;

    /// <summary>A state before the step, [batch, size].</summary>
    public ReadOnlySpan<float> State(int state = 0) => _walk.States[state].At(_step);

    /// <summary>A state after the step, to be written in the forward pass.</summary>
    public Span<float> NextState(int state = 0) => _walk.States[state].At(_step + 1);

    /// <summary>The gradient of a state after the step; it may be overwritten.</summary>
    public Span<float> NextStateGradient(int state = 0) => _walk.NextGradients[state].Span;

    /// <summary>The gradient of a state before the step, to be written in the backward pass.</summary>
    public Span<float> StateGradient(int state = 0) => _walk.Gradients[state].Span;

    /// <summary>The values of a weight of the cell.</summary>
    /// <exception cref="ArgumentException">It is another layer's.</exception>
    public ReadOnlySpan<float> Values(Parameter weight) => _walk.Own(weight).Values;

    /// <summary>The gradient of a weight of the cell, to be added to in the backward pass.</summary>
    /// <exception cref="ArgumentException">It is another layer's.</exception>
    public Span<float> Gradient(Parameter weight) => _walk.Run.Gradient(_walk.Own(weight));

    /// <summary>Room for numbers that the step's backward pass needs; the same room for the same number and length.</summary>
    /// <param name="index">From 0: which of several.</param>
    /// <param name="length">How many numbers.</param>
    public Span<float> Keep(int index, int length)
    {
        while (_kept.Count <= index)
        {
            _kept.Add(new FloatBuffer());
        }
        _kept[index].Resize(length);
        return _kept[index].Span;
    }
}
