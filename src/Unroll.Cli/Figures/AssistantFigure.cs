using Unroll.Cli.Texts;

namespace Unroll.Cli.Figures;

/// <summary>The lecture's two questions to an assistant, word by word: the same word ends in another state.</summary>
internal static class AssistantFigure
{
    private const double BoxWidth = 124;
    private static readonly double[] Places = [110, 270, 430, 590];
    private const double AnswerPlace = 790;

    public static SvgCanvas Draw(Catalogue texts)
    {
        var svg = new SvgCanvas(900, 500, texts.AssistantFigure);
        svg.Frame(Places[1] - 74, 56, 148, 400, "#f8fafc", "#94a3b8", dashed: true);
        Row(svg, 110, texts.QuestionToday, texts.MemoriesToday, texts.AnswerToday, Paint.Hidden, texts);
        Row(svg, 320, texts.QuestionTomorrow, texts.MemoriesTomorrow, texts.AnswerTomorrow, Paint.Other, texts);
        svg.Text(Places[1], 480, texts.SameWordOtherState, 14, SvgCanvas.Ink);
        return svg;
    }

    private static void Row(SvgCanvas svg, double y, IReadOnlyList<string> words, IReadOnlyList<string> memories, string answer, Paint paint, Catalogue texts)
    {
        double wordsAt = y + 100;
        for (int i = 0; i < Places.Length; i++)
        {
            svg.Box(Places[i], y, BoxWidth, 56, paint, $"h_{{{i + 1}}}", memories[i]);
            svg.Box(Places[i], wordsAt, 96, 40, Paint.Input, words[i]);
            svg.Arrow(Places[i], wordsAt - 20, Places[i], y + 28);
            if (i > 0) svg.Arrow(Places[i - 1] + (BoxWidth / 2), y, Places[i] - (BoxWidth / 2), y);
        }

        svg.Box(AnswerPlace, y, 150, 56, Paint.Output, texts.Answer, answer);
        svg.Arrow(Places[^1] + (BoxWidth / 2), y, AnswerPlace - 75, y);
    }
}
