namespace Unroll;

/// <summary>An activation as a layer of its own, element by element (softmax: along the last axis). Keras's Activation.</summary>
public sealed class ActivationLayer(Activation activation) : FunctionLayer
{
    /// <summary>The function.</summary>
    public Activation Activation { get; } = activation;

    internal override string ClassName => "Activation";

    internal override string DefaultName => "activation";

    internal override bool TreatsVectorsAlike => true;

    internal override Activation Function => Activation;
}
