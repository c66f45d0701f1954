namespace Bench;

/// <summary>One contestant's answers, one a round.</summary>
internal sealed record Series(IReadOnlyList<Answer> Answers)
{
    public Measurement ToMeasurement(string group, string name, double flops = 0) => ToMeasurement(group, name, static a => a.Seconds, flops);

    /// <summary>The time that a share of the calls stays within, round by round.</summary>
    public Measurement Quantile(string group, string name, double q) =>
        ToMeasurement(group, name, a => Statistics.Quantile(a.Outcome!.CallSeconds!, q), 0);

    /// <summary>The most memory that the process has had; it tells of this job if the process has done no other.</summary>
    public double PeakMegabytes => Answers[^1].PeakMegabytes;

    public Series Skip(int rounds) => new([.. Answers.Skip(rounds)]);

    public Series Take(int rounds) => new([.. Answers.Take(rounds)]);

    private Measurement ToMeasurement(string group, string name, Func<Answer, double> seconds, double flops) => new(
        group, name, Answers[0].Version, [.. Answers.Select(seconds)], [.. Answers.Select(static a => a.Outcome!.Check)], flops);
}

/// <summary>Lets contestants do a job in turn, so that what disturbs the machine disturbs them alike.</summary>
internal static class Match
{
    /// <summary>A round of a short job repeats it for as long, so that its first call, after a pause, weighs little.</summary>
    private const double ShortestRound = 0.2;

    /// <summary>Time to warm up in: code is compiled anew while it runs.</summary>
    private const double WarmUp = 0.5;

    /// <summary>A job that takes as long as this is warm within itself: its first time is its first round.</summary>
    public const double LongJob = 2;

    private const int MostRepeats = 1000;

    /// <summary>After a warm-up.</summary>
    public static Series[] Play(Contestant[] contestants, Job job, int rounds)
    {
        var repeats = new int[contestants.Length];
        var first = new Answer?[contestants.Length];
        for (int i = 0; i < contestants.Length; i++)
        {
            Contestant.WaitUntilIdle(contestants);
            (repeats[i], first[i]) = Warm(contestants[i], job);
        }
        return PlayRounds(contestants, rounds, repeats, first);
    }

    /// <summary>From the first time on.</summary>
    public static Series[] PlayCold(Contestant[] contestants, Job job, int rounds)
    {
        foreach (Contestant contestant in contestants)
        {
            contestant.Prepare(job);
        }
        return PlayRounds(contestants, rounds, Array.ConvertAll(contestants, static _ => 1), new Answer?[contestants.Length]);
    }

    /// <returns>How often a round repeats the job, and the first round of a long one.</returns>
    private static (int Repeats, Answer? First) Warm(Contestant contestant, Job job)
    {
        contestant.Prepare(job);
        Answer answer = contestant.Run(1);
        if (answer.Seconds >= LongJob)
        {
            return (1, answer);
        }
        int repeats = 1;
        for (double spent = answer.Seconds; spent < WarmUp; spent += answer.Seconds * repeats)
        {
            repeats = Repeats(answer.Seconds);
            answer = contestant.Run(repeats);
        }
        return (Repeats(answer.Seconds), null);
    }

    private static int Repeats(double seconds) => (int)Math.Clamp(ShortestRound / seconds, 1, MostRepeats);

    private static Series[] PlayRounds(Contestant[] contestants, int rounds, int[] repeats, Answer?[] first)
    {
        List<Answer>[] answers = Array.ConvertAll(contestants, static _ => new List<Answer>());
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                // Another one begins each round.
                int turn = (round + i) % contestants.Length;
                if (round == 0 && first[turn] is { } done)
                {
                    answers[turn].Add(done);
                    continue;
                }
                Contestant.WaitUntilIdle(contestants);
                answers[turn].Add(contestants[turn].Run(repeats[turn]));
            }
        }
        return Array.ConvertAll(answers, static a => new Series(a));
    }
}
