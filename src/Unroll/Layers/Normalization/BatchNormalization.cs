using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// (x - mean) / sqrt(variance + epsilon) of each feature, times gamma plus beta (Ioffe and Szegedy, 2015): in training over the batch, leaving out
/// what a mask passes over; otherwise by the moving statistics that training keeps. [..., features]. Keras's BatchNormalization.
/// </summary>
/// <remarks>A layer that is not <see cref="Layer.Trainable"/> works by its moving statistics in training too, and leaves them as they are.</remarks>
public sealed class BatchNormalization : Layer
{
    private Parameter? _gamma;
    private Parameter? _beta;
    private Parameter? _movingMean;
    private Parameter? _movingVariance;

    /// <summary>The axis of the features, which has to be the last: -1, or its number, the batch being 0.</summary>
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

    internal override string ClassName => "BatchNormalization";

    internal override string DefaultName => "batch_normalization";

    internal override bool WorksByStep => true;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        Shape shape = inputs[0].Shape;
        if (shape.Rank < 2 || shape[^1] == Shape.Any)
        {
            Throw.Shape($"{this} expects inputs of shape [..., features] with a known number of features, but got shape {shape}. Give the model an InputLayer with it.");
        }
        if (Axis != -1 && Axis != shape.Rank - 1)
        {
            Throw.Shape($"{this} normalises features along the last axis, but was told axis {Axis} of shape {shape}. Put a Permute before it.");
        }
        if (_movingMean is not null && _movingMean.Count != shape[^1])
        {
            Throw.Shape($"{this} was built for {_movingMean.Count} features, but got shape {shape}. Use a layer of its own.");
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        int features = inputs[0][^1];
        _gamma = Scale ? AddWeight("gamma", [features], GammaInitializer, GammaRegularizer, GammaConstraint) : null;
        _beta = Center ? AddWeight("beta", [features], BetaInitializer, BetaRegularizer, BetaConstraint) : null;
        _movingMean = AddFixedWeight("moving_mean", [features], MovingMeanInitializer);
        _movingVariance = AddFixedWeight("moving_variance", [features], MovingVarianceInitializer);
    }

