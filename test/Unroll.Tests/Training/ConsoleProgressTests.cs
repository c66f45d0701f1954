namespace Unroll.Tests.Training;

public class ConsoleProgressTests
{
    private static readonly Dictionary<string, double> _values = new() { ["loss"] = 1.5, ["accuracy"] = 0.25 };

    [Fact]
    public void Report_Lines_OneForEachEpochAsKeras()
    {
        using var text = new StringWriter { NewLine = "\n" };
        Report(new ConsoleProgress(Verbosity.Lines, text));
        Assert.Equal("Epoch 1/2\n2/2 - 3s - 1500ms/step - accuracy: 0.2500 - loss: 1.5000\n", text.ToString());
    }

    [Fact]
    public void Report_Bar_GrowsBatchByBatch()
    {
        using var text = new StringWriter { NewLine = "\n" };
        Report(new ConsoleProgress(Verbosity.Bar, text));
        string[] parts = text.ToString().Split('\r');
        Assert.Equal("Epoch 1/2\n", parts[0]);
        Assert.Equal($"1/2 {new string('━', 10)}{new string(' ', 10)} - 1s - 1000ms/step - accuracy: 0.2500 - loss: 1.5000", parts[1]);
        Assert.Equal($"2/2 {new string('━', 20)} - 3s - 1500ms/step - accuracy: 0.2500 - loss: 1.5000\n", parts[^1]);
    }

    [Fact]
    public void Report_UnknownNumberOfBatches_SaysSo()
    {
        using var text = new StringWriter();
        new ConsoleProgress(Verbosity.Bar, text).Report(new TrainingProgress(1, 1, 4, 0, TimeSpan.FromSeconds(1), _values, EpochEnded: false));
        Assert.StartsWith("\r4/Unknown ", text.ToString(), StringComparison.Ordinal);
    }

    private static void Report(ConsoleProgress progress)
    {
        progress.Report(new TrainingProgress(1, 2, 1, 2, TimeSpan.FromSeconds(1), _values, EpochEnded: false));
        progress.Report(new TrainingProgress(1, 2, 2, 2, TimeSpan.FromSeconds(2), _values, EpochEnded: false));
        progress.Report(new TrainingProgress(1, 2, 2, 2, TimeSpan.FromSeconds(3), _values, EpochEnded: true));
    }
}
