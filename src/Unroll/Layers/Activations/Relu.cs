using Unroll.Kernels;

namespace Unroll;

/// <summary>x from a threshold on and up to a largest value; below it, negativeSlope (x - threshold). Keras's ReLU.</summary>
public sealed class Relu : FunctionLayer
{
    private Activation? _function;

    /// <summary>The largest output; without a limit by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public float? MaxValue { get; init => field = value is null ? null : NotNegative(value.Value); }

    /// <summary>The slope below the threshold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public float NegativeSlope { get; init => field = NotNegative(value); }

    /// <summary>Where the slope becomes 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public float Threshold { get; init => field = NotNegative(value); }

    internal override string ClassName => "ReLU";

    internal override string DefaultName => "re_lu";

    internal override Activation Function => _function ??= MakeFunction();

    private ElementwiseActivation<ClippedReluOp, ClippedReluGradient> MakeFunction()
    {
        float most = MaxValue ?? float.PositiveInfinity;
        return new("relu_layer", new(most, NegativeSlope, Threshold), new(most, NegativeSlope, Threshold), needsInput: true);
    }

    private static float NotNegative(float value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value;
    }
}
