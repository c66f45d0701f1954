using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Connectionist temporal classification (Keras: <c>CTC</c>; Graves et al., 2006): -log of the probability of a sequence's labels, over all ways to lay them out
/// in time. Each step says a class or the blank, class 0; of a run of one class one is left, and then blanks are taken out.
/// Targets are class numbers, [batch, labels], as many of a row's first as the row has that are not 0; predictions are logits, [batch, time, classes], not softmax's.
/// Steps that the predictions' mask leaves out are no part of the sequence; Keras's loss takes no mask and counts all steps.
/// A sequence too short for its labels is an <see cref="ArgumentException"/>: Keras gives it a loss of some size, depending on its backend.
/// </summary>
public sealed class Ctc() : Loss("ctc")
{
    /// <summary>The class that stands for none.</summary>
    internal const int Blank = 0;

    /// <inheritdoc/>
    public override string ClassName => "CTC";

    internal override bool PredictsLogits => true;

    internal override bool IsOfSequences => true;

    internal override void Values(Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, Span<float> values)
    {
        CtcBatch batch = new(y, prediction, classes, default, values.Length);
        batch.Check();
        CtcLattice lattice = new();
        for (int i = 0; i < values.Length; i++)
            values[i] = batch.Value(i, lattice);
    }

    internal override void Gradient(
        Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        CtcBatch batch = new(y, prediction, classes, default, weights.Length);
        batch.Check();
        CtcLattice lattice = new();
        for (int i = 0; i < weights.Length; i++)
            batch.Value(i, lattice, gradient);
        Weigh(weights, gradient);
    }

    /// <summary>Multiplies each sequence's gradient by its weight.</summary>
    internal static void Weigh(ReadOnlySpan<float> weights, Span<float> gradient)
    {
        int each = gradient.Length / Math.Max(weights.Length, 1);
        for (int i = 0; i < weights.Length; i++)
            Spans.Scale(gradient.Slice(i * each, each), weights[i]);
    }
}
