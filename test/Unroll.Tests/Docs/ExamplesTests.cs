using System.Diagnostics;

namespace Unroll.Tests.Docs;

/// <summary>Every example compiles and, with <c>--quick</c>, runs. All are compiled into one program, since a build for each takes long.</summary>
public sealed class ExamplesTests(ExamplesProgram program) : IClassFixture<ExamplesProgram>
{
    /// <summary>All but the lecture's own, which the README's tests run.</summary>
    public static TheoryData<string> Names => [.. ExamplesProgram.Names.Where(static name => name != "Reuters")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Example_Quick_RunsAndPrints(string name)
    {
        using var folder = new TemporaryFolder();
        var outcome = ExamplesProgram.Run("dotnet", folder["."], program.Path, name, "--quick");
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

/// <summary>The program of all examples: each becomes a method of its own.</summary>
public sealed class ExamplesProgram : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ExamplesProgram()
    {
        File.WriteAllText(_folder["Examples.csproj"], Project());
        File.WriteAllText(_folder["Program.cs"], $"switch (args[0])\n{{\n{string.Concat(Names.Select(static name => $"    case \"{name}\": Examples.{name}Example.Run(args[1..]); break;\n"))}}}\n");
        foreach (string name in Names) File.WriteAllText(_folder[$"{name}.cs"], AsMethod(name));
        var outcome = Run("dotnet", _folder["."], "build", "Examples.csproj", "-c", Configuration, "-p:BuildProjectReferences=false", "-v", "q", "-nologo");
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
    }

    public static IEnumerable<string> Names => Directory.GetFiles(System.IO.Path.Combine(Repository.Root, "examples"), "*.cs").Select(static file => System.IO.Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    /// <summary>The built program; its first argument is an example's name.</summary>
    public string Path => System.IO.Path.Combine(_folder["bin"], Configuration, "net10.0", "Examples.dll");

    public static string Source(string name) => System.IO.Path.Combine(Repository.Root, "examples", name + ".cs");

    public void Dispose() => _folder.Dispose();

    public static (int ExitCode, string Output, string Error) Run(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>The tests' own configuration: the libraries are built in it, so they needn't be built again.</summary>
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Usings first, then a class whose method holds the statements.</summary>
    private static string AsMethod(string name)
    {
        string[] lines = [.. File.ReadAllLines(Source(name)).SkipWhile(static line => line.StartsWith("#:", StringComparison.Ordinal) || line.Length == 0)];
        int usings = Array.FindLastIndex(lines, static line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains("var ", StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal)) + 1;
        return $"{string.Join('\n', lines[..usings])}\n\nnamespace Examples;\n\ninternal static class {name}Example\n{{\n    public static void Run(string[] args)\n    {{\n{string.Join('\n', lines[usings..])}\n    }}\n}}\n";
    }

    private static string Project()
    {
        string[] projects = ["Unroll", "Unroll.Datasets", "Unroll.Datasets.Reuters", "Unroll.Images", "Unroll.Plots"];
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="*.cs" />
                {string.Concat(projects.Select(static project => $"<ProjectReference Include=\"{System.IO.Path.Combine(Repository.Root, "src", project, project + ".csproj")}\" />"))}
              </ItemGroup>
            </Project>
            """;
    }
}
