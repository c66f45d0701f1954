using System.Diagnostics;

namespace Unroll.Tests.Docs;

/// <summary>The program of all examples and of the code in pages, each a class of its own: a build for each takes long.</summary>
public sealed class ExamplesProgram : IDisposable
{
    /// <summary>The name of the Korean README's code, which trains for one epoch here.</summary>
    public const string KoreanReadme = "KoreanReadme";

    /// <summary>The name of docs/custom-layer.md's code.</summary>
    public const string CustomLayerPage = "CustomLayerPage";

    /// <summary>The name of docs/keras.md's code.</summary>
    public const string KerasPage = "KerasPage";

    private readonly TemporaryFolder _folder = new();

    public ExamplesProgram()
    {
        (string Name, string Code)[] programs =
        [
            .. Names.Select(static name => (name, File.ReadAllText(Source(name)))),
            (KoreanReadme, PagesTests.OneEpoch("README.ko.md")),
            (CustomLayerPage, PagesTests.Code("docs/custom-layer.md")),
            (KerasPage, PagesTests.Code("docs/keras.md")),
        ];
        foreach (var (name, code) in programs) File.WriteAllText(_folder[$"{name}.cs"], AsClass(name, code));
        File.WriteAllText(_folder["Program.cs"], $"switch (args[0])\n{{\n{string.Concat(programs.Select(static p => $"    case \"{p.Name}\": Examples.{p.Name}Example.Run(args[1..]); break;\n"))}}}\n");
        File.WriteAllText(_folder["Examples.csproj"], Project());
        var outcome = Outcome.Of("dotnet", "build", _folder["Examples.csproj"], "-c", Configuration, "-p:BuildProjectReferences=false", "-v", "q", "-nologo");
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
    }

    public static IEnumerable<string> Names => Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.cs").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static string Source(string name) => Path.Combine(Repository.Root, "examples", name + ".cs");

    /// <summary>Runs an example in a folder.</summary>
    internal Outcome Run(string name, string folder, params string[] arguments) => Outcome.Of(
        new ProcessStartInfo("dotnet", [Path.Combine(_folder["bin"], Configuration, "net10.0", "Examples.dll"), name, .. arguments]) { WorkingDirectory = folder });

    public void Dispose() => _folder.Dispose();

    /// <summary>The tests' own configuration: the libraries are built in it, so they needn't be built again.</summary>
    internal static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Usings first, then a class whose method holds the statements, then the code's own classes.</summary>
    private static string AsClass(string name, string code)
    {
        string[] lines = [.. code.ReplaceLineEndings("\n").Split('\n').SkipWhile(static line => line.StartsWith("#:", StringComparison.Ordinal) || line.Length == 0)];
        int usings = Array.FindLastIndex(lines, static line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains("var ", StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal)) + 1;
        int types = Array.FindIndex(lines, static line => line.StartsWith("/// ", StringComparison.Ordinal)) is var found and > 0 ? found : lines.Length;
        return $$"""
            {{string.Join('\n', lines[..usings])}}

            namespace Examples;

            internal static class {{name}}Example
            {
                public static void Run(string[] args)
                {
            {{string.Join('\n', lines[usings..types])}}
                }
            }

            {{string.Join('\n', lines[types..])}}
            """;
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
                {string.Concat(projects.Select(static project => $"<ProjectReference Include=\"{Path.Combine(Repository.Root, "src", project, project + ".csproj")}\" />"))}
              </ItemGroup>
            </Project>
            """;
    }
}

[CollectionDefinition(nameof(ExamplesProgram))]
public sealed class ExamplesProgramTests : ICollectionFixture<ExamplesProgram>;
