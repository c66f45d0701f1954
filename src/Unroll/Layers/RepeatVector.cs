using Unroll.Kernels;

namespace Unroll;

/// <summary>The same vector at each of some steps: [batch, features] to [batch, steps, features]. Keras's RepeatVector.</summary>
public sealed class RepeatVector : Layer
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

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [new Shape(inputs[0][0], Steps, inputs[0][1])];

    internal override void Forward(LayerRun run)
    {
        (int batch, int features) = (run.Input.Batch, run.Input.Width);
        run.Output.Resize(batch, Steps, features);
        for (int row = 0; row < batch * Steps; row++)
        {
            run.Input.Floats.Slice(row / Steps * features, features).CopyTo(run.Output.Floats[(row * features)..]);
        }
    }

    internal override void Backward(LayerRun run)
    {
        (int batch, int features) = (run.Input.Batch, run.Input.Width);
        Span<float> dx = run.InputGradient(0);
        dx.Clear();
        for (int row = 0; row < batch * Steps; row++)
        {
            Spans.AddTo(dx.Slice(row / Steps * features, features), run.OutputGradient(0).Slice(row * features, features));
        }
    }
}
