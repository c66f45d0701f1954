using System.Text.Json.Nodes;
using Unroll.Cli.Output;

namespace Unroll.Cli.Training;

/// <summary>How good captions are: BLEU-4, and the part that is word for word one of those expected.</summary>
internal sealed record CaptionScores(string Test, int Count, double Bleu, double Exact)
{
    public static CaptionScores Of(CaptionTest test, IReadOnlyList<Caption> captions)
    {
        string[] written = [.. captions.Select(c => c.Text)];
        IReadOnlyList<string>[] expected = [.. test.Pictures.Select(p => p.Captions)];
        int exact = written.Zip(expected).Count(pair => pair.Second.Contains(pair.First, StringComparer.Ordinal));
        return new CaptionScores(test.Name, written.Length, new Bleu().Corpus(written, expected).Score, (double)exact / written.Length);
    }

    public JsonObject ToJson() => new()
    {
        ["test"] = Test,
        ["pictures"] = Count,
        ["bleu"] = Json.Number(Bleu),
        ["exact"] = Json.Number(Exact),
    };
}
