using System.CommandLine;
using System.Globalization;
using Unroll.Cli.Inspecting;
using Unroll.Cli.Labs;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll inspect MODEL --text TEXT</c>: what the recurrent layers do at every token.</summary>
internal static class InspectCommand
{
    private const int DefaultUnits = 24;

    public static Command Create(Catalogue texts)
    {
        var model = SavedModel.Argument(texts);
        var text = new Option<string>("--text") { Description = texts.InspectTextOption, HelpName = "TEXT", Required = true };
        var units = NumberOption.Create(texts, "--units", texts.InspectUnitsOption, DefaultUnits, 1, 4096);
        var folder = new Option<string>("--out") { Description = texts.LabOutOption, HelpName = "FOLDER", DefaultValueFactory = _ => "inspect" };
        var command = new Command("inspect", texts.InspectAbout) { model, text, units, folder };
        command.SetAction(parsed =>
        {
            string path = SavedModel.Existing(parsed.GetRequiredValue(model), texts);
            var inspected = TextReaders.Read(path, parsed.GetRequiredValue(text), texts);
            var traces = GateTrace.Of(inspected.Model, inspected.Sample);
            if (inspected.Unknown.Count > 0) Console.Out.WriteLine(texts.NeverSeen(string.Join(", ", inspected.Unknown)));
            var results = new LabFolder(parsed.GetRequiredValue(folder), texts);
            foreach (var trace in traces) Save(trace, inspected.TokensOf(trace), parsed.GetValue(units), results, texts);
            foreach (string file in results.Files) Console.Out.WriteLine(texts.Saved(file));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Save(GateTrace trace, IReadOnlyList<string> tokens, int units, LabFolder folder, Catalogue texts)
    {
        WriteMeans(trace, tokens, texts);
        folder.Table($"{trace.LayerName}.csv", "layer,step,token,gate,unit,value", GatePictures.Rows(trace, tokens));
        folder.Picture($"{trace.LayerName}.png", path => GatePictures.Save(path, GatePictures.Of(trace, tokens, units, texts)));
    }

    /// <summary>Each token with its gates' means over the units.</summary>
    private static void WriteMeans(GateTrace trace, IReadOnlyList<string> tokens, Catalogue texts)
    {
        const int width = 10;
        string[] gates = [.. trace.Names.Where(name => name is not ("candidate" or "cell" or "hidden"))];
        int first = trace.Steps.Count - tokens.Count;
        Console.Out.WriteLine(texts.GateMeans(trace.LayerName));
        if (gates.Length == 0) return;
        Console.Out.WriteLine(string.Concat(gates.Select(gate => gate.PadLeft(width))));
        for (int t = 0; t < tokens.Count; t++)
            Console.Out.WriteLine(string.Concat(gates.Select(gate => GatePictures.Mean(trace[gate], first + t).ToString("F2", CultureInfo.InvariantCulture).PadLeft(width))) + $"  {tokens[t]}");
    }
}
