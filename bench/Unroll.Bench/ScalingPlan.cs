namespace Bench;

/// <summary>How time and memory grow: with threads, units, steps and batch.</summary>
internal static class ScalingPlan
{
    private static readonly Job s_middle = new(Work.TrainStep) { Units = 256, Batch = 64, Steps = 100 };

    public static Results Run(Results results, int rounds)
    {
        TakeThreads(results, rounds);
        int[] Few(params int[] sizes) => results.Quick ? sizes[..3] : sizes;
        TakeSeries(results, rounds, "units", Few(32, 64, 128, 256, 512, 1024), static (job, size) => job with { Units = size });
        TakeSeries(results, rounds, "steps", Few(20, 40, 80, 160, 320, 640), static (job, size) => job with { Steps = size });
        TakeSeries(results, rounds, "batch", Few(1, 2, 4, 8, 16, 32, 64, 128, 256), static (job, size) => job with { Batch = size });
        return results;
    }

    private static void TakeThreads(Results results, int rounds)
    {
        (string Name, Job Job)[] jobs =
        [
            ("LSTM training step, 256 units, batch 64, 100 steps", s_middle),
            ("LSTM inference, 256 units, batch 64, 100 steps", s_middle with { Work = Work.Infer }),
            ("LSTM training step, 1024 units, batch 1, 20 steps", s_middle with { Units = 1024, Batch = 1, Steps = 20 }),
            ("the lecture's training epoch", new Job(Work.TrainEpoch)),
            ("the lecture's test set, batch 100", new Job(Work.Predict)),
        ];
        foreach (var (name, job) in jobs)
        {
            for (int threads = 1; threads <= Environment.ProcessorCount; threads *= 2)
            {
                Contestant[] contestants = Contestant.Start(Contestant.Unroll, Contestant.Torch);
                Series[] series = Match.Play(contestants, job with { Threads = threads }, rounds);
                results.Measurements.AddRange(series.Select(s => s.ToMeasurement(Groups.Threads, name) with { Size = threads }));
                Contestant.Stop(contestants);
            }
        }
    }

    /// <summary>Each point in processes of its own, so that their memory is the point's.</summary>
    private static void TakeSeries(Results results, int rounds, string what, int[] sizes, Func<Job, int, Job> vary)
    {
        foreach (int size in sizes)
        {
            Console.Error.WriteLine($"{what} {size}");
            Job job = vary(s_middle, size);
            Contestant[] contestants = Contestant.Start(Contestant.Unroll, Contestant.Torch);
            Series[] series = Match.Play(contestants, job, rounds);
            results.Measurements.AddRange(series.Select(s => s.ToMeasurement($"LSTM training step by {what}", $"{what} {size}", CellWork.Flops(job)) with
            {
                Size = size,
                PeakMegabytes = s.PeakMegabytes,
            }));
            Contestant.Stop(contestants);
        }
    }
}