    internal override object NewCache() => new BatchStatistics();

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = run.Mask;
        BatchStatistics statistics = run.Cache<BatchStatistics>();
        statistics.Begin(run, this, run.Training && Trainable);
        run.Team.Run(statistics.ForwardColumns);
        if (statistics.OfBatch)
        {
            Spans.Blend(_movingMean!.ForWriting(), Momentum, statistics.Mean, 1 - Momentum);
            Spans.Blend(_movingVariance!.ForWriting(), Momentum, statistics.Variance, 1 - Momentum);
        }
    }

    internal override void Backward(LayerRun run)
    {
        BatchStatistics statistics = run.Cache<BatchStatistics>();
        run.Team.Run(statistics.BackwardColumns);
        run.CentersInputGradient = statistics.OfBatch && run.Mask is null;
    }

    /// <summary>The statistics of one call. A worker owns columns.</summary>
    private sealed class BatchStatistics
    {
        private const int Grain = 16;

        /// <summary>What Keras adds to the number of steps that a mask leaves.</summary>
        private const double MaskEpsilon = 1e-7;

        private readonly FloatBuffer _mean = new();
        private readonly FloatBuffer _variance = new();
        private readonly FloatBuffer _factor = new();
        private readonly FloatBuffer _gradientSum = new();
        private readonly FloatBuffer _gradientDot = new();
        private LayerRun _run = null!;
        private BatchNormalization _layer = null!;
        private int _features;
        private int _rows;
        private float _perRow;

        public BatchStatistics() => (ForwardColumns, BackwardColumns) = (Forward, Back);

        public Action<int, int> ForwardColumns { get; }

        public Action<int, int> BackwardColumns { get; }

        /// <summary>Whether the batch's own statistics are at work.</summary>
        public bool OfBatch { get; private set; }

        public ReadOnlySpan<float> Mean => _mean.Span;

        public ReadOnlySpan<float> Variance => _variance.Span;

        private ReadOnlySpan<byte> Mask => _run.Mask is { } mask ? mask.Bools : default;

        public void Begin(LayerRun run, BatchNormalization layer, bool ofBatch)
        {
            (_run, _layer, OfBatch) = (run, layer, ofBatch);
            _features = run.Input.Width;
            _rows = run.Input.Count / _features;
            foreach (FloatBuffer buffer in (ReadOnlySpan<FloatBuffer>)[_mean, _variance, _factor, _gradientSum, _gradientDot])
            {
                buffer.Resize(_features);
                buffer.Span.Clear();
            }
            if (run.Mask is { } mask && mask.Count != _rows)
            {
                Throw.Shape($"{layer} takes a mask of one axis less than its input {Shape.Text(run.Input.Dimensions)}, but got one of {Shape.Text(mask.Dimensions)}.");
            }
            _perRow = (float)(1 / (run.Mask is null ? _rows : run.Mask.Bools.Count((byte)1) + MaskEpsilon));
            if (!ofBatch)
            {
                layer._movingMean!.Values.CopyTo(_mean.Span);
                layer._movingVariance!.Values.CopyTo(_variance.Span);
            }
        }

        private void Forward(int worker, int workers)
        {
            (int from, int to) = Team.Share(_features, Grain, worker, workers);
            if (from == to)
            {
                return;
            }
            Span<float> mean = _mean.Span[from..to], variance = _variance.Span[from..to], factor = _factor.Span[from..to];
            ReadOnlySpan<float> x = _run.Input.Floats;
            if (OfBatch)
            {
                AddRows<ColumnSum>(x, x, default, mean, from);
                Spans.Scale(mean, _perRow);
                AddRows<ColumnSquaredDifference>(x, x, mean, variance, from);
                Spans.Scale(variance, _perRow);
            }
            for (int c = 0; c < factor.Length; c++)
            {
                factor[c] = (float)(1 / Math.Sqrt(variance[c] + _layer.Epsilon));
            }
            for (int r = 0; r < _rows; r++)
            {
                int at = (r * _features) + from;
                Span<float> y = _run.Output.Floats.Slice(at, to - from);
                Elementwise.Join<SubtractPair>(x.Slice(at, to - from), mean, y);
                Spans.MultiplyBy(y, factor);
                if (_layer._gamma is { } gamma)
                {
                    Spans.MultiplyBy(y, gamma.Values[from..to]);
                }
                if (_layer._beta is { } beta)
                {
                    Spans.AddTo(y, beta.Values[from..to]);
                }
            }
        }

        /// <summary>dgamma, dbeta, and dx: of the batch's statistics dx loses what they take, in the rows that they are of.</summary>
        private void Back(int worker, int workers)
        {
            (int from, int to) = Team.Share(_features, Grain, worker, workers);
            if (from == to)
            {
                return;
            }
            Span<float> mean = _mean.Span[from..to], factor = _factor.Span[from..to], sum = _gradientSum.Span[from..to], dot = _gradientDot.Span[from..to];
            ReadOnlySpan<float> x = _run.Input.Floats, dy = _run.OutputGradient(0);
            sum.Clear();
            dot.Clear();
            ColumnReduction.Add<ColumnSum>(dy[from..], dy[from..], _rows, _features, sum, sum);
            ColumnReduction.Add<ColumnCenteredDot>(x[from..], dy[from..], _rows, _features, mean, dot);
            Spans.MultiplyBy(dot, factor);
            if (_layer._gamma is { } gamma)
            {
                Spans.AddTo(_run.Gradient(gamma)[from..to], dot);
            }
            if (_layer._beta is { } beta)
            {
                Spans.AddTo(_run.Gradient(beta)[from..to], sum);
            }
            if (_run.Needs[0])
            {
                Spans.Scale(sum, _perRow);
                Spans.MultiplyBy(dot, factor);
                Spans.Scale(dot, -_perRow);
                InputGradients(from, to, sum, dot);
            }
        }

        /// <summary>dx = gamma factor (dy - mean of dy - x̂ mean of dy x̂).</summary>
        private void InputGradients(int from, int to, ReadOnlySpan<float> sum, ReadOnlySpan<float> dot)
        {
            ReadOnlySpan<float> mean = _mean.Span[from..to], factor = _factor.Span[from..to];
            for (int r = 0; r < _rows; r++)
            {
                int at = (r * _features) + from;
                ReadOnlySpan<float> dy = _run.OutputGradient(0).Slice(at, to - from);
                Span<float> dx = _run.InputGradient(0).Slice(at, to - from);
                if (OfBatch && (Mask.IsEmpty || Mask[r] != 0))
                {
                    Elementwise.Join<SubtractPair>(_run.Input.Floats.Slice(at, to - from), mean, dx);
                    Elementwise.Apply(default(MultiplyAddOp), dx, dot, dy, dx);
                    Elementwise.Join<SubtractPair>(dx, sum, dx);
                }
                else
                {
                    dy.CopyTo(dx);
                }
                Spans.MultiplyBy(dx, factor);
                if (_layer._gamma is { } gamma)
                {
                    Spans.MultiplyBy(dx, gamma.Values[from..to]);
                }
            }
        }

        /// <summary>Sums down the rows that no mask passes over.</summary>
        private void AddRows<TStep>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> a, Span<float> sums, int from)
            where TStep : struct, IColumnStep
        {
            for (int r = 0; r < _rows;)
            {
                int end = Mask.IsEmpty ? _rows : r;
                while (end < _rows && Mask[end] != 0)
                {
                    end++;
                }
                int at = Math.Min((r * _features) + from, x.Length);
                ColumnReduction.Add<TStep>(x[at..], y[at..], end - r, _features, a.IsEmpty ? sums : a, sums);
                r = Mask.IsEmpty ? end : end + 1;
            }
        }
    }
}
