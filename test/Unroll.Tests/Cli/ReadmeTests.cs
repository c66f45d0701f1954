using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Unroll.Tests.Cli;

public partial class ReadmeTests
{
    private static readonly string Root = Repository.Root;

    [Fact]
    public void Code_InTheReadme_IsTheExample()
    {
        string example = File.ReadAllText(Path.Combine(Root, "examples", "Reuters.cs")).ReplaceLineEndings("\n");
        Assert.Equal(example[example.IndexOf("using ", StringComparison.Ordinal)..], Code("README.md"));
    }

    [Theory]
    [InlineData("README.md", "46 categories\n8982 training stories\n2246 test stories\n\n[1, 2, 2, 8, 43,")]
    [InlineData("README.ko.md", "46 카테고리\n8982 학습용 뉴스 기사\n2246 테스트용 뉴스 기사\n\n[1, 2, 2, 8, 43,")]
    public void Code_InTheReadme_CompilesAndRuns(string readme, string expected)
    {
        using var folder = new TemporaryFolder();
        string code = Code(readme);
        Assert.Contains("Epochs = 20", code, StringComparison.Ordinal);
        string[] projects = ["Unroll", "Unroll.Datasets.Reuters", "Unroll.Plots"];
        string program = string.Concat(projects.Select(project => $"#:project {Path.Combine(Root, "src", project, project + ".csproj")}\n"))
            + "#:property PublishAot=false\n"
            + code.Replace("Epochs = 20", "Epochs = 1", StringComparison.Ordinal);
        File.WriteAllText(folder["Program.cs"], program);

        var start = new ProcessStartInfo("dotnet", ["run", "-c", "Release", "Program.cs"])
        {
            WorkingDirectory = folder["."],
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n");
        process.WaitForExit();

        Assert.StartsWith(expected, output, StringComparison.Ordinal);
        Assert.Matches(@"\n\n Test Accuracy : 0\.\d{4}\n$", output);
        Assert.True(File.Exists(folder["loss.png"]) && File.Exists(folder["accuracy.png"]));
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

    /// <summary>The page's one block of C#.</summary>
    private static string Code(string readme)
    {
        string[] parts = File.ReadAllText(Path.Combine(Root, readme)).ReplaceLineEndings("\n").Split("```csharp\n");
        Assert.Equal(2, parts.Length);
        return parts[1].Split("```")[0];
    }
}
