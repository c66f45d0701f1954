namespace Unroll;

/// <summary>A sequence that a search has found.</summary>
public sealed class Hypothesis
{
    internal Hypothesis(IReadOnlyList<int> tokens, IReadOnlyList<float[]> attention, bool ended, double logProbability, double score) =>
        (Tokens, Attention, Ended, LogProbability, Score) = (tokens, attention, ended, logProbability, score);

    /// <summary>Its tokens, without the one that begins and the one that ends it.</summary>
    public IReadOnlyList<int> Tokens { get; }

    /// <summary>For each of its tokens, and the one that ends it, the attention's weights; empty without attention.</summary>
    public IReadOnlyList<float[]> Attention { get; }

    /// <summary>Whether it came to its end; otherwise it was cut at the longest length.</summary>
    public bool Ended { get; }

    /// <summary>The natural logarithm of its probability.</summary>
    public double LogProbability { get; }

    /// <summary><see cref="LogProbability"/> over the length's penalty: what hypotheses are compared by.</summary>
    public double Score { get; }
}
