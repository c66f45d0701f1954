using Unroll.Tests.Saving;
using static Unroll.Tests.Training.SmallModels;

namespace Unroll.Tests.Training;

public class CheckpointTests
{
    [Fact]
    public void Fit_CancelledAndContinued_EndsAsIfItHadNotBeen()
    {
        using var folder = new TemporaryFolder();
        Sequential whole = New(), parts = New();
        History expected = Fit(whole, new FitOptions { BatchSize = 7, Epochs = 3 });
        using (var stop = new CancellationTokenSource())
        {
            int batches = 0;
            var cancel = new LambdaCallback { BatchEnd = (_, _) => { if (++batches == 8) stop.Cancel(); } };
            History partly = parts.Fit(All, Options(3, new LambdaCallback(), cancel), stop.Token);
            Assert.Equal((StopReason.Cancelled, 1), (partly.StopReason, partly.Epochs));
        }
        Sequential fresh = New();
        History history = Fit(fresh, Options(3, new LambdaCallback(), new LambdaCallback()));
        Assert.Equal(Weights(whole), Weights(fresh));
        Assert.Equal(Text(expected), Text(history));

        FitOptions Options(int epochs, params Callback[] callbacks) => new() { BatchSize = 7, Epochs = epochs, Checkpoint = new CheckpointOptions(folder["c"]), Callbacks = callbacks };
    }

