using System.Collections.Concurrent;
using System.Text.Json;

namespace Unroll.Tests.Golden;

/// <summary>What came of a case: an error, or how far off the worst value was.</summary>
internal sealed record GoldenOutcome(string? Error, double Worst)
{
    private const double Tolerance = 1e-5;

    /// <summary>Long sequences and stacks of layers add up more roundings.</summary>
    private const double DeepTolerance = 2e-5;

    private static readonly ConcurrentDictionary<string, Lazy<GoldenOutcome>> Outcomes = new(StringComparer.Ordinal);

    /// <summary>Runs the case, once in a test run.</summary>
    public static GoldenOutcome Of(GoldenCase golden) => Outcomes.GetOrAdd(golden.Id, _ => new(() => Run(golden))).Value;

    private static GoldenOutcome Run(GoldenCase golden)
    {
        bool deep = golden.Name.Contains("long", StringComparison.Ordinal) || golden.Name.Contains("stack", StringComparison.Ordinal);
        var comparison = new Comparison(deep ? DeepTolerance : Tolerance);
        try
        {
            using SafetensorsReader file = golden.Open();
            JsonElement about = golden.Describe()!.Value;
            switch (about.GetProperty("kind").GetString())
            {
                case "model":
                    ModelRunner.Run(about, file, comparison);
                    break;
                case "loss":
                    LossRunner.Run(about, file, comparison);
                    break;
                case "metric":
                    MetricRunner.Run(about, file, comparison);
                    break;
                case "optimizer":
                    OptimizerRunner.Run(about, file, comparison);
                    break;
                case "training":
                    TrainingRunner.Run(about, file, comparison);
                    break;
                case var kind:
                    Assert.Fail($"There is no runner for cases of kind '{kind}'.");
                    break;
            }

            return comparison.Count > 0 ? new(null, comparison.Worst) : new("The case compared nothing.", 0);
        }
        catch (Exception e)
        {
            return new($"{e.GetType().Name}: {e.Message}", comparison.Worst);
        }
    }
}
