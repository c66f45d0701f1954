namespace Unroll;

/// <summary>(x - mean) / sqrt(variance + epsilon) of each row along some axes, the last by default, times gamma plus beta (Ba et al., 2016). Keras's LayerNormalization.</summary>
public sealed class LayerNormalization : StandardizingLayer
{
    /// <summary>Normalises along the last axis, or along the given ones (the batch being 0).</summary>
    public LayerNormalization(params ReadOnlySpan<int> axes)
        : base(axes)
    {
    }

    /// <summary>What is added to a variance, so that nothing is divided by zero.</summary>
    public float Epsilon { get; init; } = 1e-3f;

    /// <summary>Whether a weight, beta, is added.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether a weight, gamma, multiplies.</summary>
    public bool Scale { get; init; } = true;

    /// <summary>
    /// Whether the row keeps its mean: x / sqrt(variance + epsilon) gamma, without beta, whatever <see cref="Center"/> and <see cref="Scale"/> say. That is not
    /// the root mean square, which <see cref="RmsNormalization"/> takes. Keras: <c>rms_scaling</c>, which it advises against.
    /// </summary>
    public bool RmsScaling { get; init; }

    /// <summary>How beta begins.</summary>
    public Initializer BetaInitializer { get; init; } = Initializer.Zeros;

    /// <summary>How gamma begins.</summary>
    public Initializer GammaInitializer { get; init; } = Initializer.Ones;

    /// <summary>What beta adds to the loss.</summary>
    public Regularizer? BetaRegularizer { get; init; }

    /// <summary>What beta is brought back to after each batch.</summary>
    public Constraint? BetaConstraint { get; init; }

    /// <summary>What gamma adds to the loss.</summary>
    public Regularizer? GammaRegularizer { get; init; }

    /// <summary>What gamma is brought back to after each batch.</summary>
    public Constraint? GammaConstraint { get; init; }

    internal override string ClassName => "LayerNormalization";

    internal override string DefaultName => "layer_normalization";

    private protected override bool Centers => true;

    private protected override bool KeepsMean => RmsScaling;

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        if (Scale || RmsScaling)
        {
            AddScale("gamma", inputs[0], GammaInitializer, GammaRegularizer, GammaConstraint);
        }
        if (Center && !RmsScaling)
        {
            AddShift("beta", inputs[0], BetaInitializer, BetaRegularizer, BetaConstraint);
        }
    }

    private protected override float Factor(float squares, int n) => (float)(1 / Math.Sqrt((squares / n) + Epsilon));
}
