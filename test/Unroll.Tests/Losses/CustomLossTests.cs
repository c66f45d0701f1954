namespace Unroll.Tests.Losses;

/// <summary>A loss of one's own trains, weighs, reports and comes back as the library's do.</summary>
public class CustomLossTests
{
    private static readonly float[] _x = [0.5f, -1, 2, 0.25f, 1, 1, -2, 0.5f, 0, 1.5f, -0.5f, 1];
    private static readonly float[] _y = [1, 0, 0.5f, -1, 2, 0.25f, 1, -0.5f, 0, 1, 1, -2];

    [Fact]
    public void Fit_OfSquaredErrors_AgreesWithTheLibrarys()
    {
        (Model own, History ownHistory) = Fit(new SquaredErrors());
        (Model known, History knownHistory) = Fit(Loss.MeanSquaredError);
        Assert.Equal(knownHistory["loss"], ownHistory["loss"], (a, b) => Math.Abs(a - b) < 1e-6 * a);
        Assert.Equal(knownHistory["val_loss"], ownHistory["val_loss"], (a, b) => Math.Abs(a - b) < 1e-6 * a);
        Assert.Equal(known.Weights[0].ToArray(), own.Weights[0].ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Evaluate_SampleWeightsAndMask_CountAsForTheLibrarysLosses()
    {
        Results Evaluate(Loss loss)
        {
            var model = new Sequential(seed: 3) { new InputLayer(3, 2), new Masking(), new Lstm(2) { ReturnSequences = true } };
            model.Compile(loss);
            float[] x = [.. _x];
            x.AsSpan(0, 2).Clear();
            return new(model.Evaluate(Dataset.From(new DataArray(x, 2, 3, 2), new DataArray(_y, 2, 3, 2), sampleWeights: new DataArray([1, 0.25f], 2))));
        }

        Assert.Equal(Evaluate(Loss.MeanSquaredError).Loss, Evaluate(new SquaredErrors()).Loss, 1e-6);
    }

    [Fact]
    public void Fit_ClassNumbers_AgreesWithSparseCrossentropy()
    {
        History Fit(Loss loss)
        {
            var model = new Sequential(seed: 3) { new InputLayer(3), new Dense(3) { Activation = Activation.Softmax } };
            model.Compile(loss, new Sgd(), [new LossMetric(loss)]);
            return model.Fit(new DataArray(_x, 4, 3), new DataArray([0, 2, 1, 1], 4), new() { Epochs = 3 });
        }

        History own = Fit(new Surprise()), known = Fit(Loss.SparseCategoricalCrossentropy);
        Assert.Equal(known["loss"], own["loss"], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(own["loss"], own["surprise"], (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Load_RegisteredLoss_GoesOnWithItsSettings()
    {
        CustomLoss.Register(settings => new PinballLoss(settings.Number("quantile")));
        using var folder = new TemporaryFolder();
        Model model = New();
        model.Compile(new PinballLoss(0.9f) { Name = "high", Reduction = Reduction.Sum }, new Sgd(), [new LossMetric(new PinballLoss(0.5f))]);
        model.Save(folder["model.safetensors"]);
        Model loaded = Model.Load(folder["model.safetensors"]);
        Assert.Equal(model.Evaluate(Data), loaded.Evaluate(Data));
        Assert.Equal(model.ToJson(), loaded.ToJson());
        Assert.Equal("high", Assert.IsType<PinballLoss>(loaded.Compilation!.Goal.Outputs[0].Loss).Name);
    }

    [Fact]
    public void Save_ClassThatIsNotRegistered_SaysSo()
    {
        Model model = New();
        model.Compile(new Surprise());
        using var folder = new TemporaryFolder();
        ModelConfigException error = Assert.Throws<ModelConfigException>(() => model.Save(folder["model.safetensors"]));
        Assert.Equal("The loss Surprise can't be written: its class is not registered. Call CustomLoss.Register for it first.", error.Message);
        Assert.Empty(Directory.GetFiles(folder["."]));
    }

    [Fact]
    public void FromJson_SettingThatNobodyAsksFor_SaysSo()
    {
        CustomLoss.Register(settings => new PinballLoss(settings.Number("quantile")));
        Model model = New();
        model.Compile(new PinballLoss(0.9f));
        string json = model.ToJson();
        Assert.Contains("\"quantile\"", json, StringComparison.Ordinal);
        ModelConfigException error = Assert.Throws<ModelConfigException>(() => Model.FromJson(json.Replace("\"quantile\"", "\"level\"", StringComparison.Ordinal)));
        Assert.Equal("The loss PinballLoss lacks the option 'quantile'. Add it to the config.", error.Message);
    }

    [Fact]
    public void Register_NameOfTheLibrarys_Throws() =>
        Assert.Equal(
            "The library has a loss of the class 'Huber' itself. Give the class another name.",
            Assert.Throws<ArgumentException>(() => CustomLoss.Register(static _ => new Huber())).Message);

    [Fact]
    public void Fit_TargetsOfAnotherShape_SaysWhatItExpects()
    {
        Model model = New();
        model.Compile(new SquaredErrors());
        Assert.StartsWith("squared_errors expects labels of shape [4, 3] as the model predicts, but got [4, 2].", Assert.Throws<ShapeException>(() => model.Fit(new DataArray(_x, 4, 3), new DataArray(_y[..8], 4, 2), cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_InThePage_IsTheOneBelow()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "custom-layer.md")).ReplaceLineEndings("\n");
        string code = page.Split("```csharp loss\n")[1].Split("```")[0];
        Assert.EndsWith(code, File.ReadAllText(Path.Combine(Repository.Root, "test", "Unroll.Tests", "Losses", "CustomLossTests.cs")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static Dataset Data => Dataset.From(new DataArray(_x, 4, 3), new DataArray(_y, 4, 3));

    private static Sequential New() => [new InputLayer(3), new Dense(3)];

    private static (Model Model, History History) Fit(Loss loss)
    {
        var model = new Sequential(seed: 3) { new InputLayer(3), new Dense(3) };
        model.Compile(loss, new Adam());
        return (model, model.Fit(Data, new() { Epochs = 4, BatchSize = 3, Validation = Data }));
    }

    private readonly record struct Results(IReadOnlyDictionary<string, double> Values)
    {
        public double Loss => Values["loss"];
    }

    private sealed class SquaredErrors : CustomLoss
    {
        protected override float Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction)
        {
            float sum = 0;
            for (int k = 0; k < target.Length; k++) sum += (prediction[k] - target[k]) * (prediction[k] - target[k]);
            return sum / target.Length;
        }

        protected override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, Span<float> gradient)
        {
            for (int k = 0; k < target.Length; k++) gradient[k] = 2 * (prediction[k] - target[k]) / target.Length;
        }
    }

    private sealed class Surprise : CustomLoss
    {
        protected override bool TakesClassNumbers => true;

        protected override float Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction) => -MathF.Log(prediction[(int)target[0]]);

        protected override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, Span<float> gradient)
        {
            gradient.Clear();
            gradient[(int)target[0]] = -1 / prediction[(int)target[0]];
        }
    }

    private sealed class Huber : CustomLoss
    {
        protected override float Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction) => 0;

        protected override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, Span<float> gradient) => gradient.Clear();
    }
}

/// <summary>The mean of quantile · (y - p) for predictions below their target, and of (1 - quantile) · (p - y) for those above: smallest at the quantile.</summary>
internal sealed class PinballLoss(float quantile) : CustomLoss
{
    protected override IReadOnlyDictionary<string, object> Settings => new Dictionary<string, object> { ["quantile"] = quantile };

    protected override float Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction)
    {
        float sum = 0;
        for (int k = 0; k < target.Length; k++)
        {
            float below = target[k] - prediction[k];
            sum += Math.Max(quantile * below, (quantile - 1) * below);
        }
        return sum / target.Length;
    }

    protected override void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, Span<float> gradient)
    {
        for (int k = 0; k < target.Length; k++)
        {
            gradient[k] = (prediction[k] < target[k] ? -quantile : 1 - quantile) / target.Length;
        }
    }
}
