using System.Globalization;

namespace Unroll;

/// <summary>The loss and the metrics at one output.</summary>
internal sealed class OutputObjective
{
    private readonly Loss _loss;
    private readonly Metric[] _metrics;
    private readonly int _unweighted;
    private readonly MetricState[] _states;
    private readonly Metric[] _resolved;
    private readonly TensorValue _floatTargets = new(ElementType.Float32);
    private readonly TensorValue _intTargets = new(ElementType.Int32);
    private readonly SampleWeighting _weighting;
    private readonly CtcRun? _ctc;
    private (int TargetClasses, int Classes) _resolvedFor = (-1, -1);
    private float[] _values = [];
    private double _lossSum;
    private long _samples;

    /// <param name="goal">The loss and the metrics.</param>
    /// <param name="output">The number of the model's output.</param>
    public OutputObjective(OutputLoss goal, int output)
    {
        (_loss, Weight, Output) = (goal.Loss, goal.Weight, output);
        _metrics = [.. goal.Metrics, .. goal.WeightedMetrics];
        _unweighted = goal.Metrics.Count;
        _states = new MetricState[_metrics.Length];
        _resolved = new Metric[_metrics.Length];
        _weighting = new SampleWeighting(_loss);
        _ctc = _loss is Ctc ? new CtcRun() : null;
    }

    /// <summary>The number of the model's output.</summary>
    public int Output { get; }

    /// <summary>How much the loss counts in the total.</summary>
    public double Weight { get; }

    /// <summary>The loss of the last batch, unweighted.</summary>
    public double BatchLoss { get; private set; }

    /// <summary>The mean loss so far, unweighted.</summary>
    public double Loss => _samples == 0 ? 0 : _lossSum / _samples;

    public void Reset()
    {
        (_lossSum, _samples) = (0, 0);
        for (int i = 0; i < _states.Length; i++)
        {
            _states[i].Reset();
        }
    }

    /// <summary>Takes a batch into account, and where asked writes the loss's gradient to the output of each workspace.</summary>
    public void Update(
        ReadOnlySpan<ModelRun> shards, DataArray y, DataArray? sampleWeights, ReadOnlySpan<int> samples, IReadOnlyDictionary<int, float>? classWeight, bool gradient)
    {
        TensorValue first = shards[0].Outputs[Output];
        int classes = first.Width, steps = first.Count / first.Batch / classes, perSample = _loss.IsOfSequences ? 1 : steps;
        TargetShapes.Check(_loss, y, first);
        ResolveMetrics(y.Dimensions.Length == first.Dimensions.Length ? y.Dimensions[^1] : 0, classes);
        TensorValue labels = Load(y, samples);
        Targets targets = TargetsOf(labels);
        int perRow = targets.Length / samples.Length;

        Array.Resize(ref _values, Math.Max(_values.Length, samples.Length * perSample));
        Span<float> values = _values.AsSpan(0, samples.Length * perSample);
        _weighting.Begin(samples.Length, perSample, sampleWeights, samples, classWeight, targets, classes);
        int row = 0;
        foreach (ModelRun run in shards)
        {
            TensorValue output = run.Outputs[Output];
            Targets mine = targets.Slice(row * perRow, output.Batch * perRow);
            if (_ctc is not null)
            {
                _ctc.Run(run.Team, labels, output, row, _values, gradient);
            }
            else
            {
                _loss.Values(mine, Prediction(run, output, out bool logits), classes, logits, values.Slice(row * perSample, output.Batch * perSample));
                _weighting.AddMask(output, mine, row);
            }
            row += output.Batch;
        }
        ReadOnlySpan<float> weights = _weighting.Finish();
        BatchLoss = LossReduction.Sum(weights, values);
        _lossSum += BatchLoss * samples.Length;
        _samples += samples.Length;

        row = 0;
        foreach (ModelRun run in shards)
        {
            TensorValue output = run.Outputs[Output];
            Targets mine = targets.Slice(row * perRow, output.Batch * perRow);
            if (gradient)
            {
                WriteGradient(run, output, mine, weights.Slice(row * perSample, output.Batch * perSample));
            }
            UpdateMetrics(output, mine, row, steps);
            row += output.Batch;
        }
    }

