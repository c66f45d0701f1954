using System.Globalization;
using static Unroll.Tests.Training.SmallModels;

namespace Unroll.Tests.Training;

public class CallbackTests
{
    [Fact]
    public void Fit_Hooks_AreCalledInKerasOrder()
    {
        var calls = new Recorder();
        Fit(New(), new FitOptions { BatchSize = 15, Epochs = 2, Validation = All, ValidationBatchSize = 30, Callbacks = [calls] });
        string[] epoch = ["batch 0", "batch 0 end", "batch 1", "batch 1 end", "test", "test batch 0", "test batch 0 end", "test end"];
        Assert.Equal(["train", "epoch 0", .. epoch, "epoch 0 end", "epoch 1", .. epoch, "epoch 1 end", "train end"], calls.Calls);
        Assert.Equal(["accuracy", "loss", "val_accuracy", "val_loss"], calls.LastResults.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Predict_Hooks_AreCalledInKerasOrder()
    {
        var calls = new Recorder();
        Sequential model = New();
        Assert.Equal(model.Predict(All, batchSize: 20).ToArray(), model.Predict(All, batchSize: 20, [calls]).ToArray());
        Assert.Equal(["predict", "predict batch 0", "predict batch 0 end", "predict batch 1", "predict batch 1 end", "predict end"], calls.Calls);
    }

    [Fact]
    public void Fit_CallbackThrows_ReachesTheCallerAndTheModelStaysUsable()
    {
        Sequential model = New();
        var failing = new LambdaCallback { BatchEnd = (batch, _) => { if (batch == 1) throw new InvalidOperationException("enough"); } };
        Assert.Equal("enough", Assert.Throws<InvalidOperationException>(() => Fit(model, new FitOptions { BatchSize = 10, Callbacks = [failing] })).Message);
        float[] after = Weights(model);
        Sequential twoBatches = New();
        Fit(twoBatches, new FitOptions { BatchSize = 10, Callbacks = [new LambdaCallback()], StepsPerEpoch = 2 });
        Assert.Equal(Weights(twoBatches), after);
        Assert.True(double.IsFinite(model.Evaluate(All)["loss"]));
        Assert.Equal(1, Fit(model, new FitOptions()).Epochs);
    }

    // The losses of the epochs are given, so that the rules can be seen alone.
    [Theory]
    [InlineData("5 4 3 4 4 4", 2, 0, null, 0, 4, 2)]
    [InlineData("5 4 3 4 4 4", 1, 0, null, 0, 3, 2)]
    [InlineData("5 4 3 2 1 0", 0, 0, null, 0, -1, 5)]
    [InlineData("5 5 5 5", 0, 0, null, 0, 1, 0)]
    [InlineData("5 4.9 4.8 4.7 4.6", 2, 0.5, null, 0, 2, 0)]
    [InlineData("5 4 3 2 1 0", 2, 0, 3.5, 0, -1, 5)]
    [InlineData("5 4.5 4 3.9 3.8", 2, 0, 3.0, 0, -1, 4)]
    [InlineData("5 4.5 4.6 3.9 3.8", 2, 0, 3.0, 0, 2, 1)]
    [InlineData("1 9 8 7 8 8 8", 2, 0, null, 2, 5, 3)]
    [InlineData("NaN NaN NaN", 1, 0, null, 0, 1, 0)]
    public void EarlyStopping_GivenLosses_StopsWhereKerasDoes(string losses, int patience, double minDelta, double? baseline, int startFrom, int stopped, int best)
    {
        var stopping = new EarlyStopping { Monitor = "loss", Patience = patience, MinDelta = minDelta, Baseline = baseline, StartFromEpoch = startFrom };
        double[] values = Numbers(losses);
        History history = Fit(New(), new FitOptions { Epochs = values.Length, Callbacks = [new Losses(values), stopping] });
        Assert.Equal(stopped < 0 ? null : stopped, stopping.StoppedEpoch);
        Assert.Equal(best, stopping.BestEpoch);
        Assert.Equal(stopped < 0 ? values.Length : stopped + 1, history.Epochs);
        Assert.Equal(stopped < 0 ? StopReason.Completed : StopReason.Stopped, history.StopReason);
    }

    [Fact]
    public void EarlyStopping_RestoresTheBestWeights()
    {
        Sequential model = New();
        var kept = new List<float[]>();
        Fit(model, new FitOptions
        {
            Epochs = 5,
            Callbacks =
            [
                new Losses([5, 3, 4, 4, 4]),
                new LambdaCallback { EpochEnd = (_, _) => kept.Add(Weights(model)) },
                new EarlyStopping { Monitor = "loss", Patience = 9, RestoreBestWeights = true },
            ],
        });
        Assert.Equal(kept[1], Weights(model));
        Assert.NotEqual(kept[4], Weights(model));
    }

    [Fact]
    public void EarlyStopping_Accuracy_IsBetterWhenHigher()
    {
        var stopping = new EarlyStopping { Monitor = "accuracy", Patience = 1 };
        Fit(New(), new FitOptions { Epochs = 4, Callbacks = [new Losses([1, 2, 3, 2], "accuracy"), stopping] });
        Assert.Equal((3, 2, 3.0), (stopping.StoppedEpoch, stopping.BestEpoch, stopping.Best));
    }

    [Fact]
    public void EarlyStopping_WatchesWhatIsNotMeasured_SaysSo()
    {
        Assert.Equal(
            "EarlyStopping watches 'val_loss', which this training doesn't measure. It measures 'loss', 'accuracy'. Give Fit a validation.",
            Assert.Throws<ArgumentException>(() => Fit(New(), new FitOptions { Callbacks = [new EarlyStopping()] })).Message);
        Assert.StartsWith(
            "EarlyStopping watches 'luck', which this training doesn't measure.",
            Assert.Throws<ArgumentException>(() => Fit(New(), new FitOptions { Callbacks = [new EarlyStopping { Monitor = "luck" }] })).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5 5 5 5 5 5", 2, 0, 0, "1 1 0.1 0.1 0.01 0.01")]
    [InlineData("5 5 5 5 5 5", 2, 2, 0, "1 1 0.1 0.1 0.1 0.01")]
    [InlineData("5 5 5 5 5 5", 1, 2, 0, "1 0.1 0.1 0.01 0.01 0.001")]
    [InlineData("5 5 5 5 5 5", 1, 0, 0.05, "1 0.1 0.05 0.05 0.05 0.05")]
    [InlineData("5 4 3 2 1 0", 1, 0, 0, "1 1 1 1 1 1")]
    public void ReduceLROnPlateau_GivenLosses_LowersWhereKerasDoes(string losses, int patience, int cooldown, double least, string rates)
    {
        Sequential model = New(optimizer: new Sgd { LearningRate = 1 });
        var seen = new List<double>();
        var reduce = new ReduceLROnPlateau { Monitor = "loss", Patience = patience, Cooldown = cooldown, MinLearningRate = least };
        History history = Fit(model, new FitOptions { Epochs = 6, Callbacks = [new Losses(Numbers(losses)), reduce, new RateLog(seen)] });
        Assert.Equal(Numbers(rates).Select(r => r.ToString("G6", CultureInfo.InvariantCulture)), seen.Select(r => r.ToString("G6", CultureInfo.InvariantCulture)));
        Assert.Equal(1, history["learning_rate"][0]);
    }

    [Fact]
    public void ReduceLROnPlateau_FactorOfOne_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau { Factor = 1 });

    [Fact]
    public void LearningRateScheduler_SetsTheRateOfEachEpoch()
    {
        Sequential scheduled = New(optimizer: new Sgd { LearningRate = 0.5 }), plain = New(optimizer: new Sgd { LearningRate = 0.25 });
        History history = Fit(scheduled, new FitOptions { Epochs = 3, Callbacks = [new LearningRateScheduler((epoch, rate) => epoch == 0 ? 0.25 : rate)] });
        Fit(plain, new FitOptions { Epochs = 3 });
        Assert.Equal([0.25, 0.25, 0.25], history["learning_rate"]);
        Assert.Equal(Weights(plain), Weights(scheduled));
    }

    [Fact]
    public void LearningRateScheduler_OptimizerWithASchedule_SaysSo()
    {
        Sequential model = New(optimizer: new Sgd { Schedule = new ExponentialDecay(0.1, 10, 0.5) });
        Assert.Equal(
            "The learning rate can't be set: it follows ExponentialDecay. Give the optimizer a LearningRate in place of a Schedule.",
            Assert.Throws<InvalidOperationException>(() => Fit(model, new FitOptions { Callbacks = [new LearningRateScheduler((_, rate) => rate)] })).Message);
    }

    [Fact]
    public void TerminateOnNaN_EndsTheTrainingWhereItWouldThrow()
    {
        var y = new float[Samples * Classes];
        y[^1] = float.NaN;
        var data = Dataset.From(X, new DataArray(y, Samples, Classes));
        Sequential model = New();
        model.Compile(Loss.MeanSquaredError);
        var options = new FitOptions { BatchSize = 10, Shuffle = false, Epochs = 3, Callbacks = [new TerminateOnNaN()] };
        History history = model.Fit(data, options, TestContext.Current.CancellationToken);
        Assert.Equal((1, StopReason.Stopped), (history.Epochs, history.StopReason));
        Assert.True(double.IsNaN(history["loss"][0]));
        Assert.All(Weights(model), w => Assert.True(float.IsFinite(w)));
        Assert.Throws<NotFiniteNumberException>(() => model.Fit(data, new FitOptions { BatchSize = 10 }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void CsvLogger_WritesAndAppendsLines()
    {
        using var folder = new TemporaryFolder();
        string path = folder["log.csv"];
        History history = Fit(New(), new FitOptions { Epochs = 2, Validation = All, ValidationFrequency = 2, Callbacks = [new CsvLogger(path)] });
        string[] lines = File.ReadAllLines(path);
        Assert.Equal("epoch,accuracy,loss,val_accuracy,val_loss", lines[0]);
        Assert.Equal(FormattableString.Invariant($"0,{history["accuracy"][0]},{history["loss"][0]},NA,NA"), lines[1]);
        Assert.Equal(FormattableString.Invariant($"1,{history["accuracy"][1]},{history["loss"][1]},{history["val_accuracy"][0]},{history["val_loss"][0]}"), lines[2]);
        Fit(New(), new FitOptions { Validation = All, Callbacks = [new CsvLogger(path) { Append = true }] });
        Assert.Equal(4, File.ReadAllLines(path).Length);
        Fit(New(), new FitOptions { Callbacks = [new CsvLogger(path) { Separator = ";" }] });
        Assert.Equal("epoch;accuracy;loss", File.ReadAllLines(path)[0]);
        Assert.Equal(2, File.ReadAllLines(path).Length);
    }

    [Fact]
    public void ModelCheckpoint_EachEpoch_NamesFilesAsKeras()
    {
        using var folder = new TemporaryFolder();
        Sequential model = New();
        Fit(model, new FitOptions { Epochs = 2, Callbacks = [new Losses([1.5, 0.25]), new ModelCheckpoint(folder["m/{epoch:02d}-{loss:.2f}.safetensors"])] });
        Assert.Equal(["01-1.50.safetensors", "02-0.25.safetensors"], Directory.EnumerateFiles(folder["m"]).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal(Weights(model), Weights(Model.Load(folder["m/02-0.25.safetensors"])));
    }

    [Fact]
    public void ModelCheckpoint_SaveBestOnly_KeepsTheBest()
    {
        using var folder = new TemporaryFolder();
        Sequential model = New();
        var kept = new List<float[]>();
        Fit(model, new FitOptions
        {
            Epochs = 4,
            Callbacks =
            [
                new Losses([3, 1, 2, 2]),
                new LambdaCallback { EpochEnd = (_, _) => kept.Add(Weights(model)) },
                new ModelCheckpoint(folder["best.safetensors"]) { Monitor = "loss", SaveBestOnly = true },
                new ModelCheckpoint(folder["never.safetensors"]) { Monitor = "loss", SaveBestOnly = true, InitialValueThreshold = 0.5 },
            ],
        });
        Assert.Equal(kept[1], Weights(Model.Load(folder["best.safetensors"])));
        Assert.Equal(["best.safetensors"], folder.Names);
    }

    [Fact]
    public void ModelCheckpoint_EveryBatches_CountsOverEpochs()
    {
        using var folder = new TemporaryFolder();
        Fit(New(), new FitOptions { BatchSize = 10, Epochs = 2, Callbacks = [new ModelCheckpoint(folder["{epoch}-{batch}.safetensors"]) { EveryBatches = 2 }] });
        Assert.Equal(["1-2.safetensors", "2-1.safetensors", "2-3.safetensors"], folder.Names);
    }

    [Fact]
    public void ModelCheckpoint_SaveWeightsOnly_SavesWhatLoadWeightsTakes()
    {
        using var folder = new TemporaryFolder();
        Sequential model = New(), other = New();
        Fit(model, new FitOptions { Callbacks = [new ModelCheckpoint(folder["w.safetensors"]) { SaveWeightsOnly = true }] });
        _ = other.Weights;
        other.LoadWeights(folder["w.safetensors"]);
        Assert.Equal(Weights(model), Weights(other));
        Assert.Equal(
            $"{folder["w.safetensors"]}: it has weights without a config. Build the model and give it the weights with LoadWeights.",
            Assert.Throws<ModelFileException>(() => Model.Load(folder["w.safetensors"])).Message);
    }

    [Theory]
    [InlineData("{luck}.safetensors", "The file name '{luck}.safetensors' has a place for 'luck', which is not measured. There are 'loss', 'accuracy', 'epoch'.")]
    [InlineData("{loss:x}.safetensors", "The file name '{loss:x}.safetensors' wants 'loss' as 'x', which is not known. Use a width and digits, such as 02d or .2f.")]
    public void ModelCheckpoint_UnknownPlace_SaysSo(string pattern, string message)
    {
        var results = new Dictionary<string, double> { ["loss"] = 2, ["accuracy"] = 1 };
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => { FilePattern.Fill(pattern, 1, null, results); }).Message);
    }

    private static History Fit(Model model, FitOptions options) => model.Fit(All, options, TestContext.Current.CancellationToken);

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];

    /// <summary>Puts given values in the place of what was measured.</summary>
    private sealed class Losses(double[] values, string name = "loss") : Callback
    {
        public override void OnEpochEnd(int epoch, IDictionary<string, double> results) => results[name] = values[epoch];
    }

    private sealed class RateLog(List<double> rates) : Callback
    {
        public override void OnEpochEnd(int epoch, IDictionary<string, double> results) => rates.Add(Training.LearningRate);
    }

    private sealed class Recorder : Callback
    {
        public List<string> Calls { get; } = [];

        public Dictionary<string, double> LastResults { get; } = [];

        public override void OnTrainBegin() => Calls.Add("train");

        public override void OnTrainEnd(IReadOnlyDictionary<string, double> results)
        {
            Calls.Add("train end");
            foreach ((string name, double value) in results) LastResults.Add(name, value);
        }

        public override void OnEpochBegin(int epoch) => Calls.Add($"epoch {epoch}");

        public override void OnEpochEnd(int epoch, IDictionary<string, double> results) => Calls.Add($"epoch {epoch} end");

        public override void OnBatchBegin(int batch) => Calls.Add($"batch {batch}");

        public override void OnBatchEnd(int batch, IReadOnlyDictionary<string, double> results) => Calls.Add($"batch {batch} end");

        public override void OnPredictBegin() => Calls.Add("predict");

        public override void OnPredictEnd() => Calls.Add("predict end");

        public override void OnPredictBatchBegin(int batch) => Calls.Add($"predict batch {batch}");

        public override void OnPredictBatchEnd(int batch) => Calls.Add($"predict batch {batch} end");

        public override void OnTestBegin() => Calls.Add("test");

        public override void OnTestEnd(IReadOnlyDictionary<string, double> results) => Calls.Add("test end");

        public override void OnTestBatchBegin(int batch) => Calls.Add($"test batch {batch}");

        public override void OnTestBatchEnd(int batch, IReadOnlyDictionary<string, double> results) => Calls.Add($"test batch {batch} end");
    }
}
