namespace Unroll;

/// <summary>A tensor of a model's graph: a shape, and the call that makes it.</summary>
public sealed class SymbolicTensor
{
    internal SymbolicTensor(LayerCall producer, int index, Shape shape, ElementType type) =>
        (Producer, Index, Shape, Type) = (producer, index, shape, type);

    /// <summary>The shape, the batch first.</summary>
    public Shape Shape { get; }

    /// <summary>What the elements are.</summary>
    public ElementType Type { get; }

    internal LayerCall Producer { get; }

    /// <summary>Which of the call's outputs it is.</summary>
    internal int Index { get; }

    /// <summary>The tensor that is computed: of a composite layer the one that its parts make.</summary>
    internal SymbolicTensor Computed => Producer.Parts is { } parts ? parts[Index].Computed : this;
}

/// <summary>One use of a layer in a graph.</summary>
internal sealed class LayerCall
{
    public LayerCall(Layer layer, IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks, ReadOnlySpan<Shape> outputs)
    {
        (Layer, Inputs, Masks, ActivityRegularizer) = (layer, inputs, masks, layer.ActivityRegularizer);
        Outputs = new SymbolicTensor[outputs.Length];
        for (int i = 0; i < Outputs.Length; i++)
        {
            Outputs[i] = new SymbolicTensor(this, i, outputs[i], layer.OutputType);
        }
    }

    /// <summary>A call that is made of others, with what these make.</summary>
    public LayerCall(Layer layer, IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks, IReadOnlyList<SymbolicTensor> parts)
    {
        (Layer, Inputs, Masks, Parts, ActivityRegularizer) = (layer, inputs, masks, parts, layer.ActivityRegularizer);
        Outputs = [.. parts.Select((part, i) => new SymbolicTensor(this, i, part.Shape, part.Type))];
    }

    public Layer Layer { get; }

    public IReadOnlyList<SymbolicTensor> Inputs { get; }

    /// <summary>Masks given by name instead of those that the inputs carry: for each input one or null, or none at all.</summary>
    public IReadOnlyList<SymbolicTensor?> Masks { get; }

    /// <summary>The tensors that the call reads: its inputs, and the masks given by name.</summary>
    public IEnumerable<SymbolicTensor> Sources => Inputs.Concat(Masks.OfType<SymbolicTensor>());

    public SymbolicTensor[] Outputs { get; }

    /// <summary>What the outputs add to the loss.</summary>
    public Regularizer? ActivityRegularizer { get; set; }

    /// <summary>What parts make of the inputs, in the outputs' place, for a composite layer; null for a call that computes by itself.</summary>
    public IReadOnlyList<SymbolicTensor>? Parts { get; }
}
