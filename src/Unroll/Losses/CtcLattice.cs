using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// The forward-backward algorithm of <see cref="Ctc"/> for one sequence, in order. Its states are the labels with a blank before, between and after them;
/// a step stays in its state, goes on to the next, or, from a label to another one, leaves the blank between them out.
/// The memory is kept from sequence to sequence; one thread at a time uses it.
/// </summary>
internal sealed class CtcLattice
{
    private int[] _classOf = [];
    private bool[] _skips = [];
    private Scaled[] _emitted = [];
    private Scaled[] _forward = [];
    private Scaled[] _backward = [];
    private double[] _posterior = [];
    private int _states;
    private Scaled _probability;

    /// <summary>Sums up all alignments from the beginning.</summary>
    /// <param name="labels">The sequence's labels.</param>
    /// <param name="logits">[time, classes].</param>
    /// <param name="classes">The number of classes, the blank among them.</param>
    /// <param name="mask">[time], or empty: steps of 0 are passed over.</param>
    /// <returns>-log of the labels' probability; infinite where it is 0, NaN where logits of a step are no probabilities.</returns>
    public double Forward(Targets labels, ReadOnlySpan<float> logits, int classes, ReadOnlySpan<byte> mask)
    {
        int steps = logits.Length / classes;
        SetStates(labels);
        Reserve(ref _forward, (long)steps * _states);
        Reserve(ref _emitted, (long)steps * (labels.Length + 1));
        Span<Scaled> before = default;
        for (int t = 0; t < steps; t++)
        {
            if (!mask.IsEmpty && mask[t] == 0)
                continue;
            if (!Emit(logits.Slice(t * classes, classes), t))
                return double.NaN;
            ReadOnlySpan<Scaled> emitted = EmittedAt(t);
            Span<Scaled> now = _forward.AsSpan(t * _states, _states);
            for (int s = 0; s < now.Length; s++)
                now[s] = (before.IsEmpty ? Start(s) : Reach(before, s)) * emitted[Symbol(s)];
            before = now;
        }

        // Without a step, no labels are certain; the caller has seen that there are none.
        _probability = before.IsEmpty ? Scaled.One : _states == 1 ? before[0] : before[^1] + before[^2];
        return -_probability.Log;
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

            StepBack(t, classes, last);
            last = false;
            ReadOnlySpan<float> x = logits.Slice(t * classes, classes);
            double sum = SoftmaxSums.Exponentials(x, SoftmaxSums.Max(x), dx);
            for (int k = 0; k < classes; k++)
                dx[k] = (float)(dx[k] / sum - _posterior[k]);
        }
    }

    /// <summary>From what follows each state after step t + 1 to what follows it after t, then t's own; on the way the posterior of each class at t.</summary>
    private void StepBack(int t, int classes, bool last)
    {
        ReadOnlySpan<Scaled> forward = _forward.AsSpan(t * _states, _states), emitted = EmittedAt(t);
        Span<Scaled> after = _backward.AsSpan(0, _states);
        Span<double> posterior = _posterior.AsSpan(0, classes);
        posterior.Clear();
        for (int s = 0; s < after.Length; s++)
        {
            Scaled follows = !last ? Leave(after, s) : s >= _states - 2 ? Scaled.One : Scaled.Zero;
            posterior[_classOf[s]] += Scaled.Ratio(forward[s] * follows, _probability);
            after[s] = follows * emitted[Symbol(s)];
        }
    }

    /// <summary>The probabilities of the blank and of each label at a step.</summary>
    /// <returns>Whether there are any: the logits are not NaN, nor infinite, nor all -infinity.</returns>
    private bool Emit(ReadOnlySpan<float> x, int t)
    {
        Span<Scaled> emitted = EmittedAt(t);
        double logSum = Crossentropy.LogSumExp(x);
        if (!double.IsFinite(logSum))
            return false;
        emitted[0] = Scaled.Exp(x[Ctc.Blank] - logSum);
        for (int s = 1; s < _states; s += 2)
            emitted[Symbol(s)] = Scaled.Exp(x[_classOf[s]] - logSum);
        return true;
    }

    private Span<Scaled> EmittedAt(int t) => _emitted.AsSpan(t * (_states / 2 + 1), _states / 2 + 1);

    /// <summary>Where a state's probability stands: the blank's first, then each label's.</summary>
    private static int Symbol(int state) => state % 2 == 0 ? 0 : state / 2 + 1;

    private static Scaled Start(int state) => state < 2 ? Scaled.One : Scaled.Zero;

    private Scaled Reach(ReadOnlySpan<Scaled> before, int s)
    {
        Scaled sum = s == 0 ? before[0] : before[s] + before[s - 1];
        return _skips[s] ? sum + before[s - 2] : sum;
    }

    // States from s on are still those of the step after.
    private Scaled Leave(ReadOnlySpan<Scaled> after, int s)
    {
        Scaled sum = s + 1 < after.Length ? after[s] + after[s + 1] : after[s];
        return s + 2 < after.Length && _skips[s + 2] ? sum + after[s + 2] : sum;
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

    private static void Reserve<T>(ref T[] buffer, long length)
    {
        if (buffer.Length < length)
            buffer = new T[length];
    }
}
