using Unroll.Cli.Labs;
using Unroll.Cli.Texts;

namespace Unroll.Tests.Labs;

/// <summary>What each experiment claims, at small sizes, and that its words follow from its numbers.</summary>
public class LabTests
{
    private static readonly LabSettings Quick = new() { Quick = true };
    private static readonly Catalogue English = Catalogue.For(Language.English);
    private static readonly Catalogue Korean = Catalogue.For(Language.Korean);

    [Fact]
    public void Gradients_VanishFasterWithSigmoidAndSlowerWithAnOpenForgetGate()
    {
        var result = GradientLab.Measure(Quick);
        double Factor(string name) => result.Of(name).Factor;
        Assert.InRange(Factor(GradientLab.Sigmoid), 0.05, 0.3);
        Assert.InRange(Factor(GradientLab.Tanh), 0.6, 1);
        Assert.True(Factor(GradientLab.Forget0) < Factor(GradientLab.Forget1), "a forget bias of 1 keeps no more than 0");
        Assert.True(Factor(GradientLab.Forget1) < Factor(GradientLab.Open), "an open gate keeps no more");
        Assert.InRange(Factor(GradientLab.Open), 0.9, 1.2);
        Assert.Equal(1, result.SlopeOf("tanh").Greatest, 3);
        Assert.Equal(0.25, result.SlopeOf("sigmoid").Greatest, 3);
        Assert.True(result.DeepOf("sigmoid").Left < 1e-6 * result.DeepOf("tanh").Left, "depth takes no more from sigmoid");
        Assert.Equal(40, result.Of(GradientLab.Gru).H.Length);
        Assert.Equal(40, result.Of(GradientLab.Forget1).C!.Length);

        using var folder = new TemporaryFolder();
        GradientLab.Report(result, new LabFolder(folder["out"], English), English);
        Assert.Equal(["gradients-deep.png", "gradients.csv", "gradients.png", "report.md", "slopes.csv", "slopes.png"], Names(folder["out"]));
        Assert.Equal(1 + (8 * (10 + 40)) + (3 * 20), File.ReadLines(Path.Combine(folder["out"], "gradients.csv")).Count());
        Assert.Contains("![gradients](gradients.png)", File.ReadAllText(Path.Combine(folder["out"], "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void GradientsReport_ClaimsThatDoNotHold_AreSaidNotToHold()
    {
        GradientLab.Curve Curve(string name, double factor) => new(name, 3, [1, factor, factor * factor], null);
        var result = new GradientLab.Result(
            [Curve(GradientLab.Sigmoid, 0.9), Curve(GradientLab.Tanh, 0.5), Curve(GradientLab.Relu, 0.5), Curve(GradientLab.Forget0, 0.8), Curve(GradientLab.Forget1, 0.7), Curve(GradientLab.Gru, 0.5), Curve(GradientLab.Open, 0.99), Curve(GradientLab.SigmoidCell, 0.2)],
            [Curve("tanh", 0.1), Curve("sigmoid", 0.2), Curve("relu", 0.3)],
            [new("tanh", [0], [0], [1]), new("sigmoid", [0], [0.5], [0.25])]);
        var paragraphs = English.GradientsReport(result);
        Assert.Contains("does not lose the gradient faster with sigmoid", paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("does not keep more with a forget bias of 1", paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("So the slope alone does not explain it there.", paragraphs[1], StringComparison.Ordinal);
        Assert.Contains("강의의 설명과 달리", Korean.GradientsReport(result)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_OrderNeedsARecurrentNetwork()
    {
        var result = MemoryLab.Measure(Quick);
        Assert.InRange(result.Of(MemoryLab.Bag).Short, 0.4, 0.6);
        var best = result.Recurrent.MaxBy(outcome => outcome.Short)!;
        Assert.True(best.Short > 0.9, $"the best recurrent network has {best.Short}");
        Assert.True(result.Recurrent.Max(outcome => outcome.Long) > result.Of(MemoryLab.Window).Long, "longer sequences are no easier to the recurrent networks");

        using var folder = new TemporaryFolder();
        MemoryLab.Report(result, new LabFolder(folder["out"], Korean), Korean);
        Assert.Equal(["memory.csv", "memory.png", "report.md"], Names(folder["out"]));
    }

    [Fact]
    public void MemoryReport_ClaimThatDoesNotHold_IsSaidNotToHold()
    {
        var result = new MemoryLab.Result([new(MemoryLab.Bag, false, 1, 0.7, 0.7), new(MemoryLab.Window, false, 1, 0.9, 0.9), new("LSTM", true, 1, 0.6, 0.6)], 100);
        var paragraphs = English.MemoryReport(result);
        Assert.Contains("which is not expected", paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("against what the lecture says", paragraphs[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Lag_GatedCellLearnsToAddOverALag()
    {
        var result = LagLab.Measure(Quick);
        Assert.Equal(10, result.Reached(LagLab.Adding, "GRU"));
        Assert.All(result.Runs, run => Assert.True(run.Steps is null || run.Reached >= 0.99 || run.Reached <= 0.01, $"{run}"));

        using var folder = new TemporaryFolder();
        LagLab.Report(result, new LabFolder(folder["out"], English), English);
        string[] table = File.ReadAllLines(Path.Combine(folder["out"], "lag.csv"));
        Assert.Equal("task,cell,lag,steps_to_learn,reached,seconds", table[0]);
        Assert.Contains(table, line => line.StartsWith("adding,\"LSTM, forget bias 4\",5,", StringComparison.Ordinal));
        Assert.Contains("report.md", Names(folder["out"]));
    }

    [Fact]
    public void LagReport_NobodyGoesFarther_SaysSo()
    {
        LagLab.Run Run(string task, string cell, int? steps) => new(task, cell, 10, steps, 0, TimeSpan.Zero);
        var result = new LagLab.Result([Run(LagLab.Copy, "SimpleRNN", 50), Run(LagLab.Copy, "LSTM", null), Run(LagLab.Distracted, "GRU", 50), Run(LagLab.Adding, "LSTM", 50)], [10, 20], 100);
        var paragraphs = English.LagReport(result);
        Assert.Contains("SimpleRNN: 10; LSTM: none;", paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("No gated cell reached farther", paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("Farther than SimpleRNN: LSTM.", paragraphs[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Gates_TheSameWordLeavesAnotherState()
    {
        var result = GateLab.Measure(Quick);
        Assert.Equal(["오늘", "주가가", "몇이야", "?"], result.First);
        Assert.NotEqual(result.Answers[0], result.Answers[1]);
        Assert.All(result.HiddenDistances, distance => Assert.True(distance > 0.2, $"{distance}"));

        using var folder = new TemporaryFolder();
        GateLab.Report(result, new LabFolder(folder["out"], Korean), Korean);
        Assert.Equal(["distances.csv", "gates-today.csv", "gates-today.png", "gates-tomorrow.csv", "gates-tomorrow.png", "report.md", "states.png"], Names(folder["out"]));
        Assert.Contains("그 앞의 상태가 달랐으므로", File.ReadAllText(Path.Combine(folder["out"], "report.md")), StringComparison.Ordinal);
    }

    private static string[] Names(string folder) => [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
