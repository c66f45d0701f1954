using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Training;

/// <summary>Where pairs of texts come from, and how they are cut into tokens unless told otherwise.</summary>
/// <param name="Name">The name in model files.</param>
/// <param name="Pairs">All pairs.</param>
/// <param name="SourceTokens">How sources are cut.</param>
/// <param name="TargetTokens">How translations are cut.</param>
internal sealed record TranslationCorpus(string Name, IReadOnlyList<TextPair> Pairs, TextTokenizer SourceTokens, TextTokenizer TargetTokens)
{
    public const string Tsv = "tsv";
    public const string CmuDict = "cmudict";

    /// <summary>What <c>--source</c> may be.</summary>
    public static readonly string[] Sources = [Tsv, CmuDict];

    /// <summary>Whether translations are said, not read: errors are counted in phonemes.</summary>
    public bool IsSpoken => Name == CmuDict;

    public string? LicenceNotice => IsSpoken ? CmuDictionary.LicenceNotice : null;

    public static TranslationCorpus Read(string source, string? path, Catalogue texts) => source switch
    {
        CmuDict => new TranslationCorpus(source, CmuDictionary.Read(path), TextTokenizer.Characters, TextTokenizer.Words),
        _ => new TranslationCorpus(source, TextPairs.Read(path ?? throw new UserError(texts.DataNeeded(source))), TextTokenizer.Words, TextTokenizer.Words),
    };
}
