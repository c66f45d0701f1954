namespace Unroll;

/// <summary>A batch as a metric sees it: samples are rows of predictions, each with its targets and its weight.</summary>
internal readonly ref struct MetricBatch
{
    private readonly Targets _y;
    private readonly ReadOnlySpan<float> _prediction;
    private readonly ReadOnlySpan<float> _weights;
    private readonly int _perSample;

    public MetricBatch(Targets y, ReadOnlySpan<float> prediction, int classes, int perSample, ReadOnlySpan<float> weights, int steps)
    {
        _y = y;
        _prediction = prediction;
        _weights = weights;
        _perSample = perSample;
        (Classes, Samples, Steps) = (classes, prediction.Length / classes, steps);
    }

    /// <summary>The predictions' last axis.</summary>
    public int Classes { get; }

    /// <summary>The number of rows.</summary>
    public int Samples { get; }

    /// <summary>How many of the samples stand for one.</summary>
    public int Steps { get; }

    /// <summary>All targets.</summary>
    public Targets Y => _y;

    /// <summary>All predictions, row by row.</summary>
    public ReadOnlySpan<float> Predictions => _prediction;

    /// <summary>The targets of a row.</summary>
    public Targets Target(int sample) => _y.Slice(sample * _perSample, _perSample);

    /// <summary>A row of predictions.</summary>
    public ReadOnlySpan<float> Prediction(int sample) => _prediction.Slice(sample * Classes, Classes);

    /// <summary>The weight of a row.</summary>
    public double Weight(int sample) => _weights.IsEmpty ? 1 : _weights[(int)((long)sample * _weights.Length / Samples)];

    /// <summary>The weight of one prediction of a row: its own, or the row's.</summary>
    public double Weight(int sample, int k) =>
        _weights.Length == _prediction.Length && Classes > 1 ? _weights[(sample * Classes) + k] : Weight(sample);
}
