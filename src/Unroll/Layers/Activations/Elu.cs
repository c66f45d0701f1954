using Unroll.Kernels;

namespace Unroll;

/// <summary>x, or alpha (e^x - 1) where x is negative (Clevert et al., 2015). Keras's ELU.</summary>
public sealed class Elu(float alpha = 1) : FunctionLayer
{
    private Activation? _function;

    /// <summary>What the output nears far below 0, with a minus.</summary>
    public float Alpha { get; } = alpha;

    internal override string ClassName => "ELU";

    internal override string DefaultName => "elu";

    internal override Activation Function => _function ??= new ElementwiseActivation<EluOp, EluGradient>("elu_layer", new(Alpha), new(Alpha));
}
