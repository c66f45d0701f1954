namespace Unroll;

/// <summary>
/// The total loss and the metrics of a pass over data, as running means, and the loss's gradient at the model's outputs:
/// each output's loss times its weight, and what regularizers add.
/// </summary>
internal sealed class Objective
{
    private readonly OutputObjective[] _parts;
    private readonly string[] _names;
    private double _lossSum;
    private long _samples;

    /// <param name="parts">The outputs that have a loss, in the model's order.</param>
    /// <param name="outputNames">The names of all outputs.</param>
    public Objective(IReadOnlyList<OutputObjective> parts, string[] outputNames)
    {
        (_parts, _names) = ([.. parts], outputNames);
        ResultNames = Names();
    }

    /// <summary>The loss of the last batch.</summary>
    public double BatchLoss { get; private set; }

    /// <summary>What can be read off it: <c>loss</c>, <c>main_loss</c>, <c>main_accuracy</c>; and whether a higher value is a better one.</summary>
    public IReadOnlyDictionary<string, bool> ResultNames { get; }

    public void Reset()
    {
        (_lossSum, _samples) = (0, 0);
        foreach (OutputObjective part in _parts)
        {
            part.Reset();
        }
    }

    /// <summary>Takes a batch into account, and where asked writes the loss's gradient to the model's outputs.</summary>
    /// <param name="shards">The workspaces that have the batch's outputs, one after the other.</param>
    /// <param name="batch">The data.</param>
    /// <param name="samples">The batch's samples.</param>
    /// <param name="classWeight">How much classes count; null for 1.</param>
    /// <param name="gradient">Whether the gradient is wanted.</param>
    /// <param name="penalty">What regularizers add.</param>
    public void Update(ReadOnlySpan<ModelRun> shards, Batch batch, ReadOnlySpan<int> samples, IReadOnlyDictionary<int, float>? classWeight, bool gradient, double penalty)
    {
        CheckData(batch, classWeight);
        if (gradient && _parts.Length < _names.Length)
        {
            ClearGradients(shards);
        }
        BatchLoss = penalty;
        for (int i = 0; i < _parts.Length; i++)
        {
            OutputObjective part = _parts[i];
            DataArray y = batch.Targets[batch.Targets.Length == _parts.Length ? i : part.Output];
            DataArray? weights = batch.SampleWeights.Length == 0 ? null : batch.SampleWeights[batch.SampleWeights.Length == 1 ? 0 : i];
            part.Update(shards, y, weights, samples, classWeight, gradient);
            BatchLoss += part.Weight * part.BatchLoss;
        }
        _lossSum += BatchLoss * samples.Length;
        _samples += samples.Length;
    }

    /// <summary>The means so far under their names with a prefix.</summary>
    public void AddTo(IDictionary<string, double> results, string prefix)
    {
        results[prefix + "loss"] = _samples == 0 ? 0 : _lossSum / _samples;
        foreach (OutputObjective part in _parts)
        {
            string output = OutputPrefix(part);
            if (_parts.Length > 1)
            {
                results[$"{prefix}{output}loss"] = part.Loss;
            }
            part.AddMetricsTo(results, prefix, output);
        }
    }

    /// <summary>The sums behind the means, to go on from them later.</summary>
    public double[][] Save() => [[_lossSum, _samples], .. _parts.SelectMany(static p => p.Save())];

    /// <returns>Whether the sums are those of such an objective.</returns>
    public bool Load(double[][] sums)
    {
        if (sums.Length == 0 || sums[0].Length != 2)
        {
            return false;
        }
        (_lossSum, _samples) = (sums[0][0], (long)sums[0][1]);
        int at = 1;
        return _parts.All(p => p.Load(sums, ref at)) && at == sums.Length;
    }

    private void CheckData(Batch batch, IReadOnlyDictionary<int, float>? classWeight)
    {
        if (batch.Targets.Length == 0)
        {
            Throw.Argument("The data set has no labels, which training and evaluation need. Pass them as y.");
        }
        if (batch.Targets.Length != _parts.Length && batch.Targets.Length != _names.Length)
        {
            Throw.Shape($"The model has {_names.Length} outputs and {_parts.Length} losses, but the data have {batch.Targets.Length} arrays of labels. Pass one for each output.");
        }
        if (batch.SampleWeights.Length > 1 && batch.SampleWeights.Length != _parts.Length)
        {
            Throw.Shape($"The model has {_parts.Length} losses, but the data have {batch.SampleWeights.Length} arrays of sample weights. Pass one for all, or one for each.");
        }
        if (classWeight is not null && _names.Length > 1)
        {
            Throw.Argument($"Class weights are for a model with one output, but this one has {_names.Length}. Use sample weights.");
        }
    }

    /// <summary>Outputs without a loss pull at nothing.</summary>
    private static void ClearGradients(ReadOnlySpan<ModelRun> shards)
    {
        foreach (ModelRun run in shards)
        {
            foreach (TensorValue output in run.Outputs)
            {
                output.Gradient.Clear();
                output.GradientIsOfLogits = false;
            }
        }
    }

    private string OutputPrefix(OutputObjective part) => _names.Length > 1 ? $"{_names[part.Output]}_" : "";

    private Dictionary<string, bool> Names()
    {
        var names = new Dictionary<string, bool> { ["loss"] = false };
        foreach (OutputObjective part in _parts)
        {
            if (_parts.Length > 1)
            {
                names[$"{OutputPrefix(part)}loss"] = false;
            }
            foreach ((string name, Metric metric) in part.MetricNames(OutputPrefix(part)))
            {
                names[name] = metric.HigherIsBetter;
            }
        }
        return names;
    }
}