    [Fact]
    public void Fit_DoneAlready_GivesItsResultsBackAndMoreEpochsGoOn()
    {
        using var folder = new TemporaryFolder();
        Sequential first = New(), again = New(), more = New(), whole = New();
        History expected = Fit(first, Options(2));
        DateTime written = File.GetLastWriteTimeUtc(folder["c"]);
        Assert.Equal(Text(expected), Text(Fit(again, Options(2))));
        Assert.Equal(Weights(first), Weights(again));
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder["c"]));
        Fit(more, Options(4));
        Fit(whole, new FitOptions { Epochs = 4 });
        Assert.Equal(Weights(whole), Weights(more));
        Assert.Equal(Weights(whole), Weights(Model.Load(folder["c"])));

        FitOptions Options(int epochs) => new() { Epochs = epochs, Checkpoint = new CheckpointOptions(folder["c"]) };
    }

    [Fact]
    public void Fit_StatefulModel_GoesOnWithItsStates()
    {
        using var folder = new TemporaryFolder();
        Sequential whole = Stateful(), first = Stateful(), second = Stateful();
        Fit(whole, new FitOptions { BatchSize = 10, Epochs = 2, Shuffle = false });
        Fit(first, Options(1));
        Fit(second, Options(2));
        Assert.Equal(Weights(whole), Weights(second));

        FitOptions Options(int epochs) => new() { BatchSize = 10, Epochs = epochs, Shuffle = false, Checkpoint = new CheckpointOptions(folder["c"]) };
    }

    public static TheoryData<string> Optimizers => [.. _optimizers.Keys];

    private static FitOptions Stopping(string checkpoint, int epochs) => new() { Epochs = epochs, Checkpoint = new CheckpointOptions(checkpoint), Callbacks = [new EarlyStopping { Monitor = "loss" }] };

    private static readonly Dictionary<string, Optimizer> _optimizers = new()
    {
        ["sgd"] = new Sgd { Momentum = 0.9, Nesterov = true },
        ["rmsprop"] = new RmsProp { Momentum = 0.5, Centered = true },
        ["adam"] = new Adam { AmsGrad = true },
        ["adamw with an average"] = new AdamW { UseEma = true, EmaOverwriteFrequency = 3 },
        ["adamax"] = new Adamax(),
        ["nadam with a schedule"] = new Nadam { Schedule = new ExponentialDecay(0.02, 5, 0.9) },
        ["adagrad"] = new Adagrad(),
        ["adadelta over three batches"] = new Adadelta { GradientAccumulationSteps = 3 },
        ["ftrl"] = new Ftrl(),
        ["lion"] = new Lion(),
        ["lamb"] = new Lamb(),
        ["adafactor"] = new Adafactor(),
        ["muon"] = new Muon { ExcludeLayers = ["^dense"] },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Fit_EachOptimizer_GoesOnWithItsState(string name)
    {
        using var folder = new TemporaryFolder();
        Sequential whole = New(optimizer: _optimizers[name]), first = New(optimizer: _optimizers[name]), second = New(optimizer: _optimizers[name]);
        Fit(whole, new FitOptions { BatchSize = 7, Epochs = 3 });
        using (var stop = new CancellationTokenSource())
        {
            int batches = 0;
            first.Fit(All, Options(new LambdaCallback { BatchEnd = (_, _) => { if (++batches == 8) stop.Cancel(); } }), stop.Token);
        }
        Fit(second, Options(new LambdaCallback()));
        Assert.Equal(Weights(whole), Weights(second));

        FitOptions Options(Callback callback) => new() { BatchSize = 7, Epochs = 3, Checkpoint = new CheckpointOptions(folder["c"]), Callbacks = [callback] };
    }

    [Fact]
    public void Fit_CheckpointOfAnother_IsRefusedWithTheDifference()
    {
        using var folder = new TemporaryFolder();
        var checkpoint = new CheckpointOptions(folder["c"]);
        var options = new FitOptions { Checkpoint = checkpoint };
        Fit(New(), options);
        string another = $"{folder["c"]}: it is the checkpoint of another training: ";
        const string then = " Give what it was made with, or delete the file to begin anew.";
        Assert.Equal($"{another}'seed' was 3, but is 4.{then}", Refusal(New(seed: 4), All, options));
        Assert.Equal($"{another}'BatchSize' was 32, but is 16.{then}", Refusal(New(), All, new FitOptions { BatchSize = 16, Checkpoint = checkpoint }));
        Assert.Equal($"{another}'Shards' was 1, but is 2.{then}", Refusal(New(), All, new FitOptions { Shards = 2, Checkpoint = checkpoint }));
        Assert.Equal($"{another}'Callbacks' was none, but is CsvLogger.{then}", Refusal(New(), All, new FitOptions { Checkpoint = checkpoint, Callbacks = [new CsvLogger(folder["l"])] }));
        Assert.Equal($"{another}'compile_config.optimizer.config.learning_rate' was 0.02, but is 0.5.{then}", Refusal(New(optimizer: new Adam { LearningRate = 0.5 }), All, options));
        Assert.StartsWith($"{another}'data' was [30, 5] with digest ", Refusal(New(), Dataset.From(X, Y.Slice(0, 30).Pick([.. Enumerable.Range(0, 30).Reverse()])), options), StringComparison.Ordinal);
        var wider = new Sequential(3) { new InputLayer(5) { Type = ElementType.Int32 }, new Embedding(9, 4), new Lstm(5) { Dropout = 0.2f }, new Dense(Classes) { Activation = Activation.Softmax } };
        wider.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.02 }, [Metric.Accuracy]);
        Assert.Equal($"{another}'model.layers[2].config.units' was 4, but is 5.{then}", Refusal(wider, All, options));
        Assert.Equal(1, Fit(New(), options).Epochs);
    }

    [Fact]
    public void Fit_StreamThatIsNotTheSame_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<DataSourceException>(() => Fit(New(), Options(), DataTests.Batches(failAt: 2)));
        string message = Assert.Throws<CheckpointException>(() => Fit(New(), Options(), [new Batch(X.Slice(0, 10), Y.Slice(0, 10)), new Batch(X.Slice(0, 10), Y.Slice(0, 10))])).Message;
        Assert.Equal($"{folder["c"]}: it was made with other data: the 2 batches before it in pass 1 are not the same. Give the data that it was made with, or delete the file to begin anew.", message);
        Sequential whole = New(), parts = New();
        Fit(whole, new FitOptions(), DataTests.Batches());
        Fit(parts, Options(), DataTests.Batches());
        Assert.Equal(Weights(whole), Weights(parts));

        FitOptions Options() => new() { Checkpoint = new CheckpointOptions(folder["c"]) { EveryBatches = 1 } };
    }

    [Fact]
    public void Fit_FileThatIsNoCheckpoint_IsRefused()
    {
        using var folder = new TemporaryFolder();
        New().Save(folder["model"]);
        var options = new FitOptions { Checkpoint = new CheckpointOptions(folder["model"]) };
        Assert.Equal($"{folder["model"]}: it is no checkpoint: its metadata say nothing of a training. Give the checkpoint another path, or delete the file.", Assert.Throws<ModelFileException>(() => Fit(New(), options)).Message);
        File.WriteAllBytes(folder["model"], File.ReadAllBytes(folder["model"])[..^10]);
        Assert.Contains("it is cut short", Assert.Throws<ModelFileException>(() => Fit(New(), options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"sums\":[", "\"sums\":[null,", "its training can't be read: a part of it is null, or a count is below 0. The file is damaged; delete it to begin anew.")]
    [InlineData("\"batch\":", "\"batch\":-1", "its training can't be read: a part of it is null, or a count is below 0. The file is damaged; delete it to begin anew.")]
    [InlineData("\"sums\":[", "\"sums\":[[1,1],", "its running sums are not those of this training's losses and metrics. The file is damaged; delete it to begin anew.")]
    [InlineData("\"callbacks\":[", "\"callbacks\":[{},", "it has the states of 2 callbacks, but the training has 1. The file is damaged; delete it to begin anew.")]
    [InlineData("\"model\":\"", "\"model\":\"x", "it is the checkpoint of another training: 'model' was no JSON. Give what it was made with, or delete the file to begin anew.")]
    [InlineData("\"batch_in_pass\":", "\"batch_in_pass\":2000", "it was made with other data: the 2000")]
    public void Fit_DamagedCheckpoint_SaysWhatIsWrong(string part, string by, string message)
    {
        using var folder = new TemporaryFolder();
        Fit(New(), Stopping(folder["c"], 1));
        EditedFile.Replace(folder["c"], "training", part, by);
        Sequential model = New();
        float[] before = Weights(model);
        Exception error = Assert.ThrowsAny<Exception>(() => Fit(model, Stopping(folder["c"], 2)));
        Assert.True(error is ModelFileException or CheckpointException, error.ToString());
        Assert.StartsWith($"{folder["c"]}: {message}", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Weights(model));
    }

    [Fact]
    public void Fit_CheckpointWithACallbacksDamagedState_SaysWhich()
    {
        using var folder = new TemporaryFolder();
        Fit(New(), Stopping(folder["c"], 1));
        EditedFile.Replace(folder["c"], "training", "\"wait\":", "\"wit\":");
        Assert.Equal(
            $"{folder["c"]}: the state of its callback EarlyStopping can't be read: The given key 'wait' was not present in the dictionary. The file is damaged; delete it to begin anew.",
            Assert.Throws<ModelFileException>(() => Fit(New(), Stopping(folder["c"], 2))).Message);
    }

    [Theory]
    [InlineData("checkpoint:optimizer/0/", null, "missing")]
    [InlineData("checkpoint:optimizer/0/", 2, "F32 of shape [2]")]
    [InlineData("checkpoint:state/", null, "missing")]
    [InlineData("checkpoint:state/", 2, "F32 of shape [2]")]
    public void Fit_CheckpointWithoutAWholeTensor_SaysWhich(string prefix, int? length, string what)
    {
        using var folder = new TemporaryFolder();
        var options = new FitOptions { BatchSize = 10, Shuffle = false, Checkpoint = new CheckpointOptions(folder["c"]) };
        Fit(Kept(), options);
        string tensor;
        using (SafetensorsReader file = SafetensorsReader.Open(folder["c"])) tensor = file.Names.Single(n => n.StartsWith(prefix, StringComparison.Ordinal) && n.EndsWith("/1", StringComparison.Ordinal));
        EditedFile.Cut(folder["c"], tensor, length);
        Sequential model = Kept();
        float[] before = Weights(model);
        Assert.StartsWith($"{folder["c"]}: its tensor '{tensor}' is {what}, but the training asks for F32 of shape [", Assert.Throws<ModelFileException>(() => Fit(model, options)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Weights(model));

        static Sequential Kept()
        {
            var model = new Sequential(seed: 6) { new InputLayer(5) { Type = ElementType.Int32, BatchSize = 10 }, new Embedding(9, 4), new Lstm(4) { Stateful = true }, new Dense(Classes) { Activation = Activation.Softmax } };
            model.Compile(Loss.SparseCategoricalCrossentropy, new Adam());
            return model;
        }
    }

    [Fact]
    public void Fit_EveryNow_WritesWithinTheEpoch()
    {
        using var folder = new TemporaryFolder();
        var writes = new List<DateTime>();
        Fit(New(), new FitOptions
        {
            BatchSize = 10,
            Checkpoint = new CheckpointOptions(folder["c"]) { Every = TimeSpan.Zero },
            Callbacks = [new LambdaCallback { BatchBegin = batch => Assert.Equal(batch > 0, File.Exists(folder["c"])) }],
        });
        Assert.Equal(["c"], folder.Names);
    }

    private static Sequential Stateful()
    {
        var model = new Sequential(seed: 6)
        {
            new InputLayer(5) { Type = ElementType.Int32, BatchSize = 10 },
            new Embedding(9, 4),
            new Gru(4) { Stateful = true },
            new Dense(Classes) { Activation = Activation.Softmax },
        };
        model.Compile(Loss.SparseCategoricalCrossentropy, new RmsProp { LearningRate = 0.02, Momentum = 0.5 });
        return model;
    }

    private static string Refusal(Model model, Dataset data, FitOptions options)
    {
        float[] before = Weights(model);
        string message = Assert.Throws<CheckpointException>(() => model.Fit(data, options, TestContext.Current.CancellationToken)).Message;
        Assert.Equal(before, Weights(model));
        return message;
    }

    private static History Fit(Model model, FitOptions options) => model.Fit(All, options, TestContext.Current.CancellationToken);

    private static History Fit(Model model, FitOptions options, IEnumerable<Batch> batches) => model.Fit(Dataset.FromBatches(batches), options, TestContext.Current.CancellationToken);
}
