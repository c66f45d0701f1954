using Unroll.Cli.Texts;

namespace Unroll.Cli.Figures;

/// <summary>The newswire classifier: words, tokens, vectors, an LSTM that reads them, 46 probabilities.</summary>
internal static class ClassifierFigure
{
    private static readonly string[] Words = ["oil", "prices", "rose", "…", "reuter", "3"];
    private static readonly string[] Tokens = ["65", "87", "138", "…", "17", "12"];
    private static readonly (string Topic, double Share)[] Topics = [("crude", 0.76), ("earn", 0.08), ("gold", 0.03), ("…", 0)];
    private const double First = 250;
    private const double Step = 92;

    public static SvgCanvas Draw(Catalogue texts)
    {
        var svg = new SvgCanvas(960, 520, texts.ClassifierFigure);
        Side(svg, 470, texts.ClassifierWords, "");
        Side(svg, 390, texts.ClassifierTokens, texts.ClassifierTokensNote);
        Side(svg, 310, "Embedding", texts.ClassifierEmbeddingNote);
        Side(svg, 220, "LSTM", texts.ClassifierLstmNote);
        Side(svg, 120, "Dense", texts.ClassifierDenseNote);
        for (int i = 0; i < Words.Length; i++)
        {
            double x = First + (i * Step);
            svg.Box(x, 470, 76, 38, Paint.Plain, Words[i]);
            svg.Box(x, 390, 76, 38, Paint.Input, Tokens[i]);
            svg.Arrow(x, 451, x, 409);
            Vector(svg, x, 310);
            svg.Arrow(x, 371, x, 326);
            svg.Box(x, 220, 76, 44, Paint.Hidden, Words[i] == "…" ? "…" : i < 3 ? $"h_{{{i + 1}}}" : $"h_{{{94 + i + 1}}}");
            svg.Arrow(x, 294, x, 242);
            if (i > 0) svg.Arrow(x - Step + 38, 220, x - 38, 220);
        }

        double last = First + ((Words.Length - 1) * Step);
        svg.Box(last, 120, 92, 44, Paint.Output, "softmax");
        svg.Arrow(last, 198, last, 142);
        Bars(svg, last + 70, 76);
        return svg;
    }

    private static void Side(SvgCanvas svg, double y, string name, string note)
    {
        svg.Text(24, y + (note.Length > 0 ? -2 : 5), name, 15, SvgCanvas.Ink, "start");
        if (note.Length > 0) svg.Text(24, y + 17, note, 12, SvgCanvas.Faint, "start");
    }

    private static void Vector(SvgCanvas svg, double x, double y)
    {
        for (int i = 0; i < 5; i++) svg.Frame(x - 38 + (i * 15.2), y - 16, 15.2, 32, i % 2 == 0 ? "#e0e7ff" : "#c7d2fe", "#4f46e5", radius: 0);
    }

    /// <summary>Topics and how likely they are, beside the output.</summary>
    private static void Bars(SvgCanvas svg, double left, double top)
    {
        svg.Arrow(left - 24, 120, left - 6, 120);
        for (int i = 0; i < Topics.Length; i++)
        {
            double y = top + (i * 26);
            svg.Text(left, y + 12, Topics[i].Topic, 13, SvgCanvas.Ink, "start");
            if (Topics[i].Share > 0) svg.Frame(left + 58, y, 80 * Topics[i].Share, 16, "#fdba74", null, radius: 2);
        }
    }
}
