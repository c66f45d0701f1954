namespace Unroll;

/// <summary>Where data enters a model (Keras's InputLayer).</summary>
public sealed class InputLayer : Layer
{
    private readonly Shape _shape;

    /// <summary>An input whose samples have the given axes; <see cref="Unroll.Shape.Any"/> for an axis of any length.</summary>
    public InputLayer(params ReadOnlySpan<int> sampleShape)
    {
        Span<int> axes = stackalloc int[sampleShape.Length + 1];
        axes[0] = Unroll.Shape.Any;
        sampleShape.CopyTo(axes[1..]);
        _shape = new Shape(axes);
        BatchSize = Unroll.Shape.Any;
    }

    internal InputLayer(Shape batchShape) => (_shape, BatchSize) = (batchShape, batchShape[0]);

    /// <summary>What the elements are.</summary>
    public ElementType Type { get; init; } = ElementType.Float32;

    /// <summary>A fixed batch size, which stateful layers need; <see cref="Unroll.Shape.Any"/> otherwise.</summary>
    public int BatchSize { get; init; }

    /// <summary>The shape, the batch first.</summary>
    public Shape Shape
    {
        get
        {
            int[] axes = _shape.Axes.ToArray();
            axes[0] = BatchSize;
            return new Shape(axes);
        }
    }

    internal override string ClassName => "InputLayer";

    internal override string DefaultName => "input_layer";

    internal override bool WorksByStep => true;

    internal override ElementType OutputType => Type;

    internal override (int Fewest, int Most) InputCount => (0, 0);

    /// <summary>The tensor that stands for the data.</summary>
    public SymbolicTensor Tensor => field ??= Apply([], null)[0];

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [Shape];

    internal override void Forward(LayerRun run)
    {
    }

    internal override void Backward(LayerRun run)
    {
    }
}
