namespace Unroll.Datasets;

/// <summary>
/// 11,228 newswires of 1987 in 46 topics, token for token as Keras's <c>keras.datasets.reuters</c> serves them.
/// The text is Reuters's: see <see cref="LicenceNotice"/>.
/// </summary>
public static class Reuters
{
    /// <summary>Whose the text is, and what it may be used for.</summary>
    public const string LicenceNotice =
        "Reuters-21578, Distribution 1.0: copyright Reuters Ltd. Free distribution for research purposes only.";

    /// <summary>The names of the topics, in the order of their numbers.</summary>
    public static IReadOnlyList<string> TopicNames => ReutersArchive.Embedded.TopicNames;

    /// <summary>Each word's rank, 1 for the most frequent; Keras's <c>get_word_index</c>.</summary>
    public static IReadOnlyDictionary<string, int> WordIndex()
    {
        string[] words = ReutersArchive.Embedded.Words;
        var index = new Dictionary<string, int>(words.Length, StringComparer.Ordinal);
        for (int i = 0; i < words.Length; i++)
        {
            index[words[i]] = i + 1;
        }
        return index;
    }

    /// <summary>The words that tokens stand for; <c>?</c> for the start, for words left out, and for padding.</summary>
    /// <param name="tokens">As <see cref="Load"/> gives them.</param>
    /// <param name="indexFrom">As it was given to <see cref="Load"/>.</param>
    public static string Decode(ReadOnlySpan<int> tokens, int indexFrom = 3)
    {
        string[] words = ReutersArchive.Embedded.Words;
        var text = new string[tokens.Length];
        for (int i = 0; i < text.Length; i++)
        {
            int rank = tokens[i] - indexFrom;
            text[i] = rank >= 1 && rank <= words.Length ? words[rank - 1] : "?";
        }
        return string.Join(' ', text);
    }

    /// <summary>The stories, shuffled and split as Keras's <c>load_data</c> does.</summary>
    /// <param name="numWords">Only tokens below it are kept; by default all but the largest, which Keras leaves out.</param>
    /// <param name="skipTop">Tokens below it are left out.</param>
    /// <param name="maxLength">Stories as long or longer are dropped.</param>
    /// <param name="testSplit">The share of stories that are for the test, 0 to 1.</param>
    /// <param name="seed">Of numpy's legacy generator, for the order.</param>
    /// <param name="startChar">The token that begins each story; none if null.</param>
    /// <param name="oovChar">The token in the place of one left out; if null, it goes without trace.</param>
    /// <param name="indexFrom">What is added to a word's rank.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or no story is as short as asked.</exception>
    public static (NewsStories Train, NewsStories Test) Load(
        int? numWords = null, int skipTop = 0, int? maxLength = null, double testSplit = 0.2, int seed = 113, int? startChar = 1, int? oovChar = 2, int indexFrom = 3)
    {
        if (numWords < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(numWords), numWords, "Words are kept up to a token of 1 or more. Leave it out to keep all.");
        }
        if (!(testSplit >= 0 && testSplit <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(testSplit), testSplit, "The test's share is a number from 0 to 1.");
        }
        ReutersArchive archive = ReutersArchive.Embedded;
        var stories = new List<int[]>(archive.Lengths.Length);
        var topics = new List<int>(archive.Lengths.Length);
        foreach ((int start, int length, int topic) in Shuffled(archive, unchecked((uint)seed)))
        {
            int[] story = Tokens(archive.Tokens.AsSpan(start, length), startChar, indexFrom);
            if (maxLength is null || story.Length < maxLength)
            {
                stories.Add(story);
                topics.Add(topic);
            }
        }
        if (stories.Count == 0)
        {
            throw new ArgumentException($"No story is shorter than maxLength {maxLength}. Raise it.", nameof(maxLength));
        }
        // Keras's own bound where none is given: the largest token counts as left out.
        int bound = numWords ?? stories.Max(static s => s.Max());
        for (int i = 0; i < stories.Count; i++)
        {
            stories[i] = Keep(stories[i], skipTop, bound, oovChar);
        }
        int train = (int)(stories.Count * (1 - testSplit));
        return (
            new NewsStories([.. stories[..train]], [.. topics[..train]]),
            new NewsStories([.. stories[train..]], [.. topics[train..]]));
    }

    private static IEnumerable<(int Start, int Length, int Topic)> Shuffled(ReutersArchive archive, uint seed)
    {
        var starts = new int[archive.Lengths.Length];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] = starts[i - 1] + archive.Lengths[i - 1];
        }
        int[] order = [.. Enumerable.Range(0, starts.Length)];
        new MersenneTwister(seed).Shuffle(order);
        foreach (int i in order)
        {
            yield return (starts[i], archive.Lengths[i], archive.Topics[i]);
        }
    }

    private static int[] Tokens(ReadOnlySpan<ushort> ranks, int? startChar, int indexFrom)
    {
        int first = startChar is null ? 0 : 1;
        var tokens = new int[first + ranks.Length];
        if (startChar is { } start)
        {
            tokens[0] = start;
        }
        for (int i = 0; i < ranks.Length; i++)
        {
            tokens[first + i] = ranks[i] + indexFrom;
        }
        return tokens;
    }

    private static int[] Keep(int[] story, int skipTop, int bound, int? oovChar)
    {
        bool Kept(int token) => token >= skipTop && token < bound;
        return oovChar is { } oov
            ? Array.ConvertAll(story, token => Kept(token) ? token : oov)
            : Array.FindAll(story, Kept);
    }
}
