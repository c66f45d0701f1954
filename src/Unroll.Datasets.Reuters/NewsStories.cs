namespace Unroll.Datasets;

/// <summary>Stories as tokens, with the number of each one's topic.</summary>
/// <param name="stories">Tokens of each story.</param>
/// <param name="topics">Topic of each story, 0 to 45.</param>
public sealed class NewsStories(int[][] stories, int[] topics)
{
    /// <summary>The tokens of each story.</summary>
    public int[][] Stories { get; } = stories;

    /// <summary>The topic of each story; <see cref="Reuters.TopicNames"/> names it.</summary>
    public int[] Topics { get; } = topics;

    /// <summary>The number of stories.</summary>
    public int Count => Stories.Length;
}
