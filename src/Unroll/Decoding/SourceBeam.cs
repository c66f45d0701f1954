namespace Unroll;

/// <summary>The search for one source: the hypotheses that are followed, and those that are done.</summary>
internal sealed class SourceBeam
{
    private readonly record struct Candidate(SearchNode From, int Rank, int Token, double LogProbability, int Row)
    {
        /// <summary>Whether it is the greedy hypothesis's continuation.</summary>
        public bool IsGreedy => From.IsGreedy && Rank == 0;
    }

    private readonly DecodingOptions _options;
    private readonly double[] _penalties;
    private readonly List<Hypothesis> _finished = [];
    private readonly int[] _best;
    private List<SearchNode> _live;

    /// <param name="source">Its number.</param>
    /// <param name="options">How to search.</param>
    /// <param name="penalties">What the log-probability of a sequence is divided by, by length.</param>
    /// <param name="tokens">The number of tokens.</param>
    public SourceBeam(int source, DecodingOptions options, double[] penalties, int tokens)
    {
        (Source, _options, _penalties, _best) = (source, options, penalties, new int[Math.Min(options.Width, tokens)]);
        _live = [new SearchNode(null, options.StartToken, 0, [], Row: -1, IsGreedy: true, IsKeptAside: false)];
    }

    public int Source { get; }

    /// <summary>The hypotheses that go on, the likeliest first; last the greedy one if the beam has dropped it.</summary>
    public IReadOnlyList<SearchNode> Live => _live;

    /// <summary>The best first. Among equal scores the shorter, then the one with the lower tokens.</summary>
    public IReadOnlyList<Hypothesis> Results()
    {
        _finished.Sort(Compare);
        return [.. _finished.Take(_options.Results)];
    }

    /// <summary>Goes on from what a step has given for the live hypotheses, whose rows begin at one.</summary>
    public void Advance(DecoderStep step, int firstRow)
    {
        List<Candidate> candidates = Candidates(step, firstRow);
        // OrderBy keeps the order of equals: that of their hypotheses, then the rank there.
        Candidate[] beam = [.. candidates.Where(static c => !c.From.IsKeptAside).OrderByDescending(static c => c.LogProbability).Take(_options.Width)];
        _live = [];
        foreach (Candidate candidate in beam)
        {
            Add(candidate, step, keptAside: false);
        }
        foreach (Candidate greedy in candidates.Where(static c => c.IsGreedy))
        {
            if (!Array.Exists(beam, static c => c.IsGreedy))
            {
                Add(greedy, step, keptAside: true);
            }
        }
        if (CannotImprove())
        {
            _live = [];
        }
    }

    /// <summary>The likeliest continuations of each live hypothesis.</summary>
    private List<Candidate> Candidates(DecoderStep step, int firstRow)
    {
        var candidates = new List<Candidate>(_live.Count * _best.Length);
        for (int i = 0; i < _live.Count; i++)
        {
            SearchNode node = _live[i];
            ReadOnlySpan<float> next = step.LogProbabilitiesOf(firstRow + i);
            int found = FindBest(next, node.IsKeptAside ? 1 : _best.Length);
            for (int rank = 0; rank < found; rank++)
            {
                candidates.Add(new Candidate(node, rank, _best[rank], node.LogProbability + next[_best[rank]], firstRow + i));
            }
        }
        return candidates;
    }

    /// <summary>Puts the likeliest tokens first, the lower of equal ones; those of probability 0 only where there is no other.</summary>
    private int FindBest(ReadOnlySpan<float> next, int count)
    {
        int found = 0;
        for (int token = 0; token < next.Length; token++)
        {
            float value = next[token];
            if (float.IsNaN(value))
            {
                Throw.State($"The decoder gave a log-probability that is no number, for token {token} of source {Source}. Its weights are damaged, or its inputs hold NaN.");
            }
            if (found > 0 && (float.IsNegativeInfinity(value) || (found == count && value <= next[_best[found - 1]])))
            {
                continue;
            }
            int at = found < count ? found++ : found - 1;
            for (; at > 0 && value > next[_best[at - 1]]; at--)
            {
                _best[at] = _best[at - 1];
            }
            _best[at] = token;
        }
        return found;
    }

    private void Add(Candidate candidate, DecoderStep step, bool keptAside)
    {
        var node = new SearchNode(candidate.From, candidate.Token, candidate.LogProbability, step.AttentionOf(candidate.Row), candidate.Row, candidate.IsGreedy, keptAside);
        bool ended = node.Token == _options.EndToken;
        if (ended || node.Length == _options.MaxLength)
        {
            _finished.Add(node.Finish(ended, node.LogProbability / _penalties[node.Length]));
        }
        else
        {
            _live.Add(node);
        }
    }

    /// <summary>Whether no live hypothesis can come among the results: each token takes from a log-probability, and the longest length's penalty is the kindest.</summary>
    private bool CannotImprove()
    {
        if (_finished.Count < _options.Results || _live.Count == 0)
        {
            return false;
        }
        double hope = _live.Max(static node => node.LogProbability) / _penalties[^1];
        return _finished.Count(finished => finished.Score >= hope) >= _options.Results;
    }

    private static int Compare(Hypothesis a, Hypothesis b)
    {
        int order = b.Score.CompareTo(a.Score);
        if (order == 0)
        {
            order = a.Tokens.Count.CompareTo(b.Tokens.Count);
        }
        for (int i = 0; order == 0 && i < a.Tokens.Count; i++)
        {
            order = a.Tokens[i].CompareTo(b.Tokens[i]);
        }
        return order;
    }
}
