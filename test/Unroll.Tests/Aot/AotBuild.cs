namespace Unroll.Tests.Aot;

/// <summary>A program around <see cref="LectureDigest"/> that is compiled ahead of time, with the libraries as they stand beside the tests.</summary>
public sealed class AotBuild : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AotBuild()
    {
        File.WriteAllText(_folder["Lecture.csproj"], Project());
        File.WriteAllText(_folder["Program.cs"], "System.Console.WriteLine(Unroll.Tests.Aot.LectureDigest.Compute(int.Parse(args[0])));");
    }

    /// <summary>Compiles.</summary>
    /// <param name="name">The folder of what comes out.</param>
    /// <param name="more">Options of <c>dotnet publish</c>.</param>
    /// <returns>The program.</returns>
    public string Publish(string name, params string[] more)
    {
        string program = Path.Combine(_folder[name], "Lecture");
        var built = Outcome.Of("dotnet", ["publish", _folder["Lecture.csproj"], "-c", "Release", "--use-current-runtime", "-o", _folder[name], .. more]);
        Assert.True(File.Exists(program), built.Output + built.Error);
        return program;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The library's targets come where those of its package do.</summary>
    private static string Project()
    {
        string[] libraries = ["Unroll", "Unroll.Datasets.Reuters", "System.Numerics.Tensors"];
        return $"""
            <Project>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <InvariantGlobalization>true</InvariantGlobalization>
                <PublishAot>true</PublishAot>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="{Path.Combine(Repository.Root, "test", "Unroll.Tests", "Aot", "LectureDigest.cs")}" />
                {string.Concat(libraries.Select(static library => $"<Reference Include=\"{Path.Combine(AppContext.BaseDirectory, library + ".dll")}\" />"))}
              </ItemGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
              <Import Project="{Path.Combine(Repository.Root, "src", "Unroll", "build", "Unroll.targets")}" />
            </Project>
            """;
    }
}
