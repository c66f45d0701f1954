using Unroll.Cli.Commands;
using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Training;

/// <summary>Pairs of texts of one kind, and how they are cut into tokens unless told otherwise.</summary>
/// <param name="Name">The name in model files.</param>
/// <param name="Pairs">All pairs to be divided, or those to learn from where the data say themselves what is for testing.</param>
/// <param name="Test">The pairs for testing; null where none are marked.</param>
/// <param name="SourceTokens">How sources are cut.</param>
/// <param name="TargetTokens">How translations are cut.</param>
internal sealed record TranslationCorpus(string Name, IReadOnlyList<TextPair> Pairs, IReadOnlyList<TextPair>? Test, TextTokenizer SourceTokens, TextTokenizer TargetTokens)
{
    private const string Everyday = "everyday";
    private const string Gettext = "gettext";
    private const string Tsv = "tsv";
    private const string CmuDict = "cmudict";

    /// <summary>What <c>--source</c> may be.</summary>
    public static readonly string[] Sources = [Everyday, Gettext, Tsv, CmuDict];

    /// <summary>Whether translations are said, not read: errors are counted in phonemes.</summary>
    public bool IsSpoken => Name == CmuDict;

    public string? LicenceNotice => IsSpoken ? Datasets.CmuDict.LicenceNotice : null;

    public static TranslationCorpus Read(string source, string? path, Catalogue texts)
    {
        if (path is null && source is Gettext or Tsv) throw new UserError(texts.DataNeeded(source));
        if (source == CmuDict) return new TranslationCorpus(source, Datasets.CmuDict.Read(path), null, TextTokenizer.Characters, TextTokenizer.Words);
        if (path is not null && source == Everyday) throw new UserError(texts.DataNotNeeded(source));
        var (pairs, test) = source switch
        {
            Everyday => Datasets.Everyday.Pairs(),
            Gettext => (GettextPairs.From(DataGettextCommand.Files(path!, texts).SelectMany(file => GettextCatalogue.Read(file).Entries)), null),
            _ => (TextPairs.Read(path!), (IReadOnlyList<TextPair>?)null),
        };
        return new TranslationCorpus(source, pairs, test, TextTokenizer.Words, source == Tsv ? TextTokenizer.Words : TextTokenizer.Syllables);
    }

    /// <summary>The pairs that are not too long, and where there is a limit on their number, as many of them at even distances; divided.</summary>
    public HeldOutPairs Divide(TranslationSettings settings)
    {
        var (source, target) = (settings.SourceTokens ?? SourceTokens, settings.TargetTokens ?? TargetTokens);
        TextPair[] kept = [.. Pairs.Where(p => source.Split(p.Source).Count <= settings.MaxTokens && target.Split(p.Target).Count <= settings.MaxTokens)];
        if (settings.Limit is { } most && most < kept.Length) kept = [.. Enumerable.Range(0, most).Select(i => kept[(int)((long)i * kept.Length / most)])];
        return Test is null ? HeldOutPairs.Split(kept) : HeldOutPairs.Of(kept, Test);
    }
}
