namespace Unroll;

/// <summary>How a search writes sequences with a decoder.</summary>
/// <param name="StartToken">The token that stands before the first.</param>
/// <param name="EndToken">The token that ends a sequence.</param>
/// <param name="MaxLength">The most tokens of a sequence, the one that ends it counted.</param>
public sealed record DecodingOptions(int StartToken, int EndToken, int MaxLength)
{
    /// <summary>Hypotheses that are followed at once; with 1 the search is greedy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Width { get; init => field = AtLeastOne(value, nameof(Width)); } = 4;

    /// <summary>
    /// How much long sequences are favoured, α of Wu et al. (2016): the log-probability of n tokens is divided by ((5 + n) / 6)^α. 0 leaves it as it is, 1 is about a mean.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0, or no number.</exception>
    public double LengthPenalty
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(LengthPenalty), value, "The length penalty's exponent is 0 or more.");
    } = 0.6;

    /// <summary>The most sequences that are given for each source, the best first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Results { get; init => field = AtLeastOne(value, nameof(Results)); } = 1;

    /// <summary>The most tokens of a sequence, the one that ends it counted.</summary>
    public int MaxLength { get; init => field = AtLeastOne(value, nameof(MaxLength)); } = AtLeastOne(MaxLength, nameof(MaxLength));

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
