using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// The forward-backward algorithm of <see cref="Ctc"/> for one sequence, with logarithms of probabilities in double, in order. Its states are the labels with a blank
/// before, between and after them; a step stays in its state, goes on to the next, or, from a label to another one, leaves the blank between them out.
/// The memory is kept from sequence to sequence; one thread at a time uses it.
/// </summary>
internal sealed class CtcLattice
{
    private int[] _classOf = [];
    private bool[] _skips = [];
    private double[] _forward = [];
    private double[] _backward = [];
    private double[] _logSums = [];
    private double[] _posterior = [];
    private int _states;
    private double _logProbability;

    /// <summary>Sums up all alignments from the beginning.</summary>
    /// <param name="labels">The sequence's labels.</param>
    /// <param name="logits">[time, classes].</param>
    /// <param name="classes">The number of classes, the blank among them.</param>
    /// <param name="mask">[time], or empty: steps of 0 are passed over.</param>
    /// <returns>-log of the labels' probability; infinite where it is 0.</returns>
    public double Forward(Targets labels, ReadOnlySpan<float> logits, int classes, ReadOnlySpan<byte> mask)
    {
        int steps = logits.Length / classes;
        SetStates(labels);
        Reserve(ref _forward, (long)steps * _states);
        Reserve(ref _logSums, steps);
        Span<double> before = default;
        for (int t = 0; t < steps; t++)
        {
            if (!mask.IsEmpty && mask[t] == 0)
                continue;
            ReadOnlySpan<float> x = logits.Slice(t * classes, classes);
            double logSum = _logSums[t] = Crossentropy.LogSumExp(x);
            Span<double> now = _forward.AsSpan(t * _states, _states);
            for (int s = 0; s < _states; s++)
                now[s] = (before.IsEmpty ? Start(s) : Reach(before, s)) + (x[_classOf[s]] - logSum);
            before = now;
        }

        // Without a step, no labels are certain; the caller has seen that there are none.
        _logProbability = before.IsEmpty ? 0 : _states == 1 ? before[0] : DoubleMath.LogAdd(before[^1], before[^2]);
        return -_logProbability;
    }

    /// <summary>
    /// The gradient of what <see cref="Forward"/> gave for the same sequence: softmax less the part of the alignments that are in a class at a step.
    /// </summary>
    /// <param name="logits">[time, classes].</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="mask">[time], or empty.</param>
    /// <param name="gradient">The result, [time, classes].</param>
    public void Backward(ReadOnlySpan<float> logits, int classes, ReadOnlySpan<byte> mask, Span<float> gradient)
    {
        Reserve(ref _backward, _states);
        Reserve(ref _posterior, classes);
        bool last = true;
        for (int t = logits.Length / classes - 1; t >= 0; t--)
        {
            Span<float> dx = gradient.Slice(t * classes, classes);
            if (!mask.IsEmpty && mask[t] == 0)
            {
                dx.Clear();
                continue;
            }

            ReadOnlySpan<float> x = logits.Slice(t * classes, classes);
            StepBack(x, t, last);
            last = false;
            double sum = SoftmaxSums.Exponentials(x, SoftmaxSums.Max(x), dx);
            for (int k = 0; k < classes; k++)
                dx[k] = (float)(dx[k] / sum - _posterior[k]);
        }
    }

    /// <summary>From what follows each state after step t + 1 to what follows it after t, then t's own; on the way the posterior of each class at t.</summary>
    private void StepBack(ReadOnlySpan<float> x, int t, bool last)
    {
        ReadOnlySpan<double> forward = _forward.AsSpan(t * _states, _states);
        Span<double> after = _backward.AsSpan(0, _states), posterior = _posterior.AsSpan(0, x.Length);
        posterior.Clear();
        for (int s = 0; s < _states; s++)
        {
            double log = last ? (s >= _states - 2 ? 0 : double.NegativeInfinity) : Leave(after, s);
            posterior[_classOf[s]] += DoubleMath.Exp(forward[s] + log - _logProbability);
            after[s] = log + (x[_classOf[s]] - _logSums[t]);
        }
    }

    private static double Start(int state) => state < 2 ? 0 : double.NegativeInfinity;

    private double Reach(ReadOnlySpan<double> before, int s)
    {
        double log = s == 0 ? before[0] : DoubleMath.LogAdd(before[s], before[s - 1]);
        return _skips[s] ? DoubleMath.LogAdd(log, before[s - 2]) : log;
    }

    // States from s on are still those of the step after.
    private double Leave(ReadOnlySpan<double> after, int s)
    {
        double log = s + 1 < after.Length ? DoubleMath.LogAdd(after[s], after[s + 1]) : after[s];
        return s + 2 < after.Length && _skips[s + 2] ? DoubleMath.LogAdd(log, after[s + 2]) : log;
    }

    private void SetStates(Targets labels)
    {
        _states = 2 * labels.Length + 1;
        if (_classOf.Length < _states)
            (_classOf, _skips) = (new int[_states], new bool[_states]);
        for (int s = 0; s < _states; s++)
        {
            bool isLabel = s % 2 == 1;
            _classOf[s] = isLabel ? labels.Label(s / 2) : Ctc.Blank;
            _skips[s] = isLabel && s > 1 && _classOf[s] != _classOf[s - 2];
        }
    }

    private static void Reserve(ref double[] buffer, long length)
    {
        if (buffer.Length < length)
            buffer = new double[length];
    }
}
