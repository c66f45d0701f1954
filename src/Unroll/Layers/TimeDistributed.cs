namespace Unroll;

/// <summary>A layer or a model at every step, with the same weights: [batch, time, ...] to [batch, time, ...]. Keras's TimeDistributed.</summary>
/// <remarks>A <see cref="BatchNormalization"/> inside takes its statistics step by step, as in Keras, where the number of steps is known when the model is built; else over all steps at once.</remarks>
public sealed class TimeDistributed : CompositeLayer
{
    /// <summary>Steps that may have a call of their own, each of which is a part of the graph.</summary>
    private const int MostCalls = 10_000;

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
            return Inside(Layer.Call(inputs, masks));
        }
        if (inputs[0].Shape[1] != Shape.Any && TakesStatistics(Layer))
        {
            return CallStepByStep(inputs, masks);
        }
        SymbolicTensor folded = new FoldTime(inputs[0].Type).Call(inputs, masks)[0];
        SymbolicTensor y = Inside([Layer.Apply(folded)])[0];
        return new UnfoldTime(y.Type).Call([y, inputs[0]], [null, .. masks]);
    }

    /// <summary>A call for each step, in their order, in which moving statistics follow.</summary>
    private SymbolicTensor[] CallStepByStep(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks)
    {
        if (inputs[0].Shape[1] > MostCalls)
        {
            Throw.Shape($"{this} calls {Layer} for each step by itself, {MostCalls} at most, but got inputs of shape {inputs[0].Shape}. Leave their number of steps open, for statistics over all at once.");
        }
        SymbolicTensor[] steps = new SplitSteps(inputs[0].Type, handsMaskOn: Layer is BatchNormalization).Call(inputs, masks);
        SymbolicTensor[] outputs = [.. steps.Select(step => Inside([Layer.Apply(step)])[0])];
        return new JoinSteps().Call([.. outputs, inputs[0]], [.. outputs.Select(static _ => (SymbolicTensor?)null), .. masks]);
    }

    private static bool TakesStatistics(Layer layer) => layer is BatchNormalization || (layer is CompositeLayer made && made.Parts.Any(TakesStatistics));

    // Keras runs the layer's own function, which knows nothing of its regularizer.
    private static SymbolicTensor[] Inside(SymbolicTensor[] outputs)
    {
        outputs[0].Producer.ActivityRegularizer = null;
        return outputs;
    }
}
