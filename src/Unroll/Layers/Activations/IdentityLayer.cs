namespace Unroll;

/// <summary>Its input as it is. Keras's Identity layer.</summary>
public sealed class IdentityLayer : FunctionLayer
{
    internal override string ClassName => "Identity";

    internal override string DefaultName => "identity";

    internal override bool TreatsVectorsAlike => true;

    internal override Activation Function => Activation.Linear;
}
