using System.Numerics.Tensors;
using Unroll.Kernels;

namespace Unroll;

/// <summary>The predictions that <see cref="CtcDecoder"/> reads, looked through before.</summary>
internal sealed class CtcPredictions
{
    private readonly float[] _logits;
    private readonly int _steps;
    private readonly int _classes;
    private readonly IReadOnlyList<int>? _lengths;

    public CtcPredictions(Tensor<float> logits, CtcDecodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Rank != 3)
            Throw.Shape($"Predictions to decode have the shape [batch, time, classes], but got [{string.Join(", ", logits.Lengths.ToArray())}]. Let the model predict at each step (ReturnSequences).");
        _logits = new float[logits.FlattenedLength];
        logits.FlattenTo(_logits);
        (Count, _steps, _classes, _lengths) = ((int)logits.Lengths[0], (int)logits.Lengths[1], (int)logits.Lengths[2], options.Lengths);
        if ((uint)options.Blank >= (uint)_classes)
            Throw.Argument($"The blank is class {options.Blank}, but the predictions are of {_classes} classes, 0 to {_classes - 1}. Give one of these.");
        CheckLengths();
        CheckNumbers();
    }

    /// <summary>The number of sequences.</summary>
    public int Count { get; }

    /// <summary>How many steps of a sequence count.</summary>
    public int Length(int source) => _lengths?[source] ?? _steps;

    /// <summary>A step's logits, [classes].</summary>
    public ReadOnlySpan<float> Step(int source, int t) => _logits.AsSpan(((source * _steps) + t) * _classes, _classes);

    private void CheckLengths()
    {
        if (_lengths is null)
            return;
        if (_lengths.Count != Count)
            Throw.Shape($"{_lengths.Count} lengths don't fit the predictions of {Count} sequences. Give one for each.");
        for (int i = 0; i < Count; i++)
        {
            if ((uint)_lengths[i] > (uint)_steps)
                Throw.Argument($"The length of sequence {i} is {_lengths[i]}, but its predictions have {_steps} steps. Give a length from 0 to {_steps}.");
        }
    }

    private void CheckNumbers()
    {
        for (int i = 0; i < Count; i++)
        {
            for (int t = 0; t < Length(i); t++)
            {
                if (!float.IsFinite(SoftmaxSums.Max(Step(i, t))))
                    Throw.State($"The predictions at step {t} of sequence {i} are no logits: they hold NaN or infinity, or all are -infinity. The model's weights are damaged, or its inputs hold NaN.");
            }
        }
    }
}
