namespace Unroll;

/// <summary>
/// chrF (Popović 2015) as sacreBLEU computes it: the F-score of character n-grams up to 6, white space left out; with words too, chrF++ (Popović 2017). From 0 to 100.
/// </summary>
public sealed class ChrF
{
    private const int CharacterOrder = 6;
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>The longest n-grams of words that count too: 0 for chrF, 2 for chrF++.</summary>
    public int WordOrder
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(WordOrder));
            field = value;
        }
    }

    /// <summary>How much more recall counts than precision.</summary>
    public int Beta
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Beta));
            field = value;
        }
    } = 2;

    private int Orders => CharacterOrder + WordOrder;

    /// <summary>The score of all texts together, with one reference each.</summary>
    /// <exception cref="ArgumentException">There are no texts, or not as many references.</exception>
    public double Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references) => Corpus(hypotheses, ScoredTexts.OneEach(references));

    /// <summary>The score of all texts together, with one or more references each, of which the best counts.</summary>
    /// <exception cref="ArgumentException">There are no texts, or one has no references.</exception>
    public double Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        var sum = new Counts[Orders];
        foreach (var (text, alternatives) in ScoredTexts.Pair(hypotheses, references))
        {
            Counts[] best = alternatives.Select(reference => Compare(text, reference)).MaxBy(Score)!;
            for (int i = 0; i < sum.Length; i++) sum[i] = new(sum[i].Text + best[i].Text, sum[i].Reference + best[i].Reference, sum[i].Shared + best[i].Shared);
        }
        return Score(sum);
    }

    /// <summary>The score of one text.</summary>
    public double Sentence(string hypothesis, params IReadOnlyList<string> references) => Corpus([hypothesis], [references]);

    private Counts[] Compare(string text, string reference)
    {
        var counts = new Counts[Orders];
        List<string> textCharacters = Characters(text), referenceCharacters = Characters(reference);
        for (int n = 1; n <= CharacterOrder; n++) counts[n - 1] = Compare(textCharacters, referenceCharacters, n, "");
        List<string> textWords = Words(text), referenceWords = Words(reference);
        for (int n = 1; n <= WordOrder; n++) counts[CharacterOrder + n - 1] = Compare(textWords, referenceWords, n, " ");
        return counts;
    }

    private static Counts Compare(List<string> text, List<string> reference, int n, string separator)
    {
        int ofText = Math.Max(0, text.Count - n + 1), ofReference = Math.Max(0, reference.Count - n + 1);
        int shared = NGrams.Shared(NGrams.Count(text, n, separator), NGrams.Count(reference, n, separator));
        return new Counts(ofReference == 0 ? 0 : ofText, ofReference, shared);
    }

    /// <summary>The F-score of the mean precision and recall over the lengths of n-grams that both sides have.</summary>
    private double Score(Counts[] counts)
    {
        double precision = 0, recall = 0;
        foreach (var (text, reference, shared) in counts)
        {
            if (text == 0 || reference == 0) continue;
            precision += (double)shared / text;
            recall += (double)shared / reference;
        }
        if (precision + recall == 0) return 0;
        int orders = counts.Count(c => c.Text > 0 && c.Reference > 0);
        precision /= orders;
        recall /= orders;
        double factor = (double)Beta * Beta;
        return 100 * ((1 + factor) * precision * recall / (factor * precision + recall));
    }

    private static List<string> Characters(string text) => CodePoints.Split(string.Concat(ScoredTexts.Words(text)));

    /// <summary>Words, with one punctuation mark at the end, else at the beginning, by itself.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (string word in ScoredTexts.Words(text))
        {
            if (word.Length > 1 && Punctuation.Contains(word[^1], StringComparison.Ordinal)) words.AddRange([word[..^1], word[^1..]]);
            else if (word.Length > 1 && Punctuation.Contains(word[0], StringComparison.Ordinal)) words.AddRange([word[..1], word[1..]]);
            else words.Add(word);
        }
        return words;
    }

    private readonly record struct Counts(int Text, int Reference, int Shared);
}
