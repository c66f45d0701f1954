using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unroll.Tests.Saving;

public class CompileConfigTests
{
    private static readonly int[,] X = { { 1, 2, 3 }, { 0, 4, 1 }, { 2, 2, 2 } };

    [Fact]
    public void Load_SavedCompiled_EvaluatesAsBefore()
    {
        using var folder = new TemporaryFolder();
        Sequential model = Small();
        model.Compile(
            new CategoricalCrossentropy { LabelSmoothing = 0.1, Reduction = Reduction.Sum, Name = "smooth" },
            new Adam { LearningRate = 0.02, Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-6, AmsGrad = true },
            [Metric.Accuracy, new CategoricalAccuracy { Name = "right" }, Metric.CategoricalCrossentropy, new BinaryAccuracy { Threshold = 0.25 }]);
        model.Fit(X, Labels.ToCategorical([0, 1, 3]), cancellationToken: TestContext.Current.CancellationToken);
        model.Save(folder["model.safetensors"]);

        Model loaded = Model.Load(folder["model.safetensors"]);
        Assert.Equal(model.Evaluate(X, Labels.ToCategorical([0, 1, 3])), loaded.Evaluate(X, Labels.ToCategorical([0, 1, 3])));
        Assert.Equal(model.Compiled.Optimizer.Config, loaded.Compiled.Optimizer.Config);
        Assert.Equal(model.ToJson(), loaded.ToJson());
    }

    [Fact]
    public void ToJson_NamedLossAndMetrics_AreNamesAsKerasWritesThem()
    {
        Sequential model = Small();
        Assert.Null(JsonNode.Parse(model.ToJson())!["compile_config"]);
        model.Compile(Loss.SparseCategoricalCrossentropy, new Adam(), [new Accuracy()]);
        JsonNode written = JsonNode.Parse(model.ToJson())!["compile_config"]!;
        Assert.Equal("Adam", (string?)written["optimizer"]!["class_name"]);
        written.AsObject().Remove("optimizer");
        using JsonDocument keras = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "files", "reuters.keras3.json")));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(keras.RootElement.GetProperty("compile_config").GetRawText()), written), written.ToJsonString());
    }

    [Fact]
    public void FromJson_AsKerasWroteIt_IsCompiled()
    {
        Model model = Model.FromJson(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "files", "reuters.keras3.json")));
        Assert.Same(Loss.SparseCategoricalCrossentropy, model.Compiled.Goal.Outputs[0].Loss);
        Assert.Same(Metric.Accuracy, Assert.Single(model.Compiled.Goal.Outputs[0].Metrics));
        Assert.IsType<Adam>(model.Compiled.Optimizer);
    }

    [Fact]
    public void FromJson_KerasOptimizer_KeepsItsOptions()
    {
        Model model = With("""
            {"optimizer": {"module": "keras.optimizers", "class_name": "Adam", "config": {"name": "adam", "learning_rate": 0.0010000000474974513, "weight_decay": null,
             "clipnorm": null, "global_clipnorm": null, "clipvalue": null, "use_ema": false, "ema_momentum": 0.99, "ema_overwrite_frequency": null, "loss_scale_factor": null,
             "gradient_accumulation_steps": null, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": true}, "registered_name": null},
             "loss": {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": true, "reduction": "sum"}}, "metrics": null, "auto_scale_loss": false}
            """);
        var optimizer = Assert.IsType<Adam>(model.Compiled.Optimizer);
        Assert.Equal((0.0010000000474974513, true), (optimizer.LearningRate, optimizer.AmsGrad));
        Assert.True(Assert.IsType<SparseCategoricalCrossentropy>(model.Compiled.Goal.Outputs[0].Loss).FromLogits);
        Assert.Empty(model.Compiled.Goal.Outputs[0].Metrics);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    public void FromJson_EmptyCompileConfig_IsNotCompiled(string config) => Assert.Null(With(config).Compilation);

    [Theory]
    [InlineData("""{"loss": "focal_point"}""", "Loss 'focal_point' is unknown. Known are ")]
    [InlineData("""{"loss": {"class_name": "Focal", "config": {}}}""", "Loss 'Focal' is unknown. Known are ")]
    [InlineData("""{"loss": ["mse", "mae"]}""", "The loss is a JSON Array without 'class_name', but expected an object as Keras writes it.")]
    [InlineData("""{"metrics": []}""", "The compile_config lacks the option 'loss'. Add it to the config.")]
    [InlineData("""{"loss": "categorical_crossentropy", "metrics": ["luck"]}""", "Metric 'luck' is unknown. Known are ")]
    [InlineData("""{"loss": "categorical_crossentropy", "metrics": "accuracy"}""", "The compile_config sets the option 'metrics' to \"accuracy\", but expected an array of metrics.")]
    [InlineData("""{"loss": "categorical_crossentropy", "optimizer": "leo"}""", "Optimizer 'leo' is unknown. Known")]
    [InlineData("""{"loss": "categorical_crossentropy", "optimizer": {"class_name": "Adam", "config": {"learning_rate": {"class_name": "CosineDecay"}}}}""", "The learning rate schedule CosineDecay lacks the option 'initial_learning_rate'. Add it to the config.")]
    [InlineData("""{"loss": "categorical_crossentropy", "optimizer": {"class_name": "Adam", "config": {"learning_rate": {"class_name": "Warmth"}}}}""", "Learning rate schedule 'Warmth' is unknown. Known are ")]
    [InlineData("""{"loss": "categorical_crossentropy", "loss_weights": [1, 2]}""", "The compile_config sets the option 'loss_weights' to [1,2], but expected a weight for each of several outputs by name, as for the loss.")]
    [InlineData("""{"loss": "categorical_crossentropy", "los": 1}""", "The compile_config has an option 'los', which is not known.")]
    [InlineData("7", "The compile_config has a config of kind Number, but expected a JSON object of options.")]
    public void FromJson_UnknownInCompileConfig_SaysWhat(string config, string message) =>
        Assert.StartsWith(message, Assert.Throws<ModelConfigException>(() => With(config)).Message, StringComparison.Ordinal);

    private static Model With(string compileConfig)
    {
        JsonNode json = JsonNode.Parse(Small().ToJson())!;
        json["compile_config"] = JsonNode.Parse(compileConfig);
        return Model.FromJson(json.ToJsonString());
    }

    private static Sequential Small() => new(seed: 3)
    {
        new InputLayer(3) { Type = ElementType.Int32 },
        new Embedding(5, 4),
        new Lstm(4),
        new Dense(4) { Activation = Activation.Softmax },
    };
}
