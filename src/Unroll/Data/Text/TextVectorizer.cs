using System.Numerics.Tensors;
using System.Text;
using Unroll.Kernels;

namespace Unroll;

/// <summary>Text as numbers by a vocabulary learnt from texts; Keras's <c>TextVectorization</c>, with its defaults.</summary>
public sealed class TextVectorizer
{
    private const string Punctuation = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'";
    private const string Unknown = "[UNK]";

    private static readonly char[] Whitespace = [' ', '\t', '\n', '\v', '\f', '\r'];

    private Dictionary<string, int>? _numbers;
    private double[] _weights = [];

    /// <summary>The largest vocabulary, padding and unknown included; null for no limit.</summary>
    public int? MaxTokens { get; init => field = AtLeast(value, 2, nameof(MaxTokens)); }

    /// <summary>What is done to a text before it is split.</summary>
    public TextStandardization Standardize { get; init; }

    /// <summary>Where a text is split.</summary>
    public TextSplit Split { get; init; }

    /// <summary>The longest runs of tokens that count as tokens too: with 2, pairs follow the single tokens.</summary>
    public int NGrams { get; init => field = AtLeast(value, 1, nameof(NGrams))!.Value; } = 1;

    /// <summary>What a text becomes.</summary>
    public TextOutput Output { get; init; }

    /// <summary>The length that <see cref="Sequences"/> are cut or padded to, at their ends; the longest text's by default.</summary>
    public int? SequenceLength { get; init => field = AtLeast(value, 1, nameof(SequenceLength)); }

    /// <summary>The tokens in the order of their numbers: for <see cref="TextOutput.Int"/> "" and [UNK] first, else [UNK].</summary>
    public IReadOnlyList<string> Vocabulary { get; private set; } = [];

    /// <summary>Learns the vocabulary of texts: the most frequent tokens first, of those alike the ordinally last.</summary>
    public void Adapt(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        string[][] tokens = [.. texts.Select(Tokens)];
        string[] special = Output == TextOutput.Int ? ["", Unknown] : [Unknown];
        var words = WordCounts.Of(tokens).OrderByDescending(w => w.Count).ThenByDescending(w => w.Word, StringComparer.Ordinal).Select(w => w.Word);
        Vocabulary = [.. special, .. words.Take((MaxTokens ?? int.MaxValue) - special.Length)];
        _numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = special.Length; i < Vocabulary.Count; i++) _numbers[Vocabulary[i]] = i;
        _weights = Output == TextOutput.TfIdf ? Rarity(tokens) : [];
    }

    /// <summary>The numbers of texts' tokens, [texts, longest text or <see cref="SequenceLength"/>].</summary>
    /// <exception cref="InvalidOperationException">The vectorizer isn't adapted, or its <see cref="Output"/> is another.</exception>
    public Tensor<int> Sequences(IReadOnlyList<string> texts)
    {
        if (Output != TextOutput.Int) Throw.State($"The vectorizer's output is {Output}, which is a matrix. Call Matrix, or set Output = TextOutput.Int.");
        int[][] numbers = Numbers(texts);
        int length = SequenceLength ?? numbers.Max(n => n.Length);
        return length == 0
            ? Tensor.CreateFromShape<int>([numbers.Length, 0])
            : Unroll.Sequences.Pad(numbers, length, padding: SequenceEnd.Back, truncating: SequenceEnd.Back);
    }

    /// <summary>How the vocabulary's tokens occur in texts, [texts, vocabulary].</summary>
    /// <exception cref="InvalidOperationException">The vectorizer isn't adapted, or its <see cref="Output"/> is <see cref="TextOutput.Int"/>.</exception>
    public Tensor<float> Matrix(IReadOnlyList<string> texts)
    {
        if (Output == TextOutput.Int) Throw.State("The vectorizer's output is Int, which is a sequence. Call Sequences, or set Output to another.");
        int[][] numbers = Numbers(texts);
        var rows = new float[checked(numbers.Length * Vocabulary.Count)];
        for (int i = 0; i < numbers.Length; i++)
        {
            foreach (int number in numbers[i])
            {
                ref float value = ref rows[i * Vocabulary.Count + number];
                value = Output == TextOutput.MultiHot ? 1 : value + 1;
            }
        }
        for (int i = 0; i < rows.Length && Output == TextOutput.TfIdf; i++) rows[i] *= (float)_weights[i % _weights.Length];
        return Tensor.Create(rows, [numbers.Length, Vocabulary.Count]);
    }

    private int[][] Numbers(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (_numbers is null) Throw.State("The vectorizer has no vocabulary. Call Adapt with texts first.");
        if (texts.Count == 0) Throw.Argument("There are no texts. Pass at least one.", nameof(texts));
        int unknown = Output == TextOutput.Int ? 1 : 0;
        return [.. texts.Select(text => Tokens(text).Select(token => _numbers!.GetValueOrDefault(token, unknown)).ToArray())];
    }

    /// <summary>The inverse document frequency ln(1 + texts / (1 + texts with the token)); unknown tokens have the mean.</summary>
    private double[] Rarity(string[][] texts)
    {
        var found = new int[Vocabulary.Count];
        foreach (string[] text in texts)
        {
            foreach (int number in text.Select(token => _numbers!.GetValueOrDefault(token)).Distinct()) found[number]++;
        }
        double[] weights = [.. found.Select(count => DoubleMath.Log(1 + (double)texts.Length / (1 + count)))];
        weights[0] = weights.Length > 1 ? weights[1..].Average() : 0;
        return weights;
    }

    private string[] Tokens(string text)
    {
        string standard = Standard(text);
        string[] tokens = Split == TextSplit.Character ? [.. CodePoints.Split(standard)] : standard.Split(Whitespace, StringSplitOptions.RemoveEmptyEntries);
        var grams = new List<string>(tokens);
        for (int n = 2; n <= NGrams; n++)
        {
            for (int i = 0; i + n <= tokens.Length; i++) grams.Add(string.Join(' ', tokens, i, n));
        }
        return [.. grams];
    }

    private string Standard(string text)
    {
        bool lower = Standardize is TextStandardization.Lower or TextStandardization.LowerAndStripPunctuation;
        bool strip = Standardize is TextStandardization.StripPunctuation or TextStandardization.LowerAndStripPunctuation;
        var standard = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (strip && Punctuation.Contains(c, StringComparison.Ordinal)) continue;
            standard.Append(lower && char.IsAsciiLetterUpper(c) ? (char)(c | ' ') : c);
        }
        return standard.ToString();
    }

    private static int? AtLeast(int? value, int least, string name)
    {
        if (value is { } given) ArgumentOutOfRangeException.ThrowIfLessThan(given, least, name);
        return value;
    }
}