    public void AddMetricsTo(IDictionary<string, double> results, string prefix, string output)
    {
        int i = 0;
        foreach ((string name, Metric _) in MetricNames(output))
        {
            // One result for most; those of several classes or thresholds are numbered.
            double[] values = (_resolved[i] ?? _metrics[i]).Results(_states[i]);
            for (int k = 0; k < values.Length; k++)
            {
                results[prefix + name + (values.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{k}"))] = values[k];
            }
            i++;
        }
    }

    /// <summary>The metrics under their names in histories: a name that is taken is numbered, or says that it is weighted, as Keras's do.</summary>
    public IEnumerable<(string Name, Metric Metric)> MetricNames(string output)
    {
        var taken = new HashSet<string>();
        for (int i = 0; i < _metrics.Length; i++)
        {
            string name = output + _metrics[i].Name;
            if (i >= _unweighted && taken.Contains(name))
            {
                name = $"{output}weighted_{_metrics[i].Name}";
            }
            string first = name;
            for (int n = 1; !taken.Add(name); n++)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{first}_{n}");
            }
            yield return (name, _metrics[i]);
        }
    }

    public IEnumerable<double[]> Save() => [[_lossSum, _samples], .. _states.Select(static s => s.Save())];

    public bool Load(double[][] sums, ref int at)
    {
        if (at + 1 + _states.Length > sums.Length || sums[at].Length != 2)
        {
            return false;
        }
        (_lossSum, _samples) = (sums[at][0], (long)sums[at][1]);
        at++;
        for (int i = 0; i < _states.Length; i++, at++)
        {
            if (!_states[i].Load(sums[at]))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>A tensor's values as targets.</summary>
    public static Targets TargetsOf(TensorValue values) => values.Type == ElementType.Int32 ? new Targets(values.Ints) : new Targets(values.Floats);

    private TensorValue Load(DataArray y, ReadOnlySpan<int> samples)
    {
        TensorValue values = y.Type == ElementType.Int32 ? _intTargets : _floatTargets;
        y.CopyTo(values, samples);
        return values;
    }

    // What a layer of the model reads too has a gradient of its own, which is not that of the logits.
    private bool IsFused(ModelRun run, TensorValue output) => output.Logits is not null && _loss.Fuses == output.LogitsOf && !run.IsReadInside(output);

    private ReadOnlySpan<float> Prediction(ModelRun run, TensorValue output, out bool logits)
    {
        bool fused = IsFused(run, output);
        logits = fused || _loss.PredictsLogits;
        return fused ? output.Logits!.Floats : output.Floats;
    }

    private void WriteGradient(ModelRun run, TensorValue output, Targets targets, ReadOnlySpan<float> weights)
    {
        if (_ctc is not null)
        {
            Ctc.Weigh(weights, output.Gradient);
        }
        else
        {
            _loss.Gradient(targets, Prediction(run, output, out bool logits), output.Width, logits, weights, output.Gradient);
        }
        output.GradientIsOfLogits = IsFused(run, output);
        if (Weight != 1)
        {
            Kernels.Spans.Scale(output.Gradient, (float)Weight);
        }
    }

    private void UpdateMetrics(TensorValue output, Targets targets, int row, int steps)
    {
        for (int i = 0; i < _resolved.Length; i++)
        {
            _resolved[i].Update(ref _states[i], targets, output.Floats, output.Width, _weighting.OfMetric(row, output.Batch, weighted: i >= _unweighted), steps);
        }
    }

    private void ResolveMetrics(int targetClasses, int classes)
    {
        if (_resolvedFor == (targetClasses, classes))
        {
            return;
        }
        _resolvedFor = (targetClasses, classes);
        for (int i = 0; i < _resolved.Length; i++)
        {
            _resolved[i] = _metrics[i].Resolve(targetClasses, classes);
        }
    }
}
