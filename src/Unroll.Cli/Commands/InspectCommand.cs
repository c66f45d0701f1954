using System.CommandLine;
using System.Globalization;
using Unroll.Cli.Inspecting;
using Unroll.Cli.Labs;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll inspect MODEL --text TEXT</c>, or with a file: what the recurrent layers do at every step.</summary>
internal static class InspectCommand
{
    private const int DefaultUnits = 24;

    public static Command Create(Catalogue texts)
    {
        var model = SavedModel.Argument(texts);
        var file = new Argument<string?>("INPUT") { Description = texts.InspectInputArgument, Arity = ArgumentArity.ZeroOrOne };
        var text = new Option<string?>("--text") { Description = texts.InspectTextOption, HelpName = "TEXT" };
        var units = NumberOption.Create(texts, "--units", texts.InspectUnitsOption, DefaultUnits, 1, 4096);
        var folder = new Option<string>("--out") { Description = texts.LabOutOption, HelpName = "FOLDER", DefaultValueFactory = _ => "inspect" };
        var command = new Command("inspect", texts.InspectAbout) { model, file, text, units, folder };
        command.SetAction(parsed =>
        {
            string path = SavedModel.Existing(parsed.GetRequiredValue(model), texts);
            var inspected = SampleReaders.Read(path, parsed.GetValue(text), parsed.GetValue(file), texts);
            var traces = GateTrace.Of(inspected.Model, inspected.Sample);
            if (inspected.Unknown.Count > 0) Console.Out.WriteLine(texts.NeverSeen(string.Join(", ", inspected.Unknown)));
            var results = new LabFolder(parsed.GetRequiredValue(folder), texts);
            foreach (var (name, trace) in Named(traces)) Save(name, trace, inspected.StepsOf(trace), parsed.GetValue(units), results, texts);
            foreach (string file in results.Files) Console.Out.WriteLine(texts.Saved(file));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Each trace by its layer's name, with a number where it isn't the first: the directions of all bidirectional layers are called the same.</summary>
    private static IEnumerable<(string Name, GateTrace Trace)> Named(IReadOnlyList<GateTrace> traces) =>
        traces.Select((trace, i) => (traces.Take(i).Count(earlier => earlier.LayerName == trace.LayerName) is var before and > 0 ? $"{trace.LayerName}_{before + 1}" : trace.LayerName, trace));

    private static void Save(string name, GateTrace trace, IReadOnlyList<string> steps, int units, LabFolder folder, Catalogue texts)
    {
        WriteMeans(name, trace, steps, texts);
        folder.Table($"{name}.csv", "layer,step,token,gate,unit,value", GatePictures.Rows(name, trace, steps));
        folder.Picture($"{name}.png", path => GatePictures.Save(path, GatePictures.Of(trace, steps, units, texts)));
    }

    /// <summary>Each step with its gates' means over the units.</summary>
    private static void WriteMeans(string name, GateTrace trace, IReadOnlyList<string> steps, Catalogue texts)
    {
        const int width = 10;
        string[] gates = [.. trace.Names.Where(name => name is not ("candidate" or "cell" or "hidden"))];
        int first = trace.Steps.Count - steps.Count;
        if (gates.Length == 0) return;
        Console.Out.WriteLine(texts.GateMeans(name));
        Console.Out.WriteLine(string.Concat(gates.Select(gate => gate.PadLeft(width))));
        for (int t = 0; t < steps.Count; t++)
            Console.Out.WriteLine(string.Concat(gates.Select(gate => GatePictures.Mean(trace[gate], first + t).ToString("F2", CultureInfo.InvariantCulture).PadLeft(width))) + $"  {steps[t]}");
    }
}
