using System.Text.Json.Nodes;
using Unroll.Cli.Output;

namespace Unroll.Cli.Training;

/// <summary>How good translations are, by the names of the measures.</summary>
internal sealed class TranslationScores
{
    private readonly List<(string Name, string Key, double Value, bool IsPercent)> _values = [];

    private TranslationScores()
    {
    }

    public static TranslationScores Of(IReadOnlyList<Translation> translations, IReadOnlyList<ReferencedText> references, bool spoken)
    {
        string[] texts = [.. translations.Select(t => t.Text)];
        IReadOnlyList<string>[] right = [.. references.Select(r => r.References)];
        double exact = ErrorRates.ExactMatch(texts, right);
        var scores = new TranslationScores();
        if (spoken)
        {
            scores._values.Add(("PER", "per", ErrorRates.Tokens([.. texts.Select(Words)], [.. right.Select(r => (IReadOnlyList<IReadOnlyList<string>>)[.. r.Select(Words)])]), true));
            scores._values.Add(("WER", "wer", 1 - exact, true));
            return scores;
        }

        scores._values.Add(("BLEU", "bleu", new Bleu().Corpus(texts, right).Score, false));
        scores._values.Add(("chrF", "chrf", new ChrF().Corpus(texts, right), false));
        scores._values.Add(("exact", "exact_match", exact, true));
        return scores;
    }

    public override string ToString() => string.Join(" - ", _values.Select(v => $"{v.Name}: {(v.IsPercent ? Invariant.Percent(v.Value) : Invariant.Two(v.Value))}"));

    public void AddTo(JsonObject json)
    {
        foreach (var (_, key, value, _) in _values) json[key] = Json.Number(value);
    }

    private static IReadOnlyList<string> Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
