using Unroll.Tests.Reference;

namespace Unroll.Tests.Training;

public class OutputTests
{
    private const int Samples = 12;

    private static readonly DataArray _x = new(new Samples(1).Floats(Samples * 4), Samples, 4);
    private static readonly DataArray _main = new(new Samples(2).Ints(Samples, 3), Samples);
    private static readonly DataArray _aux = new(new Samples(3).Floats(Samples * 2), Samples, 2);

    [Fact]
    public void Fit_TwoOutputs_TotalIsTheWeightedSumAndNamesAreKeras()
    {
        Model model = TwoHeads();
        model.Compile(
            [
                new OutputLoss("main", Loss.SparseCategoricalCrossentropy) { Metrics = [Metric.Accuracy] },
                new OutputLoss("aux", Loss.MeanSquaredError) { Weight = 0.2, Metrics = [Metric.MeanAbsoluteError] },
            ],
            new Adam());
        IReadOnlyDictionary<string, double> results = model.Evaluate(Data());
        Assert.Equal(["aux_loss", "aux_mean_absolute_error", "loss", "main_accuracy", "main_loss"], results.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(results["main_loss"] + (0.2 * results["aux_loss"]), results["loss"], 1e-12);
        History history = Fit(model, new FitOptions { Epochs = 40, BatchSize = 4, Validation = Data() });
        Assert.Contains("val_main_accuracy", history.Names);
        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.Equal(model.ToJson(), Model.FromJson(model.ToJson()).ToJson());
    }

    // As Keras writes what was given as lists, as objects by name, and in part.
    [Theory]
    [InlineData("""{"loss": ["sparse_categorical_crossentropy", "mse"], "loss_weights": [1.0, 0.2], "metrics": [["accuracy"], ["mae"]]}""")]
    [InlineData("""{"loss": {"main": "sparse_categorical_crossentropy", "aux": "mse"}, "loss_weights": {"main": 1.0, "aux": 0.2}, "metrics": {"main": ["accuracy"], "aux": ["mae"]}}""")]
    public void FromJson_SeveralOutputs_AreCompiledAsKerasSays(string compile)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(TwoHeads().ToJson())!;
        json["compile_config"] = System.Text.Json.Nodes.JsonNode.Parse(compile);
        IReadOnlyList<OutputLoss> goals = Model.FromJson(json.ToJsonString()).Compiled.Goal.Outputs;
        Assert.Equal([("main", Loss.SparseCategoricalCrossentropy, 1.0, "accuracy"), ("aux", Loss.MeanSquaredError, 0.2, "mae")], goals.Select(g => (g.Output, g.Loss, g.Weight, g.Metrics[0].Name)));
        json["compile_config"] = System.Text.Json.Nodes.JsonNode.Parse("""{"loss": ["mse", null]}""");
        Assert.Equal("main", Assert.Single(Model.FromJson(json.ToJsonString()).Compiled.Goal.Outputs).Output);
        json["compile_config"] = System.Text.Json.Nodes.JsonNode.Parse("""{"loss": {"tail": "mse"}}""");
        Assert.Equal("The compile_config sets the option 'loss' to {\"tail\":\"mse\"}, but expected a value for each of the outputs 'main', 'aux'.", Message(() => Model.FromJson(json.ToJsonString())));
    }

