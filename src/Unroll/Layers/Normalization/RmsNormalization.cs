namespace Unroll;

/// <summary>x / sqrt(mean of x² + epsilon) of each row along some axes, the last by default, times a weight (Zhang and Sennrich, 2019). Keras's RMSNormalization.</summary>
public sealed class RmsNormalization : StandardizingLayer
{
    /// <summary>Normalises along the last axis, or along the given ones (the batch being 0).</summary>
    public RmsNormalization(params ReadOnlySpan<int> axes)
        : base(axes)
    {
    }

    /// <summary>What is added to the mean square, so that nothing is divided by zero.</summary>
    public float Epsilon { get; init; } = 1e-6f;

    internal override string ClassName => "RMSNormalization";

    internal override string DefaultName => "rms_normalization";

    private protected override bool PassesMask => false;

    internal override void Build(ReadOnlySpan<Shape> inputs) => AddScale("scale", inputs[0], Initializer.Ones);

    private protected override float Factor(float squares, int n) => (float)(1 / Math.Sqrt((squares / n) + Epsilon));
}
