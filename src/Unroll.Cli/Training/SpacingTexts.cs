using Unroll.Cli.Predicting;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>Korean texts to learn spacing from, each once, and for each source those to measure on.</summary>
internal sealed record SpacingTexts(IReadOnlyList<string> Train, IReadOnlyList<(string Source, IReadOnlyList<string> Texts)> Tests)
{
    /// <summary>The name of the everyday corpus among sources.</summary>
    public const string Built = "everyday";

    private const int Longest = 150;
    private const int Tenth = 10;

    /// <summary>Reads the everyday corpus, which has a split of its own, or the lines of files, of lines with tabs the second column; of these the tenth of every ten is for testing.</summary>
    /// <param name="sources">Files, or <see cref="Built"/>.</param>
    /// <param name="limit">The most texts of each; null for all.</param>
    /// <param name="texts">The user's language.</param>
    public static SpacingTexts Read(IReadOnlyList<string> sources, int? limit, Catalogue texts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var train = new List<string>();
        var tests = new List<(string, IReadOnlyList<string>)>();
        foreach (string source in sources)
        {
            var (learnt, held) = source == Built ? Everyday(limit, seen) : Split(Korean(FromFile(source, texts), limit, seen));
            if (held.Count == 0 || !learnt.Any(line => line.Contains(' ', StringComparison.Ordinal))) throw new UserError(texts.NoKoreanLines(source, learnt.Count + held.Count, Tenth));
            train.AddRange(learnt);
            tests.Add((Path.GetFileName(source), held));
        }
        return new(train, tests);
    }

    private static (IReadOnlyList<string> Train, IReadOnlyList<string> Test) Everyday(int? limit, HashSet<string> seen)
    {
        var (train, test) = Datasets.Everyday.Pairs();
        return (Korean(train.Select(pair => pair.Target), limit, seen), Korean(test.Select(pair => pair.Target), limit, seen));
    }

    /// <summary>Those lines in Hangul, not too long, that differ by more than spaces from all before.</summary>
    private static IReadOnlyList<string> Korean(IEnumerable<string> lines, int? limit, HashSet<string> seen) =>
        [.. lines.Where(line => line.Any(Hangul.IsSyllable) && line.Length <= Longest && seen.Add(line.Replace(" ", "", StringComparison.Ordinal))).Take(limit ?? int.MaxValue)];

    private static (IReadOnlyList<string> Train, IReadOnlyList<string> Test) Split(IReadOnlyList<string> lines) =>
        ([.. lines.Where((_, i) => i % Tenth != Tenth - 1)], [.. lines.Where((_, i) => i % Tenth == Tenth - 1)]);

    private static IEnumerable<string> FromFile(string path, Catalogue texts)
    {
        using var stream = File.OpenRead(Commands.SavedModel.Existing(path, texts));
        foreach (var line in StoryLines.Read(stream, path, texts))
        {
            string[] columns = line.Text.Split('	');
            yield return columns[Math.Min(1, columns.Length - 1)].Trim();
        }
    }
}
