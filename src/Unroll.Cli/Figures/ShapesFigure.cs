using Unroll.Cli.Texts;

namespace Unroll.Cli.Figures;

/// <summary>The three shapes: many to one, one to many, many to many.</summary>
internal static class ShapesFigure
{
    private const double Top = 150;
    private const double Middle = 235;
    private const double Bottom = 320;
    private const double Step = 92;
    private const double Width = 80;

    public static SvgCanvas Draw(Catalogue texts)
    {
        var svg = new SvgCanvas(1272, 430, texts.ShapesFigure);
        Part(svg, 70, 3, texts.ManyToOne, texts.ManyToOneUse, texts.SentenceWords, [null, null, texts.Meaning]);
        Part(svg, 400, 3, texts.OneToMany, texts.OneToManyUse, [texts.Photo, null, null], texts.CaptionWords);
        Part(svg, 730, 6, texts.ManyToMany, texts.ManyToManyUse, [.. texts.SourceWords, null, null, null], [null, null, .. texts.TargetWords]);
        return svg;
    }

    private static void Part(SvgCanvas svg, double left, int steps, string name, string use, IReadOnlyList<string?> inputs, IReadOnlyList<string?> outputs)
    {
        double middle = left + ((steps - 1) * Step / 2);
        svg.Frame(left - 52, 62, ((steps - 1) * Step) + 104, 350, "#f8fafc", "#cbd5e1");
        svg.Text(middle, 94, name, 17, SvgCanvas.Ink);
        svg.Text(middle, 388, use, 14, SvgCanvas.Faint);
        for (int t = 0; t < steps; t++)
        {
            double x = left + (t * Step);
            svg.Box(x, Middle, Width - 20, 40, Paint.Hidden, $"h_{{{t + 1}}}");
            if (t > 0) svg.Arrow(x - Step + 30, Middle, x - 30, Middle);
            if (inputs[t] is { } input)
            {
                svg.Box(x, Bottom, Width, 40, Paint.Input, input);
                svg.Arrow(x, Bottom - 20, x, Middle + 20);
            }

            if (outputs[t] is { } output)
            {
                svg.Box(x, Top, Width, 40, Paint.Output, output);
                svg.Arrow(x, Middle - 20, x, Top + 20);
            }
        }
    }
}
