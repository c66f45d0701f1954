namespace Unroll;

/// <summary>How much each value of a batch's loss counts: by sample weights, class weights and the output's mask.</summary>
internal sealed class SampleWeighting(Loss loss)
{
    private readonly TensorValue _given = new(ElementType.Float32);
    private float[] _sampleWeights = [];
    private byte[] _outputMask = [];
    private byte[] _mask = [];
    private float[] _weights = [];
    private float[] _metricWeights = [];
    private int _values;
    private int _perSample;
    private int _sampleWeightCount;
    private bool _hasOutputMask;
    private bool _hasMask;

    /// <summary>Begins a batch.</summary>
    /// <param name="rows">Its samples.</param>
    /// <param name="perSample">Loss values of a sample, such as its time steps.</param>
    /// <param name="sampleWeights">The weights of all samples; null for 1.</param>
    /// <param name="samples">The batch's samples.</param>
    /// <param name="classWeight">How much classes count; null for 1.</param>
    /// <param name="targets">The batch's targets.</param>
    /// <param name="classes">The prediction's last axis.</param>
    public void Begin(
        int rows, int perSample, DataArray? sampleWeights, ReadOnlySpan<int> samples, IReadOnlyDictionary<int, float>? classWeight, Targets targets, int classes)
    {
        (_values, _perSample, _hasMask, _hasOutputMask) = (rows * perSample, perSample, false, false);
        _sampleWeightCount = sampleWeights is null && classWeight is null ? 0 : rows;
        if (sampleWeights is not null)
        {
            int each = sampleWeights.SampleSize;
            if (each != 1 && each != perSample)
            {
                Throw.Shape($"Sample weights of shape {Shape.Text(sampleWeights.Dimensions)} don't fit {perSample} loss values for each sample. Give one weight for each sample, or one for each of its steps.");
            }
            sampleWeights.CopyTo(_given, samples);
            _sampleWeightCount = rows * each;
        }
        Array.Resize(ref _sampleWeights, Math.Max(_sampleWeights.Length, _sampleWeightCount));
        if (sampleWeights is not null)
        {
            _given.Floats.CopyTo(_sampleWeights);
        }
        else
        {
            _sampleWeights.AsSpan(0, _sampleWeightCount).Fill(1);
        }
        if (classWeight is not null)
        {
            MultiplyByClass(classWeight, rows, targets, classes);
        }
    }

    /// <summary>Takes the mask of a part of the batch into account, from a row on.</summary>
    public void AddMask(TensorValue output, Targets targets, int row)
    {
        if (output.Mask is null && !loss.MakesMask)
        {
            return;
        }
        Array.Resize(ref _mask, Math.Max(_mask.Length, _values));
        Span<byte> mask = _mask.AsSpan(row * _perSample, output.Batch * _perSample);
        _hasMask = true;
        if (output.Mask is null)
        {
            mask.Fill(1);
        }
        else
        {
            Array.Resize(ref _outputMask, Math.Max(_outputMask.Length, _values));
            _hasOutputMask = true;
            output.Mask.Bools.CopyTo(_outputMask.AsSpan(row * _perSample));
            output.Mask.Bools.CopyTo(mask);
        }
        loss.AndMask(targets, mask);
    }

    /// <returns>The weight of each value of the loss.</returns>
    public ReadOnlySpan<float> Finish()
    {
        Array.Resize(ref _weights, Math.Max(_weights.Length, _values));
        Span<float> weights = _weights.AsSpan(0, _values);
        LossReduction.Weights(loss.Reduction, _sampleWeights.AsSpan(0, _sampleWeightCount), _hasMask ? _mask.AsSpan(0, _values) : default, weights);
        return weights;
    }

    /// <returns>The weights of rows as a metric takes them: the output's mask, and the samples' weights if it is a weighted metric; nothing where all is 1.</returns>
    public ReadOnlySpan<float> OfMetric(int row, int rows, bool weighted)
    {
        weighted &= _sampleWeightCount > 0;
        if (!_hasOutputMask)
        {
            int each = weighted ? _sampleWeightCount * _perSample / _values : 0;
            return _sampleWeights.AsSpan(row * each, rows * each);
        }
        Array.Resize(ref _metricWeights, Math.Max(_metricWeights.Length, _values));
        int group = weighted ? _values / _sampleWeightCount : 1;
        int from = row * _perSample, to = (row + rows) * _perSample;
        for (int i = from; i < to; i++)
        {
            _metricWeights[i] = _outputMask[i] == 0 ? 0 : weighted ? _sampleWeights[i / group] : 1;
        }
        return _metricWeights.AsSpan(from, to - from);
    }

    private void MultiplyByClass(IReadOnlyDictionary<int, float> classWeight, int rows, Targets targets, int classes)
    {
        bool oneHot = classes > 1 && targets.Length == rows * classes;
        if (!oneHot && targets.Length != rows)
        {
            Throw.Shape($"Class weights are for one label a sample, but {rows} samples came with {targets.Length} labels. Use sample weights.");
        }
        int each = _sampleWeightCount / rows;
        for (int i = 0; i < rows; i++)
        {
            int label = oneHot ? Metric.ArgMax(targets.Slice(i * classes, classes)) : targets.Label(i);
            float weight = classWeight.GetValueOrDefault(label, 1);
            foreach (ref float w in _sampleWeights.AsSpan(i * each, each))
            {
                w *= weight;
            }
        }
    }
}
