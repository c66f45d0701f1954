using Unroll.Kernels;

namespace Unroll;

/// <summary>The beam search of <see cref="CtcDecoder"/> for one sequence: the prefixes that are followed, the likeliest first.</summary>
internal sealed class CtcBeam
{
    /// <summary>A followed prefix as it is after a step, or with one label more (0 or above): the latter's alignments all end in that label.</summary>
    private readonly record struct Candidate(CtcPrefix Prefix, int Label, double Blank, double Emitted, double Total);

    private readonly int _width;
    private readonly int _blank;
    private CtcPrefix[] _live;

    public CtcBeam(int width, int blank)
    {
        (_width, _blank) = (width, blank);
        _live = [new CtcPrefix(null, -1) { IsLive = true, Blank = 0 }];
    }

    /// <summary>The best hypotheses, so many at most.</summary>
    public CtcHypothesis[] Results(int count) => [.. _live.Take(count).Select(static p => new CtcHypothesis(p.Labels(), p.Total))];

    /// <summary>Goes on by a step of logits, [classes].</summary>
    public void Advance(ReadOnlySpan<float> x)
    {
        double logSum = Crossentropy.LogSumExp(x);
        List<Candidate> candidates = new(_live.Length * x.Length);
        foreach (CtcPrefix prefix in _live)
        {
            candidates.Add(Stay(prefix, x, logSum));
            for (int k = 0; k < x.Length; k++)
            {
                if (k == _blank || prefix.HasLiveChild(k))
                    continue;
                double emitted = prefix.Before(k) + (x[k] - logSum);
                candidates.Add(new Candidate(prefix, k, double.NegativeInfinity, emitted, emitted));
            }
        }

        // OrderBy keeps the order of equals.
        Candidate[] best = [.. candidates.Where(static c => !double.IsNegativeInfinity(c.Total)).OrderByDescending(static c => c.Total).Take(_width)];
        foreach (CtcPrefix prefix in _live)
            prefix.IsLive = false;
        _live = Array.ConvertAll(best, Follow);
    }

    /// <summary>The labels stay the same: by a blank, by the last label once more, or since the parent, which is followed too, comes to them now.</summary>
    private Candidate Stay(CtcPrefix prefix, ReadOnlySpan<float> x, double logSum)
    {
        double blank = prefix.Total + (x[_blank] - logSum), emitted = double.NegativeInfinity;
        if (prefix.Parent is { } parent)
        {
            double before = parent.IsLive ? DoubleMath.LogAdd(prefix.Emitted, parent.Before(prefix.Label)) : prefix.Emitted;
            emitted = before + (x[prefix.Label] - logSum);
        }

        return new Candidate(prefix, -1, blank, emitted, DoubleMath.LogAdd(blank, emitted));
    }

    private static CtcPrefix Follow(Candidate candidate)
    {
        CtcPrefix prefix = candidate.Label < 0 ? candidate.Prefix : candidate.Prefix.Child(candidate.Label);
        (prefix.IsLive, prefix.Blank, prefix.Emitted) = (true, candidate.Blank, candidate.Emitted);
        return prefix;
    }
}
