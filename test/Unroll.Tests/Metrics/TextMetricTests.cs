using System.Text.Json;

namespace Unroll.Tests.Metrics;

public sealed class TextMetricTests : IDisposable
{
    private readonly JsonDocument _golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "files", "text.json")));

    private string[] Hypotheses => Strings(_golden.RootElement.GetProperty("hypotheses"));

    private string[] References => Strings(_golden.RootElement.GetProperty("references"));

    public void Dispose() => _golden.Dispose();

    [Fact]
    public void Bleu_SacreBleusCases_GivesItsScores()
    {
        foreach (var score in Scores("bleu", 9))
        {
            var bleu = new Bleu
            {
                Tokens = score.GetProperty("tokenize").GetString() switch { "none" => BleuTokens.None, "13a" => BleuTokens.Mteval13A, _ => BleuTokens.Characters },
                Smoothing = score.GetProperty("smooth").GetString() switch { "exp" => BleuSmoothing.Exponential, "floor" => BleuSmoothing.Floor, _ => BleuSmoothing.None },
            };
            BleuScore corpus = bleu.Corpus(Hypotheses, References);
            Close(score.GetProperty("corpus"), corpus.Score);
            Close(score.GetProperty("bp"), corpus.BrevityPenalty);
            Close(score.GetProperty("precisions"), corpus.Precisions);
            Close(score.GetProperty("sentences"), [.. Hypotheses.Zip(References, (h, r) => bleu.Sentence(h, r))]);
        }
    }

    [Fact]
    public void ChrF_SacreBleusCases_GivesItsScores()
    {
        foreach (var score in Scores("chrf", 4))
        {
            var chrF = new ChrF { WordOrder = score.GetProperty("word_order").GetInt32(), Beta = score.GetProperty("beta").GetInt32() };
            Close(score.GetProperty("corpus"), chrF.Corpus(Hypotheses, References));
            Close(score.GetProperty("sentences"), [.. Hypotheses.Zip(References, (h, r) => chrF.Sentence(h, r))]);
        }
    }

    [Fact]
    public void Ter_SacreBleusCase_GivesItsScore() =>
        Close(Assert.Single(Scores("ter", 1)).GetProperty("corpus"), TranslationEditRate.Corpus(Hypotheses, References));

    [Theory]
    [InlineData("b a", "a b", 50)]
    [InlineData("c d a b", "a b c d", 25)]
    [InlineData("A B", "a b", 0)]
    [InlineData("a b c", "a", 200)]
    [InlineData("x", "a b", 100)]
    [InlineData("", "a", 100)]
    [InlineData("", "", 0)]
    [InlineData("a", "", 100)]
    public void Ter_ShiftsAndEdits_CountOneEach(string text, string reference, double expected) =>
        Assert.Equal(expected, TranslationEditRate.Corpus([text], [reference]), 9);

    [Fact]
    public void Scores_SeveralReferences_TakeTheBest()
    {
        string[][] references = [["nothing alike", "the cat sat on the mat"]];
        string[] text = ["the cat sat on the mat"];
        Assert.Equal(100, new Bleu().Corpus(text, references).Score, 9);
        Assert.Equal(100, new ChrF().Corpus(text, references), 9);
        Assert.Equal(0, TranslationEditRate.Corpus(text, references));
        Assert.Equal(1, ErrorRates.ExactMatch(text, references));
        Assert.Equal(0, ErrorRates.Tokens([["a", "b"]], [[["a"], ["a", "b"]]]));
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("주가가", "주가는", 1)]
    [InlineData("ab", "ba", 2)]
    public void EditDistance_TwoWords_IsLevenshteins(string first, string second, int expected) =>
        Assert.Equal(expected, ErrorRates.EditDistance(first.ToCharArray(), second.ToCharArray()));

    [Fact]
    public void Words_Texts_GivesEditsAWord()
    {
        Assert.Equal(2.0 / 6, ErrorRates.Words(["the cat sat", "a dog"], ["the cat sat down", "the dog"]), 12);
        Assert.Equal(0.5, ErrorRates.ExactMatch(["a", "b"], ["a", "c"]));
    }

    [Fact]
    public void Scores_BadInput_SaysWhatIsMissing()
    {
        Assert.StartsWith("There are no texts to score. Pass at least one.", Assert.Throws<ArgumentException>(() => new Bleu().Corpus([], Array.Empty<string>())).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are 1 texts to score, but references for 2.", Assert.Throws<ArgumentException>(() => new ChrF().Corpus(["a"], ["a", "b"])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Text 0 has no reference.", Assert.Throws<ArgumentException>(() => TranslationEditRate.Corpus(["a"], [Array.Empty<string>()])).Message, StringComparison.Ordinal);
        Assert.StartsWith("The references have no tokens", Assert.Throws<ArgumentException>(() => ErrorRates.Words(["a"], [" "])).Message, StringComparison.Ordinal);
    }

    private JsonElement[] Scores(string metric, int count)
    {
        JsonElement[] scores = [.. _golden.RootElement.GetProperty("scores").EnumerateArray().Where(s => s.GetProperty("metric").GetString() == metric)];
        Assert.Equal(count, scores.Length);
        return scores;
    }

    private static void Close(JsonElement expected, double actual) => Assert.Equal(expected.GetDouble(), actual, 1e-9);

    private static void Close(JsonElement expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Count);
        for (int i = 0; i < actual.Count; i++) Close(expected[i], actual[i]);
    }

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(s => s.GetString()!)];
}