    [Fact]
    public void Fit_OneLossOfTwo_TrainsThatOutputAlone()
    {
        Model both = TwoHeads(), one = TwoHeads();
        both.Compile([new OutputLoss("main", Loss.SparseCategoricalCrossentropy), new OutputLoss("aux", Loss.MeanSquaredError) { Weight = 0 }], new Sgd { LearningRate = 0.1 });
        one.Compile([new OutputLoss("main", Loss.SparseCategoricalCrossentropy)], new Sgd { LearningRate = 0.1 });
        Fit(both, new FitOptions { Epochs = 2 });
        History history = one.Fit(Dataset.From([_x], _main), new FitOptions { Epochs = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal(["loss"], history.Names);
        Assert.Equal(SmallModels.Weights(both), SmallModels.Weights(one));
    }

    [Fact]
    public void Fit_OutputThatALayerReads_HasBothGradients()
    {
        var input = new InputLayer(4);
        SymbolicTensor main = new Dense(3) { Name = "main", Activation = Activation.Softmax }.Apply(input.Tensor);
        var model = new Model([input.Tensor], [main, new Dense(2) { Name = "aux" }.Apply(main)], seed: 4);
        model.Compile([new OutputLoss("main", Loss.SparseCategoricalCrossentropy), new OutputLoss("aux", Loss.MeanSquaredError)], new Sgd { LearningRate = 0.001 });
        float[][] before = [.. model.Weights.Select(w => w.ToArray())];
        Fit(model, new FitOptions { BatchSize = Samples });
        float step = model.Weights[0].ToArray()[5] - before[0][5];
        for (int i = 0; i < before.Length; i++) model.Weights[i].Set(before[i]);
        double difference = (LossAt(1f / 256) - LossAt(-1f / 256)) * 128;
        Assert.Equal(difference, step / -0.001, 2e-3);

        double LossAt(float delta)
        {
            float[] weights = [.. before[0]];
            weights[5] += delta;
            model.Weights[0].Set(weights);
            return model.Evaluate(Data())["loss"];
        }
    }

    [Fact]
    public void Compile_OneLoss_IsEveryOutputs()
    {
        Model model = TwoHeads(sameShape: true);
        model.Compile(Loss.MeanSquaredError);
        IReadOnlyDictionary<string, double> results = model.Evaluate(Dataset.From([_x], [_aux, _aux]));
        Assert.Equal(results["main_loss"] + results["aux_loss"], results["loss"], 1e-12);
    }

    [Fact]
    public void Fit_SampleWeightsOfSteps_WeightLossAndWeightedMetrics()
    {
        var model = new Sequential(seed: 1) { new InputLayer(2, 3), new Dense(2) { Activation = Activation.Softmax } };
        model.Compile(Loss.SparseCategoricalCrossentropy, metrics: [Metric.Accuracy], weightedMetrics: [Metric.Accuracy]);
        DataArray x = new(new Samples(5).Floats(24), 4, 2, 3), y = new([0, 1, 0, 1, 1, 0, 0, 1], 4, 2);
        float[] weights = [1, 0, 0, 1, 1, 0, 0, 1];
        IReadOnlyDictionary<string, double> results = model.Evaluate(Dataset.From(x, y, new DataArray(weights, 4, 2)));
        Assert.Equal(["accuracy", "loss", "weighted_accuracy"], results.Keys.Order(StringComparer.Ordinal));
        float[] predictions = [.. model.Predict(x)];
        bool[] right = [.. Enumerable.Range(0, 8).Select(i => (predictions[2 * i] >= predictions[(2 * i) + 1] ? 0 : 1) == new[] { 0, 1, 0, 1, 1, 0, 0, 1 }[i])];
        Assert.Equal(right.Count(r => r) / 8.0, results["accuracy"], 1e-6);
        Assert.Equal(right.Where((r, i) => r && weights[i] > 0).Count() / 4.0, results["weighted_accuracy"], 1e-6);
        Assert.StartsWith(
            "Sample weights of shape [4, 3] don't fit 2 loss values for each sample.",
            Assert.Throws<ShapeException>(() => model.Evaluate(Dataset.From(x, y, new DataArray(new float[12], 4, 3)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_BadOutputs_SaysSo()
    {
        Model model = TwoHeads();
        model.Compile([new OutputLoss("tail", Loss.MeanSquaredError)]);
        Assert.Equal("There is a loss for 'tail', but the model's outputs are 'main', 'aux'. Name one of them.", Message(() => model.Evaluate(Data())));
        Assert.Equal("The model got no losses. Give one for at least one output. (Parameter 'outputs')", Message(() => model.Compile([])));
        Assert.StartsWith("The output 'main' got 2 losses, but one was expected. Add up their weights, or give each an output of its own, such as an IdentityLayer's.", Message(() => model.Compile([new OutputLoss("main", Loss.MeanSquaredError), new OutputLoss("main", Loss.MeanSquaredError)])), StringComparison.Ordinal);
        model.Compile(Loss.MeanSquaredError);
        Assert.Equal("The model has 2 outputs and 2 losses, but the data have 1 arrays of labels. Pass one for each output.", Message(() => model.Evaluate(Dataset.From(_x, _aux))));
        Assert.Equal("The data set has no labels, which training and evaluation need. Pass them as y.", Message(() => model.Evaluate(Dataset.From(_x))));
        Assert.StartsWith(
            "Class weights are for a model with one output, but this one has 2.",
            Message(() => Fit(model, new FitOptions { ClassWeight = new Dictionary<int, float> { [0] = 2 } })),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Fit_Shards_AddUpToTheBatchAndGiveTheSameBitsEachTime(int shards)
    {
        Sequential whole = SmallModels.New(optimizer: new Sgd { LearningRate = 0.3 }), first = SmallModels.New(optimizer: new Sgd { LearningRate = 0.3 }), second = SmallModels.New(optimizer: new Sgd { LearningRate = 0.3 });
        foreach (Sequential model in new[] { whole, first, second })
        {
            model.Fit(SmallModels.All, new FitOptions { BatchSize = 10, Epochs = 2, Shards = model == whole ? 1 : shards }, TestContext.Current.CancellationToken);
        }
        Assert.Equal(SmallModels.Weights(first), SmallModels.Weights(second));
        Sequential plain = Plain(1), sharded = Plain(shards);
        foreach ((float a, float b) in SmallModels.Weights(plain).Zip(SmallModels.Weights(sharded)))
        {
            Assert.Equal(a, b, 1e-5f);
        }
        Assert.Equal(shards == 1, SmallModels.Weights(plain).SequenceEqual(SmallModels.Weights(sharded)));
    }

    [Fact]
    public void Fit_ShardsOfAStatefulModel_SaysSo()
    {
        var model = new Sequential(seed: 1) { new InputLayer(3, 2) { BatchSize = 4 }, new Lstm(2) { Stateful = true, Name = "memory" } };
        model.Compile(Loss.MeanSquaredError);
        Assert.Equal(
            "LSTM 'memory' keeps a state from batch to batch, which 2 shards of a batch can't share. Train it with 1 shard.",
            Message(() => model.Fit(new float[4, 3, 2], new float[4, 2], new FitOptions { BatchSize = 4, Shards = 2 })));
    }

    /// <summary>Without dropout, whose numbers differ by shard, and with all kinds of weights and penalties.</summary>
    private static Sequential Plain(int shards)
    {
        var model = new Sequential(seed: 8)
        {
            new InputLayer(5) { Type = ElementType.Int32 },
            new Embedding(9, 4) { MaskZero = true, EmbeddingsRegularizer = new L2(0.01) },
            new Gru(4) { ReturnSequences = true, ActivityRegularizer = new L1(0.01) },
            new Dense(3) { Activation = Activation.Softmax, KernelRegularizer = new L1L2(0.01, 0.01) },
        };
        model.Compile(Loss.SparseCategoricalCrossentropy, new Sgd { LearningRate = 0.3 });
        var samples = new Samples(9);
        var data = Dataset.From(SmallModels.X, new DataArray(samples.Ints(150, 3), 30, 5), new DataArray(samples.Floats(30), 30));
        model.Fit(data, new FitOptions { BatchSize = 10, Epochs = 2, Shards = shards }, TestContext.Current.CancellationToken);
        return model;
    }

    private static Dataset Data() => Dataset.From([_x], [_main, _aux]);

    private static string Message(Action action) => Assert.ThrowsAny<Exception>(action).Message;

    private static History Fit(Model model, FitOptions options) => model.Fit(Data(), options, TestContext.Current.CancellationToken);

    private static Model TwoHeads(bool sameShape = false)
    {
        var input = new InputLayer(4);
        SymbolicTensor body = new Dense(6) { Activation = Activation.Tanh }.Apply(input.Tensor);
        SymbolicTensor main = new Dense(sameShape ? 2 : 3) { Name = "main", Activation = Activation.Softmax }.Apply(body);
        return new Model([input.Tensor], [main, new Dense(2) { Name = "aux" }.Apply(body)], seed: 4);
    }
}
