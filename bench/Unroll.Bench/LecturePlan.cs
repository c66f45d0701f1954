namespace Bench;

/// <summary>The lecture's model: training, evaluation, prediction, latency, and the share of the machine's peak.</summary>
internal static class LecturePlan
{
    private const int WholeTestSet = 2246;

    public static Results Run(Results results, int rounds)
    {
        StorySet[] sets = results.Quick ? [StorySet.Lecture] : Enum.GetValues<StorySet>();
        foreach (StorySet set in sets)
        {
            Console.Error.WriteLine($"{set} ...");
            Train(results, set, rounds);
            Predict(results, set, rounds);
            TakeShare(results, set, rounds);
        }
        return results;
    }

    private static void Train(Results results, StorySet set, int rounds)
    {
        Contestant[] contestants = Contestant.Start(Contestant.Unroll, Contestant.Torch);
        foreach (Series series in Match.PlayCold(contestants, new Job(Work.TrainEpoch) { Stories = set }, rounds + 1))
        {
            results.Measurements.Add(series.Take(1).ToMeasurement(Groups.Lecture(set), "first training epoch"));
            results.Measurements.Add(series.Skip(1).ToMeasurement(Groups.Lecture(set), "later training epochs") with { PeakMegabytes = series.PeakMegabytes });
            results.Measurements.Add(series.ToMeasurement(Groups.Losses(set), "loss"));
        }
        Contestant.Stop(contestants);
    }

    private static void Predict(Results results, StorySet set, int rounds)
    {
        Contestant[] all = Contestant.Start(Contestant.Unroll, Contestant.Torch, Contestant.Onnx);
        string group = Groups.Lecture(set);
        Job Of(Work work, int batch = 1) => new(work) { Stories = set, Batch = batch };
        Add(Match.Play(all[..2], Of(Work.Evaluate, 100), rounds), s => s.ToMeasurement(group, "evaluating the test set"));
        Series[] small = Match.Play(all, Of(Work.Predict, 100), rounds);
        Series[] large = Match.Play(all, Of(Work.Predict, WholeTestSet), rounds);
        Add(small, s => s.ToMeasurement(group, "predicting the test set, batch 100"));
        Add(large, s => s.ToMeasurement(group, "predicting the test set, one batch"));
        Add([.. small.Zip(large, Better)], s => s.ToMeasurement(group, "predicting the test set, each one's better batch"));
        Series[] calls = Match.Play(all, Of(Work.Latency), rounds);
        Add(calls, s => s.Quantile(group, "one story, p50", 0.5));
        Add(calls, s => s.Quantile(group, "one story, p99", 0.99));
        Add(Match.Play(all, Of(Work.LatencyAfterIdling), rounds), s => s.Quantile(group, "one story after idling for 200 ms, median", 0.5));
        Contestant.Stop(all);

        void Add(Series[] series, Func<Series, Measurement> measure) => results.Measurements.AddRange(series.Select(measure));
    }

    private static Series Better(Series a, Series b) => a.ToMeasurement("", "").Median < b.ToMeasurement("", "").Median ? a : b;

    /// <summary>What counts is the scan's work for steps that are not padding; the time is that of both layers.</summary>
    private static void TakeShare(Results results, StorySet set, int rounds)
    {
        const int Gates = 4;
        double product = 2.0 * Gates * LectureWeights.Units * LectureWeights.Units * Stories.Load(set).Train.RealSteps;
        Contestant[] unroll = Contestant.Start(Contestant.Unroll);
        Series forward = Match.Play(unroll, new Job(Work.LayerForward) { Stories = set }, rounds)[0];
        Series training = Match.Play(unroll, new Job(Work.LayerTraining) { Stories = set }, rounds)[0];
        string group = Groups.Share(set);
        results.Measurements.Add(forward.ToMeasurement(group, "forward: h·U", product));
        results.Measurements.Add(training.ToMeasurement(group, "forward and backward: h·U and dz·Uᵀ, the scan alone", 2 * product));
        results.Measurements.Add(training.ToMeasurement(group, "forward and backward: h·U, dz·Uᵀ and hᵀ·dz", 3 * product));
        Contestant.Stop(unroll);
    }
}
