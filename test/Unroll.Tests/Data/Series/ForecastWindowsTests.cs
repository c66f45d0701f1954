using System.Numerics.Tensors;

namespace Unroll.Tests.Data;

public class ForecastWindowsTests
{
    /// <summary>Two columns: 0, 1, 2, ... and ten times that.</summary>
    private static readonly Tensor<float> s_values = Tensor.Create([.. Enumerable.Range(0, 10).SelectMany(i => new[] { i, 10f * i })], [10, 2]);

    [Fact]
    public void Create_TargetsInTheLastPart_WindowsReachBack()
    {
        (Tensor<float> x, Tensor<float> y) = ForecastWindows.Create(s_values, window: 3, stepsAhead: 2, column: 1, 7..10);
        Assert.Equal([2, 3, 2], x.Lengths.ToArray().Select(l => (int)l));
        Assert.Equal([4f, 40, 5, 50, 6, 60, 5, 50, 6, 60, 7, 70], x.ToArray());
        Assert.Equal([70f, 80, 80, 90], y.ToArray());
    }

    [Fact]
    public void Create_TargetsFromTheBegin_BeginAfterTheFirstWindow() =>
        Assert.Equal([3f, 4, 5], ForecastWindows.Create(s_values, 3, 1, 0, ..6).Y.ToArray());

    [Fact]
    public void Naive_SameWindows_RepeatsTheLastStep() => Assert.Equal([60f, 60, 70, 70], ForecastWindows.Naive(s_values, 3, 2, 1, 7..10).ToArray());

    [Fact]
    public void SeasonalNaive_SeasonShorterThanTheForecast_UsesWhatIsKnown() =>
        Assert.Equal([4f, 5, 4, 5, 6, 5], ForecastWindows.SeasonalNaive(s_values, 3, 3, 0, 6..9, season: 2).ToArray().Concat(ForecastWindows.SeasonalNaive(s_values, 3, 3, 0, 7.., season: 2).ToArray()));

    [Fact]
    public void Create_NoWindowFits_SaysWhatThereIs()
    {
        var error = Assert.Throws<ArgumentException>(() => ForecastWindows.Create(s_values, 9, 2, 0, ..));
        Assert.StartsWith("No window fits: 9 steps and 2 that follow them, these from step 0 to 9 of 10. Give more steps, a shorter window or fewer steps ahead.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeasonalNaive_SeasonBeforeTheBegin_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => ForecastWindows.SeasonalNaive(s_values, 3, 1, 0, 5.., season: 6));
        Assert.StartsWith("A season of 6 steps doesn't lie before step 5, where the forecasts begin.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_KnownErrors_GivesTheirMeans()
    {
        Tensor<float> truth = Tensor.Create([1f, 2, 3, 4], [2, 2]), forecast = Tensor.Create([1f, 5, 3, 0], [2, 2]);
        Assert.Equal(new ForecastError(1.75, 2.5), ForecastError.Of(truth, forecast));
    }

    [Fact]
    public void Scaler_FittedOnTraining_ScalesTheRestAlike()
    {
        Tensor<float> training = Tensor.Create([1f, 7, 3, 7, 5, 7], [3, 2]), later = Tensor.Create([9f, 8], [1, 2]);
        SeriesScaler standard = SeriesScaler.Standard(training), minMax = SeriesScaler.MinMax(training);
        Assert.Equal((float)(6 / Math.Sqrt(8.0 / 3)), standard.Transform(later)[0, 0], 1e-6);
        Assert.Equal([2f, 1], minMax.Transform(later).ToArray());
        Assert.Equal(0, standard.Transform(training).ToArray().Where((_, i) => i % 2 == 0).Sum(), 1e-6);
        Assert.Equal(9, standard.Inverse(standard.Transform(later)[0, 0], 0), 1e-6);
        var error = Assert.Throws<ShapeException>(() => standard.Transform(Tensor.Create([1f, 2, 3], [1, 3])));
        Assert.Equal("The scaler has 2 columns, but got values of shape [1, 3]. Give [time, 2].", error.Message);
    }

    [Fact]
    public void Split_ByTime_PutsTheTestLast()
    {
        var series = new Series(new DateTime(2000, 1, 1), SeriesStep.Day, ["v"], [.. Enumerable.Range(0, 10).Select(i => (float)i)]);
        var (training, validation, test) = series.Split(validation: 2, test: 3);
        Assert.Equal([0f, 1, 2, 3, 4], series.ValuesOf(training).ToArray());
        Assert.Equal([5f, 6], series.ValuesOf(validation).ToArray());
        Assert.Equal([7f, 8, 9], series.ValuesOf(test).ToArray());
        var error = Assert.Throws<ArgumentException>(() => series.Split(5, 5));
        Assert.StartsWith("5 steps for validation and 5 for the test leave none of 10 for training. Hold back fewer.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Series_BadValues_SaysWhich()
    {
        var error = Assert.Throws<ArgumentException>(() => new Series(default, SeriesStep.Day, ["a", "b"], [1, 2, 3, float.NaN]));
        Assert.StartsWith("The value of 'b' at step 1 is NaN, but expected a finite number. Fill the gap first.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new Series(default, SeriesStep.Day, ["a"], [1, 2]).Column("c"));
        Assert.StartsWith("The series has no column 'c'. It has 'a'.", error.Message, StringComparison.Ordinal);
    }
}
