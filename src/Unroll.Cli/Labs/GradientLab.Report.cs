using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Labs;

internal static partial class GradientLab
{
    public static void Report(Result result, LabFolder folder, Catalogue texts)
    {
        folder.Table("gradients.csv", "network,length,lag,norm_h,norm_c", result.Recurrent.Concat(result.Deep).SelectMany(CsvRows));
        folder.Table("slopes.csv", "function,x,value,slope", result.Slopes.SelectMany(slope =>
            slope.X.Select((x, i) => $"{slope.Name},{Invariant.Exact(x)},{Invariant.Exact(slope.Y[i])},{Invariant.Exact(slope.Slopes[i])}")));
        folder.Picture("gradients.png", Curves(result.Recurrent.Where(curve => curve.Length == result.Longest), texts.GradientsTitle, texts.Lag, texts).Save);
        folder.Picture("gradients-deep.png", Curves(result.Deep, texts.DeepGradientsTitle, texts.LayersBack, texts).Save);
        folder.Picture("slopes.png", Slopes(result, texts).Save);
        folder.Page(texts.GradientsTitle, texts.GradientsReport(result));
    }

    private static IEnumerable<string> CsvRows(Curve curve) => curve.H.Select((norm, lag) =>
        $"\"{curve.Name}\",{curve.Length},{lag},{Invariant.Exact(norm)},{(curve.C is { } c ? Invariant.Exact(c[lag]) : "")}");

    private static LinePlot Curves(IEnumerable<Curve> curves, string title, string xTitle, Catalogue texts)
    {
        var plot = new LinePlot { Title = title, XTitle = xTitle, YTitle = texts.GradientNorm, IsLogarithmic = true, HasMarkers = false, Size = (860, 480) };
        foreach (var curve in curves)
        {
            double[] lags = [.. curve.H.Select((_, lag) => (double)lag)];
            plot.Add(curve.Name, lags, [.. curve.H.Select(norm => norm / curve.H[0])], dashed: curve.Name is Open or SigmoidCell);
        }

        return plot;
    }

    private static LinePlot Slopes(Result result, Catalogue texts)
    {
        var plot = new LinePlot { Title = texts.SlopesTitle, XTitle = "x", HasMarkers = false, Size = (720, 400) };
        foreach (var slope in result.Slopes)
        {
            plot.Add(slope.Name, slope.X, slope.Y);
            plot.Add(texts.SlopeOf(slope.Name), slope.X, slope.Slopes, dashed: true);
        }

        return plot;
    }
}
