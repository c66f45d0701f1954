using Unroll.Kernels;

namespace Unroll;

/// <summary>One call of a batch normalisation, on rows of features. For sums a worker owns columns, for the rest rows.</summary>
internal sealed class BatchNormalizationRun
{
    private const int Grain = 16;

    /// <summary>What Keras adds to the number of steps that a mask leaves.</summary>
    private const double MaskEpsilon = 1e-7;

    private readonly BatchNormalization _layer;
    private readonly AxisRows _rows = new();
    private readonly FloatBuffer _x = new();
    private readonly FloatBuffer _y = new();
    private readonly FloatBuffer _dy = new();
    private readonly FloatBuffer _dx = new();
    private readonly FloatBuffer _mean = new();
    private readonly FloatBuffer _variance = new();
    private readonly FloatBuffer _factor = new();
    private readonly FloatBuffer _gain = new();
    private readonly FloatBuffer _shift = new();
    private readonly FloatBuffer _r = new();
    private readonly FloatBuffer _d = new();
    private readonly FloatBuffer _gradientSum = new();
    private readonly FloatBuffer _gradientDot = new();
    private readonly Action<int, int> _statistics;
    private readonly Action<int, int> _normalize;
    private readonly Action<int, int> _gradientSums;
    private readonly Action<int, int> _inputGradient;
    private LayerRun _run = null!;
    private float _perRow;

    public BatchNormalizationRun(BatchNormalization layer)
    {
        _layer = layer;
        (_statistics, _normalize, _gradientSums, _inputGradient) = (StatisticsShare, NormalizeShare, GradientSumsShare, InputGradientShare);
    }

    /// <summary>Whether the batch's own statistics are at work.</summary>
    public bool OfBatch { get; private set; }

    public ReadOnlySpan<float> Mean => _mean.Span;

    public ReadOnlySpan<float> Variance => _variance.Span;

    /// <summary>What corrects the batch's statistics, if something does.</summary>
    private RenormStatistics? Renorm => OfBatch ? _layer.RenormStatistics : null;

    private int Features => _rows.Width;

    private ReadOnlySpan<float> X => _rows.View((ReadOnlySpan<float>)_run.Input.Floats, _x);

    private ReadOnlySpan<float> Dy => _rows.View(_run.OutputGradient(0), _dy);

    private ReadOnlySpan<byte> Mask => _run.Mask is { } mask ? mask.Bools : default;

    public void Forward(LayerRun run, bool ofBatch)
    {
        (_run, OfBatch) = (run, ofBatch);
        _rows.Begin(run.Input.Dimensions, _layer.Axes);
        foreach (FloatBuffer buffer in (ReadOnlySpan<FloatBuffer>)[_mean, _variance, _factor, _gain, _shift, _r, _d, _gradientSum, _gradientDot])
        {
            buffer.Resize(Features);
            buffer.Span.Clear();
        }
        CheckMask();
        _perRow = (float)(1 / (run.Mask is null ? _rows.Count : run.Mask.Bools.Count((byte)1) + MaskEpsilon));
        if (!ofBatch)
        {
            _layer.MovingMean.CopyTo(_mean.Span);
            _layer.MovingVariance.CopyTo(_variance.Span);
        }
        _rows.Gather(run.Input.Floats, _x);
        _rows.Room(run.Output.Count, _y);
        run.Team.Run(_statistics, run.Input.Count);
        run.Team.Run(_normalize, run.Input.Count);
        _rows.Scatter(_y, run.Output.Floats);
    }

    /// <summary>dgamma, dbeta, and dx: of the batch's statistics dx loses what they take, in the rows that they are of.</summary>
    public void Backward()
    {
        _rows.Gather(_run.OutputGradient(0), _dy);
        _run.Team.Run(_gradientSums, _run.Input.Count);
        if (_run.Needs[0])
        {
            _rows.Room(_run.Input.Count, _dx);
            _run.Team.Run(_inputGradient, _run.Input.Count);
            _rows.Scatter(_dx, _run.InputGradient(0));
        }
    }

    private void CheckMask()
    {
        if (_run.Mask is { } mask && (mask.Count != _rows.Count || !_rows.IsPlain))
        {
            Throw.Shape($"{_layer} takes a mask of one axis less than its input {Shape.Text(_run.Input.Dimensions)}, and the last axis's features, but got one of {Shape.Text(mask.Dimensions)} for axis {_layer.Axis}.");
        }
    }

