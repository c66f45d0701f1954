using System.Text.Json;
using Unroll.Datasets;

namespace Unroll.Tests.Golden;

/// <summary>The lecture's own model on the real data: one unshuffled epoch as Keras ran it.</summary>
public class ReutersEpochTests(ITestOutputHelper output)
{
    private const int Batch = 100;
    private const int Steps = 100;

    /// <summary>From here on rounding the weights to float32 alone moves the loss by 1e-3 and more: docs/decisions/reuters-epoch.md.</summary>
    private const int WellConditioned = 76;

    [Fact]
    public void Fit_OneEpochOfReuters_RunsAsInKeras()
    {
        using SafetensorsReader file = SafetensorsReader.Open(Path.Combine(GoldenCases.Home, "files", "reuters_epoch.safetensors"));
        var (train, test) = Reuters.Load(numWords: 1000, testSplit: 0.2);
        DataArray x = Sequences.Pad(train.Stories, maxLength: Steps);
        DataArray xTest = Sequences.Pad(test.Stories, maxLength: Steps);
        var model = new Sequential
        {
            new InputLayer(Steps) { Type = ElementType.Int32 },
            new Embedding(1000, 100),
            new Lstm(100),
            new Dense(46) { Activation = Activation.Softmax },
        };
        for (int i = 0; i < model.Weights.Count; i++) model.Weights[i].Set(file.ReadFloats($"weight/{i}"));
        model.Compile(Loss.CategoricalCrossentropy, new Adam(), [Metric.Accuracy]);
        var log = new RunningLog(["loss", "accuracy"]);
        History history = model.Fit(
            Dataset.From(x, Labels.ToCategorical(train.Topics)),
            new FitOptions { BatchSize = Batch, Shuffle = false, Validation = Dataset.From(xTest, Labels.ToCategorical(test.Topics)), Progress = log },
            TestContext.Current.CancellationToken);

        float[] running = file.ReadFloats("running");
        Assert.Equal(running.Length, log.Values.Length);
        double worstLoss = 0, worstStories = 0, worstEnd = 0;
        for (int b = 0; b < running.Length / 2; b++)
        {
            int seen = Math.Min((b + 1) * Batch, x.Count);
            double loss = Math.Abs(running[2 * b] - log.Values[2 * b]);
            if (b >= WellConditioned)
            {
                worstEnd = Math.Max(worstEnd, loss);
                continue;
            }
            worstLoss = Math.Max(worstLoss, loss);
            worstStories = Math.Max(worstStories, Math.Abs(running[2 * b + 1] - log.Values[2 * b + 1]) * seen);
        }

        float[] prediction = file.ReadFloats("prediction");
        var ours = new float[prediction.Length];
        model.Predict(new DataArray(First(test.Stories, 100), 100, Steps)).FlattenTo(ours);
        double meanPrediction = prediction.Zip(ours, (e, a) => Math.Abs(e - a)).Average();

        using JsonDocument about = JsonDocument.Parse(file.Metadata["case"]);
        double expected = about.RootElement.GetProperty("history").GetProperty("val_loss")[0].GetDouble();
        double valLoss = history["val_loss"][0];
        output.WriteLine($"running loss within {worstLoss:E1}, at the end {worstEnd:E1}, right stories within {worstStories:F2}, validation loss {valLoss:F6} (Keras {expected:F6}), predictions off by {meanPrediction:E1} on average");
        Assert.True(worstLoss <= 1e-4, $"The running loss is off by {worstLoss:E2}.");
        Assert.True(worstStories <= 1.01, $"The running accuracy is off by {worstStories:F2} stories.");
        Assert.True(worstEnd <= 2e-2, $"The running loss is off by {worstEnd:E2} at the end.");

        // One bit in one element of each weight array moves it as far as this: docs/decisions/reuters-epoch.md.
        Assert.Equal(expected, valLoss, 8e-2);
        Assert.True(meanPrediction <= 1e-2, $"The predictions are off by {meanPrediction:E2} on average.");
    }

    private static int[] First(IReadOnlyList<int[]> stories, int count)
    {
        var padded = new int[count * Steps];
        Sequences.Pad([.. stories.Take(count)], maxLength: Steps).FlattenTo(padded);
        return padded;
    }
}
