namespace Unroll.Tests.Docs;

/// <summary>Every example compiles and, with <c>--quick</c>, runs.</summary>
[Collection(nameof(ExamplesProgram))]
public sealed class ExamplesTests(ExamplesProgram program)
{
    /// <summary>All but the lecture's own, which the README's tests run.</summary>
    public static TheoryData<string> Names => [.. ExamplesProgram.Names.Where(static name => name != "Reuters")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Example_Quick_RunsAndPrints(string name)
    {
        using var folder = new TemporaryFolder();
        var outcome = program.Run(name, folder["."], "--quick");
        Assert.True(outcome.ExitCode == 0, $"{name} ended with code {outcome.ExitCode}:\n{outcome.Output}\n{outcome.Error}");
        Assert.NotEqual("", outcome.Output);
    }

    [Fact]
    public void Projects_NamedByTheExamples_AreThere()
    {
        foreach (string name in ExamplesProgram.Names)
        {
            string[] projects = [.. File.ReadLines(ExamplesProgram.Source(name)).Where(static line => line.StartsWith("#:project ", StringComparison.Ordinal)).Select(static line => line[10..])];
            Assert.NotEmpty(projects);
            Assert.All(projects, project => Assert.True(File.Exists(Path.Combine(Repository.Root, "examples", project)), $"{name} names {project}, which is not there."));
        }
    }
}
