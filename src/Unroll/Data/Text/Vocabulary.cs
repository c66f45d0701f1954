using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>Words and their numbers: 0 pads, 1 is unknown, 2 starts, 3 ends, and from 4 on come the words. In JSON it is the array of its words.</summary>
[JsonConverter(typeof(VocabularyJson))]
public sealed class Vocabulary
{
    /// <summary>The number that fills short sequences up.</summary>
    public const int Pad = 0;

    /// <summary>The number of a word that isn't in the vocabulary.</summary>
    public const int Unknown = 1;

    /// <summary>The number before the first word of a sequence that is to be written.</summary>
    public const int Start = 2;

    /// <summary>The number after the last word of a sequence.</summary>
    public const int End = 3;

    private static readonly string[] Special = ["[PAD]", "[UNK]", "[START]", "[END]"];

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly string[] _words;

    /// <summary>A vocabulary of given words, which get the numbers 4, 5, ... in their order.</summary>
    /// <exception cref="ArgumentException">A word is empty or stands there twice.</exception>
    public Vocabulary(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _words = [.. words];
        for (int i = 0; i < _words.Length; i++)
        {
            if (string.IsNullOrEmpty(_words[i])) Throw.Argument($"Word {i} of the vocabulary is empty. Leave it out.", nameof(words));
            if (!_numbers.TryAdd(_words[i], i + Special.Length))
                Throw.Argument($"The word '{_words[i]}' stands in the vocabulary twice. Each word has one number.", nameof(words));
        }
    }

    /// <summary>The words in the order of their numbers, from 4 on.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>How many numbers there are, the four special ones included: an <see cref="Embedding"/>'s inputs, a softmax's outputs.</summary>
    public int Count => _words.Length + Special.Length;

    /// <summary>The number of a word; <see cref="Unknown"/> if it isn't in the vocabulary.</summary>
    public int this[string word] => _numbers.GetValueOrDefault(word, Unknown);

    /// <summary>The word of a number; [PAD], [UNK], [START] and [END] for 0 to 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number.</exception>
    public string this[int number]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
            return number < Special.Length ? Special[number] : _words[number - Special.Length];
        }
    }

    /// <summary>The vocabulary of texts: the most frequent words first, words of one frequency in ordinal order.</summary>
    /// <param name="texts">Texts as lists of words.</param>
    /// <param name="maxSize">The most numbers, the four special ones included; null for no limit.</param>
    /// <param name="minCount">How often a word has to occur to get a number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size leaves no place for a word, or the count is below 1.</exception>
    public static Vocabulary Build(IEnumerable<IEnumerable<string>> texts, int? maxSize = null, int minCount = 1)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int size = maxSize ?? int.MaxValue;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, Special.Length, nameof(maxSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(minCount, 1);
        return new Vocabulary(WordCounts.Of(texts).Where(w => w.Count >= minCount).Select(w => w.Word).Take(size - Special.Length));
    }

    /// <summary>Whether a word has a number of its own.</summary>
    public bool Contains(string word) => _numbers.ContainsKey(word);

    /// <summary>The numbers of words.</summary>
    /// <param name="words">The words of one text.</param>
    /// <param name="start">Whether <see cref="Start"/> comes first.</param>
    /// <param name="end">Whether <see cref="End"/> comes last.</param>
    public int[] Encode(IEnumerable<string> words, bool start = false, bool end = false)
    {
        ArgumentNullException.ThrowIfNull(words);
        var numbers = new List<int>();
        if (start) numbers.Add(Start);
        foreach (string word in words) numbers.Add(this[word]);
        if (end) numbers.Add(End);
        return [.. numbers];
    }

    /// <summary>The words of numbers, up to the first <see cref="End"/>; padding and starts are left out, unknown words are [UNK].</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number isn't in the vocabulary.</exception>
    public string[] Decode(ReadOnlySpan<int> numbers)
    {
        var words = new List<string>(numbers.Length);
        foreach (int number in numbers)
        {
            if (number == End) break;
            if (number is not (Pad or Start)) words.Add(this[number]);
        }
        return [.. words];
    }
}