    private void StatisticsShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Features, Grain, worker, workers);
        if (from == to)
        {
            return;
        }
        Span<float> mean = _mean.Span[from..to], variance = _variance.Span[from..to], factor = _factor.Span[from..to], gain = _gain.Span[from..to];
        if (OfBatch)
        {
            AddRows<ColumnSum>(mean, mean, from);
            Spans.Scale(mean, _perRow);
            AddRows<ColumnSquaredDifference>(mean, variance, from);
            Spans.Scale(variance, _perRow);
        }
        for (int c = 0; c < factor.Length; c++)
        {
            factor[c] = (float)(1 / Math.Sqrt(variance[c] + _layer.Epsilon));
        }
        factor.CopyTo(gain);
        if (_layer.Gamma is { } gamma)
        {
            Spans.MultiplyBy(gain, gamma.Values[from..to]);
        }
        _layer.Beta?.Values[from..to].CopyTo(_shift.Span[from..]);
        if (Renorm is { } renorm)
        {
            Span<float> r = _r.Span[from..to], d = _d.Span[from..to], shift = _shift.Span[from..to];
            renorm.Correct(mean, variance, from, r, d);
            Spans.MultiplyBy(gain, r);
            for (int c = 0; c < shift.Length; c++)
            {
                shift[c] += d[c] * (_layer.Gamma is { } scale ? scale.Values[from + c] : 1);
            }
        }
    }

    private void NormalizeShare(int worker, int workers)
    {
        Range mine = Share(worker, workers);
        ReadOnlySpan<float> x = X[mine];
        ColumnMap.Apply<ScaledDifference>(x, x, new ColumnNumbers(_mean.Span, _gain.Span, _shift.Span, _gain.Span), _rows.View(_run.Output.Floats, _y)[mine]);
    }

    /// <summary>What the gradient's map takes: the mean of dy, and -factor² times the mean of dy (x - mean).</summary>
    private void GradientSumsShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Features, Grain, worker, workers);
        if (from == to)
        {
            return;
        }
        Span<float> sum = _gradientSum.Span[from..to], dot = _gradientDot.Span[from..to];
        ReadOnlySpan<float> factor = _factor.Span[from..to];
        sum.Clear();
        dot.Clear();
        ColumnPairs.Add<CenteredByColumn>(X[from..], Dy[from..], _rows.Count, Features, _mean.Span[from..to], default, sum, dot);
        Spans.MultiplyBy(dot, factor);
        if (_layer.Gamma is { } gamma)
        {
            AddGammaGradient(_run.Gradient(gamma)[from..to], sum, dot, from);
        }
        if (_layer.Beta is { } beta)
        {
            Spans.AddTo(_run.Gradient(beta)[from..to], sum);
        }
        Spans.Scale(sum, OfBatch ? _perRow : 0);
        Spans.MultiplyBy(dot, factor);
        Spans.Scale(dot, OfBatch ? -_perRow : 0);
    }

    /// <summary>The sum of dy times what gamma multiplies: what was standardised, or with a correction that times r plus d.</summary>
    private void AddGammaGradient(Span<float> gradient, ReadOnlySpan<float> sum, ReadOnlySpan<float> dot, int from)
    {
        if (Renorm is null)
        {
            Spans.AddTo(gradient, dot);
            return;
        }
        for (int c = 0; c < gradient.Length; c++)
        {
            gradient[c] += (_r.Span[from + c] * dot[c]) + (_d.Span[from + c] * sum[c]);
        }
    }

    private void InputGradientShare(int worker, int workers)
    {
        Range mine = Share(worker, workers);
        ReadOnlySpan<float> x = X[mine], dy = Dy[mine];
        Span<float> dx = _rows.View(_run.InputGradient(0), _dx)[mine];
        var numbers = new ColumnNumbers(_mean.Span, _gradientDot.Span, _gradientSum.Span, _gain.Span);
        ColumnMap.Apply<CenteredGradient>(x, dy, numbers, dx);
        ReadOnlySpan<byte> mask = Mask;
        for (int r = mine.Start.Value / Features, at = 0; !mask.IsEmpty && at < dx.Length; r++, at += Features)
        {
            if (mask[r] == 0)
            {
                dy.Slice(at, Features).CopyTo(dx[at..]);
                Spans.MultiplyBy(dx.Slice(at, Features), _gain.Span);
            }
        }
    }

    private Range Share(int worker, int workers)
    {
        (int from, int to) = Team.Share(_rows.Count, 1, worker, workers);
        return (from * Features)..(to * Features);
    }

    /// <summary>Sums down the rows that no mask passes over.</summary>
    private void AddRows<TStep>(ReadOnlySpan<float> a, Span<float> sums, int from)
        where TStep : struct, IColumnStep
    {
        ReadOnlySpan<byte> mask = Mask;
        ReadOnlySpan<float> x = X;
        for (int r = 0; r < _rows.Count;)
        {
            int end = mask.IsEmpty ? _rows.Count : r;
            while (end < _rows.Count && mask[end] != 0)
            {
                end++;
            }
            ReadOnlySpan<float> part = x[Math.Min((r * Features) + from, x.Length)..];
            ColumnReduction.Add<TStep>(part, end - r, Features, a, sums);
            r = mask.IsEmpty ? end : end + 1;
        }
    }
}
