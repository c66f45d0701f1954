namespace Unroll.Cli.Evaluation;

/// <summary>How well one topic is found. A share of nothing counts as 0.</summary>
internal sealed record TopicScore(double Precision, double Recall, double F1, int Support)
{
    /// <summary>Scores of all topics, from each story's true and predicted topic.</summary>
    public static TopicScore[] Compute(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int topics)
    {
        int[] hits = new int[topics], named = new int[topics], there = new int[topics];
        for (int i = 0; i < truth.Length; i++)
        {
            there[truth[i]]++;
            named[predicted[i]]++;
            if (truth[i] == predicted[i]) hits[truth[i]]++;
        }

        return [.. Enumerable.Range(0, topics).Select(topic => new TopicScore(
            Share(hits[topic], named[topic]),
            Share(hits[topic], there[topic]),
            Share(2 * hits[topic], named[topic] + there[topic]),
            there[topic]))];
    }

    /// <summary>The plain mean over the topics that the stories have.</summary>
    public static TopicScore MacroAverage(IReadOnlyList<TopicScore> scores)
    {
        TopicScore[] present = [.. scores.Where(score => score.Support > 0)];
        return present.Length == 0
            ? new TopicScore(0, 0, 0, 0)
            : new TopicScore(present.Average(s => s.Precision), present.Average(s => s.Recall), present.Average(s => s.F1), present.Sum(s => s.Support));
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
