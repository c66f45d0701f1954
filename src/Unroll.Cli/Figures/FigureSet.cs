using Unroll.Cli.Labs;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Figures;

/// <summary>The lecture's missing figures, in English and Korean.</summary>
internal static class FigureSet
{
    private static readonly (string Name, Func<Catalogue, SvgCanvas> Draw)[] All =
    [
        ("recurrence", RecurrenceFigure.Draw),
        ("assistant", AssistantFigure.Draw),
        ("lstm", LstmFigure.Draw),
        ("shapes", ShapesFigure.Draw),
        ("classifier", ClassifierFigure.Draw),
    ];

    public static void Save(LabFolder folder, Catalogue texts)
    {
        foreach (string language in new[] { Language.English, Language.Korean })
        {
            var words = Catalogue.For(language);
            foreach (var (name, draw) in All) folder.Text($"{name}.{language}.svg", draw(words).ToString());
        }

        folder.Page(texts.FiguresTitle, [texts.FiguresReport(All.Length)]);
    }
}
