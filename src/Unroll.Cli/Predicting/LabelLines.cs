using System.Text.Json.Nodes;
using Unroll.Cli.Output;

namespace Unroll.Cli.Predicting;

/// <summary>Prints what a thing is called, the likeliest first.</summary>
internal static class LabelLines
{
    private const int LabelWidth = 16;

    /// <param name="title">The thing.</param>
    /// <param name="kind">What JSON calls it.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="json">Whether to print one line of JSON.</param>
    public static void Write(string title, string kind, IReadOnlyList<LabelProbability> labels, bool json)
    {
        if (json)
        {
            var list = Json.Array(labels.Select(label => new JsonObject { ["label"] = label.Label, ["probability"] = Json.Number(label.Probability) }));
            Console.Out.WriteLine(Json.Line(new JsonObject { [kind] = title, ["labels"] = list }));
            return;
        }

        Console.Out.WriteLine(title);
        foreach (var label in labels) Console.Out.WriteLine($"  {label.Label.PadRight(LabelWidth)} {Invariant.Four(label.Probability)}");
    }
}
