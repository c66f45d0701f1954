namespace Unroll.Tests.Golden;

/// <summary>The cases there are: those in the project, and those in the folder that UNROLL_GOLDEN names.</summary>
internal static class GoldenCases
{
    /// <summary>What stands before the names of cases from UNROLL_GOLDEN.</summary>
    public const string ExtraPrefix = "extra:";

    public static readonly string Home = Path.Combine(AppContext.BaseDirectory, "Golden");

    private static readonly Lazy<Dictionary<string, GoldenCase>> Found = new(Find);

    private static readonly Lazy<HashSet<string>> Listed = new(() => [.. File.ReadLines(Path.Combine(Home, "pending.txt")).Where(line => line.Length > 0)]);

    public static IReadOnlyDictionary<string, GoldenCase> All => Found.Value;

    /// <summary>The cases that are known not to run yet.</summary>
    public static IReadOnlySet<string> Pending => Listed.Value;

    private static Dictionary<string, GoldenCase> Find()
    {
        var cases = new Dictionary<string, GoldenCase>(StringComparer.Ordinal);
        Walk(Path.Combine(Home, "keras"), "", cases);
        if (Environment.GetEnvironmentVariable("UNROLL_GOLDEN") is { Length: > 0 } extra) Walk(extra, ExtraPrefix, cases);
        return cases;
    }

    private static void Walk(string root, string prefix, Dictionary<string, GoldenCase> cases)
    {
        foreach (string path in Directory.EnumerateFiles(root, "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (!relative.Contains('/', StringComparison.Ordinal)) relative = $"{Path.GetFileName(Path.GetFullPath(root))}/{relative}";
            var golden = new GoldenCase(prefix + relative[..^".safetensors".Length], path);
            if (golden.Describe() is not null) cases.Add(golden.Id, golden);
        }
    }
}
