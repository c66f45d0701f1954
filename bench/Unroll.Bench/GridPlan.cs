namespace Bench;

/// <summary>Cells, units, batches and steps: inference and a training step.</summary>
internal static class GridPlan
{
    /// <summary>What contestants are thought to reach of the peak, for the guess at the time.</summary>
    private const double ExpectedShare = 0.4;

    /// <summary>Seconds that warming up takes.</summary>
    private const double PointSeconds = 1;

    /// <summary>Seconds that a round takes whatever its size: waiting and short calls.</summary>
    private const double RoundSeconds = 0.3;

    private static readonly Cell[] s_cells = [Cell.Lstm, Cell.Gru, Cell.SimpleRnn, Cell.GruResetBefore];
    private static readonly Work[] s_works = [Work.TrainStep, Work.Infer];
    private static readonly int[] s_units = [32, 64, 128, 256, 512, 1024];
    private static readonly int[] s_quickUnits = [32, 128, 512];
    private static readonly int[] s_batches = [1, 32, 128];
    private static readonly int[] s_steps = [20, 100, 500];

    public static Results Run(Results results, int rounds)
    {
        Job[] jobs = [.. Jobs(results.Quick)];
        Console.Error.WriteLine($"{jobs.Length} points, about {Minutes(jobs, results.Peak, rounds):F0} minutes on an idle machine.");
        Contestant[] all = Contestant.Start(Contestant.Unroll, Contestant.Torch, Contestant.Onnx);
        for (int i = 0; i < jobs.Length; i++)
        {
            Job job = jobs[i];
            string name = $"{job.Units} units, batch {job.Batch}, {job.Steps} steps";
            Console.Error.WriteLine($"{i + 1}/{jobs.Length} {Groups.Grid(job.Cell, job.Work)}: {name}");
            Series[] series = Match.Play(all[..Contestants(job)], job, rounds);
            results.Measurements.AddRange(series.Select(s => s.ToMeasurement(Groups.Grid(job.Cell, job.Work), name, CellWork.Flops(job))));

            // An hour's work is not lost if it is cut short.
            results.Save();
        }
        Contestant.Stop(all);
        return results;
    }

    private static IEnumerable<Job> Jobs(bool quick) =>
        from cell in s_cells
        from work in s_works
        from units in quick ? s_quickUnits : s_units
        from batch in s_batches
        from steps in quick ? s_steps[..2] : s_steps
        select new Job(work) { Cell = cell, Units = units, Batch = batch, Steps = steps };

    /// <summary>Unroll alone, with libtorch, with ONNX Runtime too.</summary>
    private static int Contestants(Job job) => job.Cell == Cell.GruResetBefore ? 1 : job.Work == Work.TrainStep ? 2 : 3;

    private static double Minutes(Job[] jobs, FmaPeak peak, int rounds)
    {
        double rate = ExpectedShare * peak.AllThreads * 1e9;
        return jobs.Sum(j => Contestants(j) * (Seconds(CellWork.Flops(j) / rate) + PointSeconds + (rounds * RoundSeconds))) / 60;

        double Seconds(double once) => once * (once < Match.LongJob ? rounds + 1 : rounds);
    }
}
