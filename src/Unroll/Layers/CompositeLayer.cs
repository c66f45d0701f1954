namespace Unroll;

/// <summary>
/// A layer that is made of other layers. A call of it is run as calls of its parts, so that masks, tokens, gradients and random numbers work as if
/// they stood in the model themselves.
/// </summary>
public abstract class CompositeLayer : Layer
{
    /// <summary>Whether training changes the weights; set, it is set on the layers inside too.</summary>
    public override bool Trainable
    {
        get => base.Trainable;
        set
        {
            base.Trainable = value;
            foreach (Layer part in Parts)
            {
                part.Trainable = value;
            }
        }
    }

    /// <summary>The layers that hold the weights, in Keras's order.</summary>
    internal abstract IReadOnlyList<Layer> Parts { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Parameter> Weights => [.. Parts.SelectMany(static p => p.Weights).Distinct()];

    internal override IEnumerable<(string Name, Parameter Weight)> NamedWeights =>
        Parts.SelectMany(static p => p.NamedWeights).DistinctBy(static n => n.Weight).Select(n => ($"{Name}/{n.Name}", n.Weight));

    internal sealed override IEnumerable<Parameter> TrainableWeights => Trainable ? Parts.SelectMany(static p => p.TrainableWeights) : [];

    internal override bool IsStateful => Parts.Any(static p => p.IsStateful);

    /// <summary>Calls the parts.</summary>
    /// <returns>What stands in the place of this layer's outputs.</returns>
    private protected abstract IReadOnlyList<SymbolicTensor> Expand(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks);

    private protected sealed override LayerCall NewCall(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks)
    {
        IReadOnlyList<SymbolicTensor> outputs = Expand(inputs, masks);
        EnsureBuilt([]);
        return new LayerCall(this, inputs, masks, outputs);
    }

    internal sealed override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => Throw.State<Shape[]>($"{this} has the shapes of its parts.");

    internal sealed override void Forward(LayerRun run) => Throw.State($"{this} is run by its parts.");

    internal sealed override void Backward(LayerRun run) => Throw.State($"{this} is run by its parts.");
}

/// <summary>A step that composite layers take and that no config names.</summary>
internal abstract class PartLayer : Layer
{
    internal override string ClassName => GetType().Name;

    internal override string DefaultName => GetType().Name;
}
