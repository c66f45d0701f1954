using Unroll.Cli.Texts;

namespace Unroll.Cli.Figures;

/// <summary>The LSTM's cell: the state that runs through, and the gates that erase, write and show it.</summary>
internal static class LstmFigure
{
    private const double CellLine = 130;
    private const double Bus = 350;
    private const double Gates = 275;
    private const double GateHeight = 48;
    private const double R = SvgCanvas.SignRadius;

    public static SvgCanvas Draw(Catalogue texts)
    {
        var svg = new SvgCanvas(900, 500, texts.LstmFigure);
        svg.Frame(130, 70, 640, 320, "#f8fafc", "#94a3b8");
        const double forget = 230, write = 350, candidate = 480, show = 610, join = 415, shown = 710;

        // What the gates read: the step's input and the output of the step before.
        svg.Line(60, Bus, show, Bus);
        svg.Line(170, 440, 170, Bus);
        foreach (double gate in new[] { forget, write, candidate, show }) svg.Arrow(gate, Bus, gate, Gates + (GateHeight / 2));

        svg.Box(forget, Gates, 104, GateHeight, Paint.Gate, texts.ForgetGate, "σ");
        svg.Box(write, Gates, 104, GateHeight, Paint.Gate, texts.InputGate, "σ");
        svg.Box(candidate, Gates, 104, GateHeight, Paint.Hidden, texts.Candidate, "tanh");
        svg.Box(show, Gates, 104, GateHeight, Paint.Gate, texts.OutputGate, "σ");

        // The cell state.
        svg.Arrow(60, CellLine, forget - R, CellLine);
        svg.Arrow(forget + R, CellLine, join - R, CellLine);
        svg.Arrow(join + R, CellLine, 850, CellLine);
        svg.Arrow(forget, Gates - (GateHeight / 2), forget, CellLine + R);
        svg.Arrow(write, Gates - (GateHeight / 2), write, 200, join - R, 200);
        svg.Arrow(candidate, Gates - (GateHeight / 2), candidate, 200, join + R, 200);
        svg.Arrow(join, 200 - R, join, CellLine + R);
        svg.Sign(forget, CellLine, "×");
        svg.Sign(join, CellLine, "+");
        svg.Sign(join, 200, "×");

        // The output.
        svg.Arrow(shown, CellLine, shown, 180);
        svg.Box(shown, 200, 64, 40, Paint.Hidden, "tanh");
        svg.Arrow(shown, 220, shown, Gates - R);
        svg.Arrow(show + 52, Gates, shown - R, Gates);
        svg.Sign(shown, Gates, "×");
        svg.Arrow(shown, Gates + R, shown, Bus, 850, Bus);
        Names(svg, texts);
        return svg;
    }

    private static void Names(SvgCanvas svg, Catalogue texts)
    {
        svg.Text(60, CellLine - 14, "c_{t-1}", 17, SvgCanvas.Ink, "start");
        svg.Text(850, CellLine - 14, "c_{t}", 17, SvgCanvas.Ink, "end");
        svg.Text(60, Bus - 14, "h_{t-1}", 17, SvgCanvas.Ink, "start");
        svg.Text(850, Bus - 14, "h_{t}", 17, SvgCanvas.Ink, "end");
        svg.Text(170, 462, "x_{t}", 17, SvgCanvas.Ink);
        svg.Text(540, CellLine - 14, texts.CellState, 14, SvgCanvas.Faint);
        svg.Text(540, 432, "c_{t} = f·c_{t-1} + i·g,   h_{t} = o·tanh(c_{t})", 16, SvgCanvas.Ink);
        svg.Text(540, 466, texts.GatesSay, 14, SvgCanvas.Faint);
    }
}
