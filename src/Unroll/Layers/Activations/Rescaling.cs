using Unroll.Kernels;

namespace Unroll;

/// <summary>scale x + offset. Keras's Rescaling.</summary>
public sealed class Rescaling(float scale, float offset = 0) : FunctionLayer
{
    private Activation? _function;

    /// <summary>The factor.</summary>
    public float Scale { get; } = scale;

    /// <summary>What is added after.</summary>
    public float Offset { get; } = offset;

    internal override string ClassName => "Rescaling";

    internal override string DefaultName => "rescaling";

    private protected override bool PassesMask => false;

    internal override Activation Function => _function ??= new ElementwiseActivation<RescaleOp, RescaleGradient>("rescaling", new(Scale, Offset), new(Scale));
}
