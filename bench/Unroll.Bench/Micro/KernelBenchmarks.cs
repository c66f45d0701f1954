using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Unroll.Kernels;

namespace Bench;

/// <summary>BenchmarkDotNet on the kernels, inside this process; what it measures goes where all else goes.</summary>
internal static class KernelBenchmarks
{
    public static void Run(Results results)
    {
        BenchmarkDotNet.Jobs.Job job = (results.Quick ? BenchmarkDotNet.Jobs.Job.ShortRun : BenchmarkDotNet.Jobs.Job.MediumRun.WithLaunchCount(1))
            .WithToolchain(InProcessEmitToolchain.Instance);
        IConfig config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(new LogCapture())
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance);
        foreach (BenchmarkReport report in BenchmarkRunner.Run<ProductBenchmarks>(config).Reports)
        {
            double size = (int)report.BenchmarkCase.Parameters[nameof(ProductBenchmarks.Size)];
            results.Measurements.Add(ToMeasurement(report, $"Products {Groups.OneCore}", $"{Name(report)}, {size}", 2 * size * size * size));
        }
        foreach (BenchmarkReport report in BenchmarkRunner.Run<FunctionBenchmarks>(config).Reports)
        {
            results.Measurements.Add(ToMeasurement(report, $"Functions, a vector of {KernelSet.Best.Lanes}", Name(report), 0));
        }
    }

    private static string Name(BenchmarkReport report) => report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');

    private static Measurement ToMeasurement(BenchmarkReport report, string group, string name, double flops)
    {
        double[] seconds = [.. report.GetResultRuns().Select(static r => r.GetAverageTime().Nanoseconds * 1e-9)];
        return new Measurement(group, name, "Unroll", seconds, new double[seconds.Length], flops);
    }
}
