using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Unroll.Tests.Golden;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Docs;

[Collection(nameof(ExamplesProgram))]
public partial class PagesTests(ExamplesProgram examples)
{
    private static readonly string Root = Repository.Root;

    [Fact]
    public void Code_InTheReadme_IsTheExample()
    {
        string example = File.ReadAllText(Path.Combine(Root, "examples", "Reuters.cs")).ReplaceLineEndings("\n");
        Assert.Equal(example[example.IndexOf("using ", StringComparison.Ordinal)..], Code("README.md"));
    }

    /// <summary>As a user runs it: a file by itself.</summary>
    [Fact]
    public void Code_InTheReadme_CompilesAndRuns()
    {
        using var folder = new TemporaryFolder();
        string[] projects = ["Unroll", "Unroll.Datasets.Reuters", "Unroll.Plots"];
        string program = string.Concat(projects.Select(project => $"#:project {Path.Combine(Root, "src", project, project + ".csproj")}\n")) + "#:property PublishAot=false\n#:property BuildProjectReferences=false\n" + OneEpoch("README.md");
        File.WriteAllText(folder["Program.cs"], program);
        Check("46 categories\n8982 training stories\n2246 test stories\n\n[1, 2, 2, 8, 43,", folder, Outcome.Of(new ProcessStartInfo("dotnet", ["run", "-c", ExamplesProgram.Configuration, "Program.cs"]) { WorkingDirectory = folder["."] }));
    }

    [Fact]
    public void Code_InTheKoreanReadme_CompilesAndRuns()
    {
        using var folder = new TemporaryFolder();
        Check("46 카테고리\n8982 학습용 뉴스 기사\n2246 테스트용 뉴스 기사\n\n[1, 2, 2, 8, 43,", folder, examples.Run(ExamplesProgram.KoreanReadme, folder["."]));
    }

    [Fact]
    public void Code_InThePageOnCustomLayers_CompilesAndRuns()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("It learns.\nIt comes back the same.\n", examples.Run(ExamplesProgram.CustomLayerPage, folder["."]).Output);
    }

    [Fact]
    public void Code_InThePageOnKeras_ReadsWhatKerasWrote()
    {
        using var folder = new TemporaryFolder();
        string files = Path.Combine(GoldenCases.Home, "files");
        using SafetensorsReader golden = SafetensorsReader.Open(Path.Combine(files, "tagger.keras3.safetensors"));
        IEnumerable<float> weights = Enumerable.Range(0, golden.Names.Count(static n => n.StartsWith("weight/", StringComparison.Ordinal))).SelectMany(i => golden.ReadFloats($"weight/{i}"));
        File.Copy(Path.Combine(files, "tagger.keras3.json"), folder["model.json"]);
        File.WriteAllBytes(folder["weights.bin"], MemoryMarshal.AsBytes<float>(weights.ToArray()).ToArray());
        Outcome outcome = examples.Run(ExamplesProgram.KerasPage, folder["."]);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        float[] predicted = Model.Load(folder["model.safetensors"]).Predict(new DataArray(golden.ReadInts("input/0"), golden.ShapeOf("input/0"))).ToArray();
        Gradients.Check("The prediction", Samples.Doubles(golden.ReadFloats("prediction")), predicted, 1e-5);
    }

    [Fact]
    public void Links_InThePages_LeadToFiles()
    {
        string[] pages = [.. Directory.GetFiles(Root, "*.md"), .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)];
        Assert.True(pages.Length > 2);
        foreach (string page in pages)
        {
            foreach (string target in Link().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value))
            {
                if (Uri.IsWellFormedUriString(target, UriKind.Absolute)) continue;
                string file = Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0]);
                Assert.True(File.Exists(file) || Directory.Exists(file), $"{page} links to {target}, which is not there.");
            }
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    /// <summary>The page's C#, with one epoch instead of 20.</summary>
    internal static string OneEpoch(string readme)
    {
        string code = Code(readme);
        Assert.Contains("Epochs = 20", code, StringComparison.Ordinal);
        return code.Replace("Epochs = 20", "Epochs = 1", StringComparison.Ordinal);
    }

    private static void Check(string expected, TemporaryFolder folder, Outcome outcome)
    {
        Assert.True(outcome.Output.StartsWith(expected, StringComparison.Ordinal), outcome.Output + outcome.Error);
        Assert.Matches(@"\n\n Test Accuracy : 0\.\d{4}\n$", outcome.Output);
        Assert.True(File.Exists(folder["loss.png"]) && File.Exists(folder["accuracy.png"]));
    }

    /// <summary>The page's one block of C#.</summary>
    internal static string Code(string page)
    {
        string[] parts = File.ReadAllText(Path.Combine(Root, page)).ReplaceLineEndings("\n").Split("```csharp\n");
        Assert.Equal(2, parts.Length);
        return parts[1].Split("```")[0];
    }
}
