namespace Unroll.Datasets;

/// <summary>
/// Makes the arrays from the stories as the Python 2 program did that first made them, with its habits: docs/reuters.md.
/// </summary>
internal static class ReutersRebuild
{
    private const int FewestStories = 15;

    /// <summary>What the one story reads that has no body and none after it.</summary>
    private const string LastBody = "rn";

    /// <summary>The arrays of the package's stories.</summary>
    /// <param name="files">The stories of each file, in order.</param>
    /// <exception cref="InvalidDataException">Too few stories for a topic, or too many words for the arrays.</exception>
    public static ReutersArchive FromStories(RawStory[][] files)
    {
        (string Topic, string Body)[] stories = [.. files.SelectMany(WithTopics)];
        var counts = stories.CountBy(static s => s.Topic).ToDictionary();
        stories = [.. stories.Where(s => counts[s.Topic] >= FewestStories)];
        string[] topics = [.. stories.Select(static s => s.Topic).Distinct()];
        string[][] words = [.. stories.Select(static s => TextTokens.SplitWords(s.Body, escapeMarkup: true).ToArray())];
        string[] ranked = Ranked(words);
        if (stories.Length == 0 || topics.Length > byte.MaxValue || ranked.Length > ushort.MaxValue)
        {
            throw new InvalidDataException(
                $"The package gives {stories.Length} stories of topics with {FewestStories} or more, {topics.Length} topics and {ranked.Length} words, "
                + $"but the arrays hold 1 story or more, up to {byte.MaxValue} topics and {ushort.MaxValue} words. Give the package {ReutersPackage.Name}.");
        }
        var ranks = Index(ranked, 1);
        var labels = Index(topics, 0);
        return new ReutersArchive(
            [.. words.SelectMany(story => story.Select(word => (ushort)ranks[word]))],
            Array.ConvertAll(words, static story => story.Length),
            Array.ConvertAll(stories, story => (byte)labels[story.Topic]),
            ranked,
            topics);
    }

    /// <summary>The stories of a file that have a topic, with the first one. A story without a body takes the next body in its file.</summary>
    private static IEnumerable<(string Topic, string Body)> WithTopics(RawStory[] file)
    {
        string next = LastBody;
        var bodies = new string[file.Length];
        for (int i = file.Length - 1; i >= 0; i--)
        {
            bodies[i] = next = Clean(file[i].Body) ?? next;
        }
        return file.Zip(bodies).Where(static s => s.First.Topics is { Length: > 0 }).Select(static s => (s.First.Topics![0], s.Second));
    }

    /// <summary>The package lost one byte, of an ü.</summary>
    private static string? Clean(string? body) => string.IsNullOrEmpty(body) ? null : body.Replace('\uFFFD', 'ü');

    /// <summary>The words by how often they occur; equals in a Python 2 dict's order.</summary>
    private static string[] Ranked(string[][] stories)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new List<string>();
        foreach (string word in stories.SelectMany(static s => s))
        {
            if (!counts.TryAdd(word, 1))
            {
                counts[word]++;
            }
            else
            {
                seen.Add(word);
            }
        }
        return [.. Python2Order.Of(seen).OrderByDescending(word => counts[word])];
    }

    private static Dictionary<string, int> Index(string[] names, int first) =>
        names.Select((name, i) => (name, i)).ToDictionary(static p => p.name, p => p.i + first, StringComparer.Ordinal);
}
