namespace Unroll;

/// <summary>A layer or a model at every step, with the same weights: [batch, time, ...] to [batch, time, ...]. Keras's TimeDistributed.</summary>
/// <remarks>In training a <see cref="BatchNormalization"/> inside takes its statistics over all steps at once, where Keras takes them step by step.</remarks>
public sealed class TimeDistributed : CompositeLayer
{
    /// <summary>Applies a layer at every step; of several outputs, the first.</summary>
    public TimeDistributed(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Layer = layer;
        Graph.NameLayers([layer]);
    }

    /// <summary>Applies a model at every step.</summary>
    public TimeDistributed(Model model)
        : this(ModelLayer.Of(model))
    {
    }

    /// <summary>The layer that sees the steps.</summary>
    public Layer Layer { get; }

    internal override string ClassName => "TimeDistributed";

    internal override string DefaultName => "time_distributed";

    internal override bool WorksByStep => true;

    internal override IReadOnlyList<Layer> Parts => [Layer];

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        if (inputs[0].Shape.Rank < 3)
        {
            Throw.Shape($"{this} expects inputs of shape [batch, time, ...] of rank 3 or more, but got {inputs[0].Shape}. Put ReturnSequences on the layer before.");
        }
    }

    private protected override IReadOnlyList<SymbolicTensor> Expand(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks)
    {
        if (Layer.TreatsVectorsAlike)
        {
            return Layer.Call(inputs, masks);
        }
        SymbolicTensor folded = new FoldTime(inputs[0].Type).Call(inputs, masks)[0];
        SymbolicTensor y = Layer.Apply(folded);
        return new UnfoldTime(y.Type).Call([y, inputs[0]], [null, .. masks]);
    }
}
