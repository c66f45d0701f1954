using Unroll.Cli.Texts;

namespace Unroll.Cli.Figures;

/// <summary>The recurrent loop, and the same unrolled over time.</summary>
internal static class RecurrenceFigure
{
    private const double Top = 110;
    private const double Middle = 210;
    private const double Bottom = 310;

    public static SvgCanvas Draw(Catalogue texts)
    {
        var svg = new SvgCanvas(900, 420, texts.RecurrenceFigure);
        Step(svg, 130, "x", "h", "y");
        svg.Loop(170, Middle, 60);
        svg.Text(190, Middle - 44, texts.OneStepLater, 13, SvgCanvas.Faint, "start");
        svg.Text(130, 376, texts.TheLoop, 14, SvgCanvas.Faint);

        svg.Text(318, Middle + 9, "=", 30, SvgCanvas.Ink);

        double[] places = [400, 530, 660, 790];
        for (int i = 0; i < places.Length; i++)
        {
            Step(svg, places[i], $"x_{{{i + 1}}}", $"h_{{{i + 1}}}", $"y_{{{i + 1}}}");
            if (i > 0) svg.Arrow(places[i - 1] + 40, Middle, places[i] - 40, Middle);
        }

        svg.Arrow(790 + 40, Middle, 880, Middle);
        svg.Text(595, 376, texts.Unrolled, 14, SvgCanvas.Faint);
        svg.Text(450, 404, "h_{t} = tanh(x_{t}·W + h_{t-1}·U + b)", 15, SvgCanvas.Ink);
        return svg;
    }

    private static void Step(SvgCanvas svg, double x, string input, string hidden, string output)
    {
        svg.Box(x, Top, 60, 44, Paint.Output, output);
        svg.Box(x, Middle, 80, 44, Paint.Hidden, hidden);
        svg.Box(x, Bottom, 60, 44, Paint.Input, input);
        svg.Arrow(x, Bottom - 22, x, Middle + 22);
        svg.Arrow(x, Middle - 22, x, Top + 22);
    }
}
