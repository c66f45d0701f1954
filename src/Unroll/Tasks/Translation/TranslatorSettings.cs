namespace Unroll;

/// <summary>What stands around a model that translates: how text becomes tokens on both sides.</summary>
public sealed record TranslatorSettings
{
    /// <summary>How a source is cut into tokens.</summary>
    public required TextTokenizer SourceTokenizer { get; init; }

    /// <summary>How a translation is cut into tokens, and joined again.</summary>
    public required TextTokenizer TargetTokenizer { get; init; }

    /// <summary>The tokens of sources.</summary>
    public required Vocabulary SourceVocabulary { get; init; }

    /// <summary>The tokens of translations.</summary>
    public required Vocabulary TargetVocabulary { get; init; }

    /// <summary>The most tokens of a translation, the one that ends it counted.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Whether sources are read in lower case.</summary>
    public bool LowerCase { get; init; }

    /// <summary>The data set that the model learnt from.</summary>
    public string? DatasetName { get; init; }

    /// <summary>What that data set's licence asks of those who use the model.</summary>
    public string? LicenceNotice { get; init; }

    /// <summary>Settings whose vocabularies are those of pairs of texts, and whose longest translation is half as long again as theirs.</summary>
    /// <param name="pairs">Sources and their translations.</param>
    /// <param name="source">How sources are cut.</param>
    /// <param name="target">How translations are cut.</param>
    /// <param name="maxWords">The most tokens of a vocabulary, four special ones included; null for no limit.</param>
    /// <param name="lowerCase">Whether sources are read in lower case.</param>
    /// <exception cref="ArgumentException">There are no pairs.</exception>
    public static TranslatorSettings Of(
        IReadOnlyList<TextPair> pairs, TextTokenizer source, TextTokenizer target, int? maxWords = null, bool lowerCase = false)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (pairs.Count == 0)
        {
            Throw.Argument("There are no pairs of texts to take words from. Pass at least one.", nameof(pairs));
        }
        var settings = new TranslatorSettings
        {
            SourceTokenizer = source,
            TargetTokenizer = target,
            SourceVocabulary = Vocabulary.Build(pairs.Select(p => source.Split(lowerCase ? p.Source.ToLowerInvariant() : p.Source)), maxWords),
            TargetVocabulary = Vocabulary.Build(pairs.Select(p => target.Split(p.Target)), maxWords),
            MaxLength = 1,
            LowerCase = lowerCase,
        };
        int longest = pairs.Max(p => target.Split(p.Target).Count);
        return settings with { MaxLength = (longest * 3 / 2) + 2 };
    }

    /// <summary>A source's tokens.</summary>
    internal IReadOnlyList<string> Split(string source) => SourceTokenizer.Split(LowerCase ? source.ToLowerInvariant() : source);
}
