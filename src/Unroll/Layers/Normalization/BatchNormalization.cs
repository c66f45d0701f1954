using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// (x - mean) / sqrt(variance + epsilon) of each feature, times gamma plus beta (Ioffe and Szegedy, 2015): in training over the batch, leaving out
/// what a mask passes over; otherwise by the moving statistics that training keeps. [batch, ..., features], or features along another axis. Keras's BatchNormalization.
/// </summary>
/// <remarks>A layer that is not <see cref="Layer.Trainable"/> works by its moving statistics in training too, and leaves them as they are.</remarks>
public sealed class BatchNormalization : Layer
{
    private Parameter? _movingMean;
    private Parameter? _movingVariance;

    /// <summary>The axis of the features, the batch being 0; negative ones count from the end. A mask needs it to be the last.</summary>
    public int Axis { get; init; } = -1;

    /// <summary>How much of the moving statistics each batch leaves.</summary>
    public float Momentum { get; init; } = 0.99f;

    /// <summary>What is added to a variance, so that nothing is divided by zero.</summary>
    public float Epsilon { get; init; } = 1e-3f;

    /// <summary>Whether a weight, beta, is added.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether a weight, gamma, multiplies.</summary>
    public bool Scale { get; init; } = true;

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

    /// <summary>How the moving mean begins.</summary>
    public Initializer MovingMeanInitializer { get; init; } = Initializer.Zeros;

    /// <summary>How the moving variance begins.</summary>
    public Initializer MovingVarianceInitializer { get; init; } = Initializer.Ones;

    /// <summary>
    /// Whether a training draws the batch's statistics towards moving ones (Ioffe, 2017): what was standardised is multiplied by r, the batch's deviation over the
    /// moving one, and d is added, how far its mean is from the moving one in such deviations; neither is differentiated. Keras: <c>renorm</c>.
    /// </summary>
    public bool Renorm { get; init; }

    /// <summary>Bounds of r and d. Keras: <c>renorm_clipping</c>.</summary>
    /// <exception cref="ArgumentException">The most is below the least.</exception>
    public RenormClipping RenormClipping
    {
        get;
        init => field = value.Problem is { } problem ? Throw.Argument<RenormClipping>($"BatchNormalization's renorm_clipping needs {problem}.") : value;
    } = new();

    /// <summary>How much of the statistics that <see cref="Renorm"/> goes by each batch leaves. Keras: <c>renorm_momentum</c>.</summary>
    public float RenormMomentum { get; init; } = 0.99f;

    internal override string ClassName => "BatchNormalization";

    internal override string DefaultName => "batch_normalization";

    internal override bool WorksByStep => Axis == -1;

    internal IReadOnlyList<int> Axes => field ??= [Axis];

    internal Parameter? Gamma { get; private set; }

    internal Parameter? Beta { get; private set; }

    /// <summary>What is kept for a <see cref="Renorm"/>.</summary>
    internal RenormStatistics? RenormStatistics { get; private set; }

    internal ReadOnlySpan<float> MovingMean => _movingMean!.Values;

    internal ReadOnlySpan<float> MovingVariance => _movingVariance!.Values;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        Shape shape = inputs[0].Shape;
        int axis = AxisRows.Check(this, Axes, shape)[0];
        if (shape[axis] == Shape.Any)
        {
            Throw.Shape($"{this} expects inputs with a known number of features along axis {Axis}, but got shape {shape}. Give the model an InputLayer with it.");
        }
        if (_movingMean is not null && _movingMean.Count != shape[axis])
        {
            Throw.Shape($"{this} was built for {_movingMean.Count} features, but got shape {shape}. Use a layer of its own.");
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        int features = inputs[0][AxisRows.Check(this, Axes, inputs[0])[0]];
        Gamma = Scale ? AddWeight("gamma", [features], GammaInitializer, GammaRegularizer, GammaConstraint) : null;
        Beta = Center ? AddWeight("beta", [features], BetaInitializer, BetaRegularizer, BetaConstraint) : null;
        _movingMean = AddFixedWeight("moving_mean", [features], MovingMeanInitializer);
        _movingVariance = AddFixedWeight("moving_variance", [features], MovingVarianceInitializer);
        if (Renorm)
        {
            Parameter moving = AddFixedWeight("moving_stddev", [features], new SquareRoot(MovingVarianceInitializer));
            Parameter mean = AddFixedWeight("renorm_mean", [features], MovingMeanInitializer);
            RenormStatistics = new RenormStatistics(this, moving, mean, AddFixedWeight("renorm_stddev", [features], new SquareRoot(MovingVarianceInitializer)));
        }
    }

    internal override object NewCache() => new BatchNormalizationRun(this);

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = run.Mask;
        BatchNormalizationRun statistics = run.Cache<BatchNormalizationRun>();
        statistics.Forward(run, run.Training && Trainable);
        if (statistics.OfBatch)
        {
            Spans.Blend(_movingMean!.ForWriting(), Momentum, statistics.Mean, 1 - Momentum);
            if (RenormStatistics is { } renorm)
            {
                renorm.Update(statistics.Mean, statistics.Variance, _movingVariance!.ForWriting());
            }
            else
            {
                Spans.Blend(_movingVariance!.ForWriting(), Momentum, statistics.Variance, 1 - Momentum);
            }
        }
    }

    internal override void Backward(LayerRun run)
    {
        BatchNormalizationRun statistics = run.Cache<BatchNormalizationRun>();
        statistics.Backward();
        run.CentersInputGradient = statistics.OfBatch && run.Mask is null;
    }
}
