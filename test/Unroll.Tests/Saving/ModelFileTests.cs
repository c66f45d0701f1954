namespace Unroll.Tests.Saving;

public class ModelFileTests
{
    private static readonly int[,] X = { { 1, 2, 3 }, { 0, 4, 1 } };

    [Fact]
    public void SaveAndLoad_Model_IsTheSameToTheBit()
    {
        using var folder = new TemporaryFolder();
        Sequential model = Small();
        model.Save(folder["a.safetensors"]);
        Model loaded = Model.Load(folder["a.safetensors"]);
        loaded.Save(folder["b.safetensors"]);
        Assert.Equal(File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));
        Assert.Equal(model.Predict(X).ToArray(), loaded.Predict(X).ToArray());
    }

    [Fact]
    public void LoadWeights_OfAModelsFile_GivesItsWeights()
    {
        using var folder = new TemporaryFolder();
        Sequential model = Small(), other = Small();
        other.Weights[0].Set(new float[other.Weights[0].Count]);
        model.Save(folder["a.safetensors"]);
        other.LoadWeights(folder["a.safetensors"]);
        Assert.Equal(model.Predict(X).ToArray(), other.Predict(X).ToArray());
    }

    [Fact]
    public void LoadWeights_OfAnotherModel_SaysSoAndChangesNothing()
    {
        using var folder = new TemporaryFolder();
        Small().SaveWeights(folder["w.safetensors"]);
        var other = new Sequential { new InputLayer(3), new Dense(2) };
        float[] before = other.Weights[0].ToArray();
        ModelFileException error = Assert.Throws<ModelFileException>(() => other.LoadWeights(folder["w.safetensors"]));
        Assert.Equal($"{folder["w.safetensors"]}: its weight 'dense/kernel' is F32 of shape [4, 2], but the model asks for F32 of shape [3, 2].", error.Message);
        Assert.Equal(before, other.Weights[0].ToArray());
    }

    [Fact]
    public async Task Predict_EightThreadsOnOneModel_GivesWhatOneGives()
    {
        using var folder = new TemporaryFolder();
        Small().Save(folder["a.safetensors"]);
        Model model = Model.Load(folder["a.safetensors"]);
        float[] expected = Small().Predict(X).ToArray();
        float[][] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            float[] last = [];
            for (int i = 0; i < 20; i++) last = model.Predict(X).ToArray();
            return last;
        })));
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void Load_NaNInTheWeights_SaysInWhich()
    {
        using var folder = new TemporaryFolder();
        Small(float.NaN).Save(folder["nan.safetensors"]);
        string message = Message(folder["nan.safetensors"]);
        Assert.StartsWith($"{folder["nan.safetensors"]}: its weight '", message, StringComparison.Ordinal);
        Assert.EndsWith("has the value NaN at element 0. The training went wrong; load an earlier file.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CutAnywhere_SaysSo()
    {
        using var folder = new TemporaryFolder();
        Small().Save(folder["whole.safetensors"]);
        byte[] whole = File.ReadAllBytes(folder["whole.safetensors"]);
        for (int length = 0; length < whole.Length; length += 211)
        {
            File.WriteAllBytes(folder["cut.safetensors"], whole[..length]);
            Assert.Contains("cut short", Message(folder["cut.safetensors"]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("config", "no model", "it is a safetensors file, but no Unroll model: its metadata has no 'config'.")]
    [InlineData("kind", "optimizer", "it is of kind 'optimizer', but expected 'model'.")]
    [InlineData("format", "other/1", "its format is 'other/1', but expected 'unroll/1'. Give a file that Unroll's Save wrote.")]
    [InlineData("format", "unroll/2", "it was written by a newer Unroll: its format is 2, and this Unroll reads up to 1. Update Unroll.")]
    [InlineData("config", "{", "its config can't be read: The model's config is not the JSON that Keras writes")]
    public void Load_OfTheWrongKind_SaysWhatItIs(string key, string value, string message)
    {
        using var folder = new TemporaryFolder();
        var metadata = new Dictionary<string, string> { ["format"] = "unroll/1", ["kind"] = "model", ["config"] = Small().ToJson() };
        metadata[key] = value;
        var writer = new SafetensorsWriter();
        foreach (var (name, text) in metadata.Where(entry => entry.Value != "no model")) writer.AddMetadata(name, text);
        writer.Save(folder["other.safetensors"]);
        Assert.StartsWith($"{folder["other.safetensors"]}: {message}", Message(folder["other.safetensors"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ConfigLiesAboutSizes_SaysSoBeforeWeightsGetMemory()
    {
        using var folder = new TemporaryFolder();
        var writer = new SafetensorsWriter();
        writer.AddMetadata("format", "unroll/1");
        writer.AddMetadata("kind", "model");
        writer.AddMetadata("config", Small().ToJson().Replace("\"output_dim\":4", "\"output_dim\":400000000", StringComparison.Ordinal));
        foreach (Parameter weight in Small().Weights) writer.AddFloats(weight.Name, weight.Shape, weight.ToArray());
        writer.Save(folder["lies.safetensors"]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Message(folder["lies.safetensors"]);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
        Assert.StartsWith($"{folder["lies.safetensors"]}: its ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OptionOutOfItsRange_SaysSoOnOneLineWithoutParameters()
    {
        using var folder = new TemporaryFolder();
        string path = folder["a.safetensors"];
        Small().Save(path);
        EditedFile.Replace(path, "config", "\"recurrent_dropout\":0", "\"recurrent_dropout\":7");
        Assert.Equal($"{path}: its config can't be read: The LSTM layer 'lstm' can't be made: A dropout rate is a number from 0 to 1. Actual value was 7.", Message(path));
    }

    [Fact]
    public void FromJson_TwoLayersOfOneName_SaysSo()
    {
        var input = new InputLayer(3) { Name = "x" };
        string json = new Model(input.Tensor, new Dense(2) { Name = "b" }.Apply(new Dense(3) { Name = "a" }.Apply(input.Tensor))).ToJson();
        string message = Assert.Throws<ModelConfigException>(() => Model.FromJson(json.Replace("\"name\":\"b\"", "\"name\":\"a\"", StringComparison.Ordinal))).Message;
        Assert.Equal("The Dense layer 'a' has a name that another layer has too. Give each layer a name of its own.", message);
    }

    private static string Message(string path) => Assert.Throws<ModelFileException>(() => Model.Load(path)).Message;

    private static Sequential Small(float? first = null)
    {
        var model = new Sequential(seed: 3)
        {
            new InputLayer(3) { Type = ElementType.Int32 },
            new Embedding(5, 4),
            new Lstm(4),
            new Dense(2) { Activation = Activation.Softmax },
        };
        if (first is not { } value) return model;
        float[] kernel = model.Weights[^2].ToArray();
        kernel[0] = value;
        model.Weights[^2].Set(kernel);
        return model;
    }
}
