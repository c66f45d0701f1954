using Unroll.Datasets;

namespace Bench;

/// <summary>Stories of one length with their topics.</summary>
public sealed class Stories
{
    /// <summary>Tokens of a story.</summary>
    public const int Length = 100;

    private Stories(NewsStories news, StorySet set)
    {
        int[] kept = [.. Enumerable.Range(0, news.Count).Where(i => set != StorySet.Unpadded || news.Stories[i].Length >= Length)];
        int[][] stories = Array.ConvertAll(kept, i => news.Stories[i]);
        Topics = Array.ConvertAll(kept, i => news.Topics[i]);
        var tokens = Sequences.Pad(stories, Length);
        Tokens = new int[tokens.FlattenedLength];
        tokens.FlattenTo(Tokens);
        RealSteps = stories.Sum(static s => (long)Math.Min(s.Length, Length));
    }

    /// <summary>[stories, length].</summary>
    public int[] Tokens { get; }

    /// <summary>A class for each.</summary>
    public int[] Topics { get; }

    /// <summary>Steps that are not padding.</summary>
    public long RealSteps { get; }

    /// <summary>The number of stories.</summary>
    public int Count => Topics.Length;

    /// <summary>The tokens of one story.</summary>
    public int[] Story(int i) => Tokens[(i * Length)..((i + 1) * Length)];

    /// <summary>Words of the Embedding.</summary>
    public static int Words(StorySet set) => set == StorySet.AllWords ? 31000 : 1000;

    /// <summary>The training and the test stories.</summary>
    public static (Stories Train, Stories Test) Load(StorySet set)
    {
        var (train, test) = Reuters.Load(numWords: Words(set), testSplit: 0.2);
        return (new Stories(train, set), new Stories(test, set));
    }
}
