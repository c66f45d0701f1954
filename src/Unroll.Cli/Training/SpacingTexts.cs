using Unroll.Cli.Predicting;
using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Training;

/// <summary>Korean texts to learn spacing from, each once; the tenth of every ten is for testing.</summary>
internal sealed record SpacingTexts(IReadOnlyList<string> Train, IReadOnlyList<string> Test)
{
    private const int Longest = 150;
    private const int Tenth = 10;

    public static SpacingTexts None { get; } = new([], []);

    /// <summary>The lines of a file, of lines with tabs the second column; without a file, the everyday corpus.</summary>
    public static SpacingTexts Read(string? path, int? limit, Catalogue texts)
    {
        IEnumerable<string> lines = path is null ? Built() : FromFile(path, texts);
        string[] korean = [.. lines.Where(line => line.Any(Hangul.IsSyllable) && line.Length <= Longest).DistinctBy(line => line.Replace(" ", "", StringComparison.Ordinal)).Take(limit ?? int.MaxValue)];
        if (korean.Length < Tenth || !korean.Any(line => line.Contains(' ', StringComparison.Ordinal))) throw new UserError(texts.NoKoreanLines(path ?? "everyday", korean.Length, Tenth));
        return new([.. korean.Where((_, i) => i % Tenth != Tenth - 1)], [.. korean.Where((_, i) => i % Tenth == Tenth - 1)]);
    }

    private static IEnumerable<string> Built()
    {
        var (train, test) = Everyday.Pairs();
        return train.Concat(test).Select(pair => pair.Target);
    }

    private static IEnumerable<string> FromFile(string path, Catalogue texts)
    {
        using var stream = File.OpenRead(Commands.SavedModel.Existing(path, texts));
        foreach (var line in StoryLines.Read(stream, path, texts))
        {
            string[] columns = line.Text.Split('\t');
            yield return columns[Math.Min(1, columns.Length - 1)].Trim();
        }
    }
}
