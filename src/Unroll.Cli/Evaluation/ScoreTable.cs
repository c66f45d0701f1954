using System.Globalization;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Evaluation;

/// <summary>The topics' scores in columns.</summary>
internal static class ScoreTable
{
    private const int NameWidth = 18;
    private const int FigureWidth = 10;
    private const int FirstWideCharacter = 0x1100;

    public static void Write(TextWriter output, Catalogue texts, IReadOnlyList<string> names, IReadOnlyList<TopicScore> scores)
    {
        output.WriteLine(Row(texts.Topic, [texts.Precision, texts.Recall, texts.F1, texts.Support]));
        foreach (var (name, score) in names.Zip(scores)) output.WriteLine(Row(name, score));
        output.WriteLine(Row(texts.MacroAverage, TopicScore.MacroAverage(scores)));
    }

    private static string Row(string name, TopicScore score) =>
        Row(name, [Invariant.Four(score.Precision), Invariant.Four(score.Recall), Invariant.Four(score.F1), score.Support.ToString(CultureInfo.InvariantCulture)]);

    private static string Row(string name, IEnumerable<string> figures) =>
        name + Spaces(NameWidth - Width(name)) + string.Concat(figures.Select(figure => Spaces(FigureWidth - Width(figure)) + figure));

    private static string Spaces(int count) => new(' ', Math.Max(1, count));

    /// <summary>Columns on a terminal, where a Korean syllable takes two.</summary>
    private static int Width(string text) => text.Sum(character => character >= FirstWideCharacter ? 2 : 1);
}
