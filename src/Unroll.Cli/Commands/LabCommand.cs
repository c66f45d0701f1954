using System.CommandLine;
using System.Diagnostics;
using Unroll.Cli.Figures;
using Unroll.Cli.Labs;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll lab NAME</c>: an experiment that measures what the lecture says, with pictures, tables and words.</summary>
internal static class LabCommand
{
    private static readonly Dictionary<string, Action<LabSettings, LabFolder, Catalogue>> Labs = new(StringComparer.Ordinal)
    {
        ["memory"] = (settings, folder, texts) => MemoryLab.Report(MemoryLab.Measure(settings, Progress), folder, texts),
        ["gradients"] = (settings, folder, texts) => GradientLab.Report(GradientLab.Measure(settings), folder, texts),
        ["lag"] = (settings, folder, texts) => LagLab.Report(LagLab.Measure(settings, Progress), folder, texts),
        ["gates"] = (settings, folder, texts) => GateLab.Report(GateLab.Measure(settings), folder, texts),
        ["figures"] = (_, folder, texts) => FigureSet.Save(folder, texts),
    };

    public static Command Create(Catalogue texts)
    {
        var name = new Argument<string>("NAME") { Description = texts.LabArgument(string.Join(", ", Labs.Keys)) };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var received }] && !Labs.ContainsKey(received)) result.AddError(texts.UnknownLab(received, string.Join(", ", Labs.Keys)));
        });
        var folder = new Option<string?>("--out") { Description = texts.LabOutOption, HelpName = "FOLDER" };
        var seed = NumberOption.Create(texts, "--seed", texts.LabSeedOption, 42, 0, int.MaxValue);
        var quick = new Option<bool>("--quick") { Description = texts.QuickOption };
        var threads = NumberOption.Threads(texts);
        var command = new Command("lab", texts.LabAbout) { name, folder, seed, quick, threads };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(threads) is { } count) ComputeOptions.Threads = count;
            string lab = parsed.GetRequiredValue(name);
            var results = new LabFolder(parsed.GetValue(folder) ?? $"lab-{lab}", texts);
            var watch = Stopwatch.StartNew();
            Labs[lab](new LabSettings { Seed = (ulong)parsed.GetValue(seed), Quick = parsed.GetValue(quick) }, results, texts);
            foreach (string paragraph in results.Paragraphs) Console.Out.WriteLine(paragraph + Environment.NewLine);
            foreach (string file in results.Files) Console.Out.WriteLine(texts.Saved(file));
            Console.Out.WriteLine(Invariant.Seconds(watch.Elapsed));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Progress(string what) => Console.Error.WriteLine(what);
}
