namespace Unroll;

/// <summary>The loss and the metrics of a pass over data, as running means, and the loss's gradient at the model's output.</summary>
internal sealed class Objective
{
    private readonly Loss _loss;
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly MetricState[] _states;
    private readonly Metric[] _resolved;
    private (int TargetClasses, int Classes) _resolvedFor = (-1, -1);
    private readonly TensorValue _floatTargets = new(ElementType.Float32);
    private readonly TensorValue _intTargets = new(ElementType.Int32);
    private float[] _values = [];
    private float[] _weights = [];
    private float[] _sampleWeights = [];
    private byte[] _mask = [];
    private double _lossSum;
    private long _samples;

    public Objective(Loss loss, IReadOnlyList<Metric> metrics)
    {
        (_loss, _metrics) = (loss, metrics);
        _states = new MetricState[metrics.Count];
        _resolved = new Metric[metrics.Count];
        Reset();
    }

    /// <summary>The loss of the last batch.</summary>
    public double BatchLoss { get; private set; }

    public void Reset()
    {
        (_lossSum, _samples) = (0, 0);
        for (int i = 0; i < _states.Length; i++)
        {
            _states[i].Reset();
        }
    }

    /// <summary>Takes a batch into account, and where asked writes the loss's gradient to the model's output.</summary>
    public void Update(TensorValue output, Dataset data, ReadOnlySpan<int> samples, IReadOnlyDictionary<int, float>? classWeight, bool gradient, double penalty = 0)
    {
        int classes = output.Width;
        int count = output.Count / classes;
        DataArray y = data.Targets ?? Throw.Argument<DataArray>("The data set has no labels, which training and evaluation need. Pass them as y.");
        CheckTargets(y, output);
        TensorValue targetValues = y.Type == ElementType.Int32 ? _intTargets : _floatTargets;
        y.CopyTo(targetValues, samples);
        Targets targets = y.Type == ElementType.Int32 ? new Targets(targetValues.Ints) : new Targets(targetValues.Floats);

        bool fused = output.Logits is not null && _loss.Fuses == output.LogitsOf;
        ReadOnlySpan<float> prediction = fused ? output.Logits!.Floats : output.Floats;
        bool logits = fused || _loss.PredictsLogits;
        Array.Resize(ref _values, Math.Max(_values.Length, count));
        Array.Resize(ref _weights, Math.Max(_weights.Length, count));
        Span<float> values = _values.AsSpan(0, count);
        Span<float> weights = _weights.AsSpan(0, count);
        _loss.Values(targets, prediction, classes, logits, values);
        LossReduction.Weights(_loss.Reduction, SampleWeights(data, samples, classWeight, targets, classes), Mask(output, targets, count), weights);
        BatchLoss = LossReduction.Sum(weights, values) + penalty;
        _lossSum += BatchLoss * samples.Length;
        _samples += samples.Length;
        if (gradient)
        {
            _loss.Gradient(targets, prediction, classes, logits, weights, output.Gradient);
            output.GradientIsOfLogits = fused;
        }
        ResolveMetrics(y.Dimensions.Length == output.Dimensions.Length ? y.Dimensions[^1] : 0, classes);
        for (int i = 0; i < _resolved.Length; i++)
        {
            _resolved[i].Update(ref _states[i], targets, output.Floats, classes, []);
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

    /// <summary>The means so far, the loss and then the metrics, under their names with a prefix.</summary>
    public void AddTo(IDictionary<string, double> results, string prefix)
    {
        results[prefix + "loss"] = _samples == 0 ? 0 : _lossSum / _samples;
        for (int i = 0; i < _metrics.Count; i++)
        {
            // One result for most; those of several classes or thresholds are numbered.
            double[] values = (_resolved[i] ?? _metrics[i]).Results(_states[i]);
            for (int k = 0; k < values.Length; k++)
            {
                results[prefix + _metrics[i].Name + (values.Length == 1 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"_{k}"))] = values[k];
            }
        }
    }

    private void CheckTargets(DataArray y, TensorValue output)
    {
        ReadOnlySpan<int> target = y.Dimensions[1..];
        ReadOnlySpan<int> steps = output.Dimensions[1..^1];
        bool sparse = _loss is SparseCategoricalCrossentropy;
        bool fits = sparse
            ? target.SequenceEqual(steps) || (target.Length == steps.Length + 1 && target[..^1].SequenceEqual(steps) && target[^1] == 1)
            : target.SequenceEqual(output.Dimensions[1..]) || (output.Width == 1 && target.SequenceEqual(steps));
        if (!fits)
        {
            Throw.Shape(sparse
                ? $"{_loss.Name} expects one class number for each prediction of shape {Shape.Text(output.Dimensions)}, but got labels of shape {Shape.Text(y.Dimensions)}. For one-hot labels use Loss.CategoricalCrossentropy."
                : $"{_loss.Name} expects labels of shape [{y.Count}, {Shape.Text(output.Dimensions[1..])[1..]} as the model predicts, but got {Shape.Text(y.Dimensions)}. {(_loss.Fuses == Activation.Softmax ? "Use Labels.ToCategorical, or Loss.SparseCategoricalCrossentropy for class numbers." : "Give a label for each predicted value.")}");
        }
    }

    private ReadOnlySpan<byte> Mask(TensorValue output, Targets targets, int count)
    {
        if (output.Mask is null && !_loss.MakesMask)
        {
            return [];
        }
        Array.Resize(ref _mask, Math.Max(_mask.Length, count));
        Span<byte> mask = _mask.AsSpan(0, count);
        if (output.Mask is null)
        {
            mask.Fill(1);
        }
        else
        {
            output.Mask.Bools.CopyTo(mask);
        }
        _loss.AndMask(targets, mask);
        return mask;
    }

    private ReadOnlySpan<float> SampleWeights(Dataset data, ReadOnlySpan<int> samples, IReadOnlyDictionary<int, float>? classWeight, Targets targets, int classes)
    {
        if (data.SampleWeights is null && classWeight is null)
        {
            return [];
        }
        Array.Resize(ref _sampleWeights, Math.Max(_sampleWeights.Length, samples.Length));
        Span<float> weights = _sampleWeights.AsSpan(0, samples.Length);
        for (int i = 0; i < samples.Length; i++)
        {
            weights[i] = data.SampleWeights?[samples[i]] ?? 1;
            if (classWeight is not null)
            {
                bool oneHot = classes > 1 && targets.Length == samples.Length * classes;
                int label = oneHot ? Metric.ArgMax(targets.Slice(i * classes, classes)) : targets.Label(i);
                weights[i] *= classWeight.GetValueOrDefault(label, 1);
            }
        }
        return weights;
    }
}
