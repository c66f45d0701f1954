namespace Bench;

/// <summary>The kernels alone, and layers of odd sizes.</summary>
internal static class MicroPlan
{
    public static Results Run(Results results, int rounds)
    {
        KernelBenchmarks.Run(results);
        TakeOddSizes(results, rounds);
        return results;
    }

    /// <summary>Sizes that don't fill vectors and tiles beside the next that do, and the smallest and largest.</summary>
    private static void TakeOddSizes(Results results, int rounds)
    {
        (int Units, int Batch, bool Odd)[] sizes =
        [
            (33, 32, true), (48, 32, false), (100, 32, true), (112, 32, false), (128, 37, true), (128, 48, false),
            (1, 32, false), (7, 32, false), (1000, 32, false), (128, 1, false), (128, 3, false),
        ];
        Contestant[] unroll = Contestant.Start(Contestant.Unroll);
        foreach (Work work in (ReadOnlySpan<Work>)[Work.Infer, Work.TrainStep])
        {
            foreach (var (units, batch, odd) in sizes)
            {
                var job = new Job(work) { Units = units, Batch = batch, Steps = 100 };
                string name = $"{units} units, batch {batch}, 100 steps{(odd ? " " + Groups.Odd : "")}";
                Series series = Match.Play(unroll, job, rounds)[0];
                results.Measurements.Add(series.ToMeasurement($"Odd sizes: {Groups.Grid(Cell.Lstm, work)}", name, CellWork.Flops(job)));
            }
        }
        Contestant.Stop(unroll);
    }
}
