using Unroll.Kernels;

namespace Unroll;

/// <summary>x, or negativeSlope x where x is negative. Keras's LeakyReLU.</summary>
public sealed class LeakyRelu(float negativeSlope = 0.3f) : FunctionLayer
{
    private Activation? _function;

    /// <summary>The slope below 0.</summary>
    public float NegativeSlope { get; } = negativeSlope;

    internal override string ClassName => "LeakyReLU";

    internal override string DefaultName => "leaky_re_lu";

    internal override Activation Function => _function ??=
        new ElementwiseActivation<LeakyReluOp, LeakyReluGradient>("leaky_relu_layer", new(NegativeSlope), new(NegativeSlope), needsInput: true);
}
