namespace Bench;

/// <summary>The driver's command line; bench/run passes its own on.</summary>
internal static class BenchCommand
{
    private const string Usage = "bench/run lecture|grid|layers|scaling|micro|report [--quick] [--rounds N], or bench/run micro ulp [--quick]";

    public static int Run(string[] args)
    {
        List<string> words = [.. args];
        bool quick = words.Remove("--quick");
        int? rounds = null;
        if (words.IndexOf("--rounds") is >= 0 and int at && at + 1 < words.Count && int.TryParse(words[at + 1], out int number) && number > 0)
        {
            rounds = number;
            words.RemoveRange(at, 2);
        }
        switch (string.Join(' ', words))
        {
            case "lecture":
                Save(LecturePlan.Run(Results.Begin("lecture", quick), rounds ?? (quick ? 2 : 7)));
                return 0;
            case "grid":
                Save(GridPlan.Run(Results.Begin("grid", quick), rounds ?? (quick ? 3 : 5)));
                return 0;
            case "layers":
                Save(LayersPlan.Run(Results.Begin("layers", quick), rounds ?? (quick ? 3 : 7)));
                return 0;
            case "scaling":
                Save(ScalingPlan.Run(Results.Begin("scaling", quick), rounds ?? (quick ? 2 : 5)));
                return 0;
            case "micro":
                Save(MicroPlan.Run(Results.Begin("micro", quick), rounds ?? (quick ? 2 : 7)));
                return 0;
            case "micro ulp":
                Save(UlpPlan.Run(Results.Begin("ulp", quick)));
                return 0;
            case "report":
                PerformancePage.Write();
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 1;
        }
    }

    private static void Save(Results results)
    {
        results.Save();
        Tables.Write(Console.Out, results);
    }
}
