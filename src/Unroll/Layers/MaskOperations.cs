namespace Unroll;

/// <summary>x != value, element by element: the operation that Keras writes into a graph where an Embedding or a Masking makes a mask.</summary>
internal sealed class NotEqual(float value) : Layer
{
    public float Value { get; } = value;

    internal override string ClassName => "NotEqual";

    internal override string DefaultName => "not_equal";

    internal override bool WorksByStep => true;

    internal override ElementType OutputType => ElementType.Bool;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        Span<byte> y = run.Output.Bools;
        for (int i = 0; i < y.Length; i++)
        {
            float x = run.Input.Type == ElementType.Int32 ? run.Input.Ints[i] : run.Input.Floats[i];
            y[i] = x != Value ? (byte)1 : (byte)0;
        }
    }

    internal override void Backward(LayerRun run)
    {
    }
}

/// <summary>Whether anything along the last axis is true, [..., n] to [...]: the second half of the mask that a Masking makes.</summary>
internal sealed class Any : Layer
{
    internal override string ClassName => "Any";

    internal override string DefaultName => "any";

    internal override bool WorksByStep => true;

    internal override ElementType OutputType => ElementType.Bool;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        if (inputs[0].Type != ElementType.Bool)
        {
            Throw.Shape($"{this} expects truth values, but got {inputs[0].Type} of shape {inputs[0].Shape}. Compare them first.");
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [new Shape(inputs[0].Axes[..^1])];

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions[..^1]);
        int width = run.Input.Width;
        for (int i = 0; i < run.Output.Count; i++)
        {
            run.Output.Bools[i] = run.Input.Bools.Slice(i * width, width).ContainsAnyExcept((byte)0) ? (byte)1 : (byte)0;
        }
    }

    internal override void Backward(LayerRun run)
    {
    }
}
