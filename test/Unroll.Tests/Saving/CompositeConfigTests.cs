using System.Text.Json.Nodes;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Saving;

/// <summary>Configs of layers that are made of others, where they are wrong.</summary>
public class CompositeConfigTests
{
    [Theory]
    [InlineData("merge_mode", "\"max\"", "The Bidirectional layer 'bidirectional' sets the option 'merge_mode' to \"max\", but expected concat, sum, mul, ave or null.")]
    [InlineData("layer", "null", "The Bidirectional layer 'bidirectional' lacks the option 'layer'. Add it to the config.")]
    [InlineData("layer", "7", "The option 'layer' of the Bidirectional layer 'bidirectional' is a JSON Number without 'class_name', but expected an object as Keras writes it.")]
    [InlineData("layer", "{\"class_name\": \"Dense\", \"config\": {\"name\": \"d\", \"units\": 2}}", "The Bidirectional layer 'bidirectional' can't be made: A Bidirectional takes a recurrent layer, but got Dense 'd'. Pass an Lstm, a Gru, a SimpleRnn or an Rnn.")]
    [InlineData("layer", "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"l\", \"units\": 0}}", "The LSTM layer 'l' sets the option 'units' to 0, but expected 1 or more.")]
    [InlineData("layer", "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"l\", \"units\": 2, \"extra\": 1}}", "The LSTM layer 'l' has an option 'extra', which is not known.")]
    [InlineData("backward_layer", "{\"class_name\": \"GRU\", \"config\": {\"name\": \"g\", \"units\": 2}}", "The Bidirectional layer 'bidirectional' can't be made: The two directions of a Bidirectional must differ in GoBackwards")]
    public void FromJson_Bidirectional_SaysWhatIsWrong(string option, string value, string message) => Check(new Bidirectional(new Lstm(2)), option, value, message);

    [Theory]
    [InlineData("cell", "{\"class_name\": \"Dense\", \"config\": {\"name\": \"d\", \"units\": 2}}", "The RNN layer 'rnn' has Dense 'd' for a cell. Give an LSTMCell, a GRUCell, a SimpleRNNCell, StackedRNNCells or a CustomCell.")]
    [InlineData("cell", "[]", "The RNN layer 'rnn' can't be made: A stack has one cell or more, but got none. Pass the cells.")]
    public void FromJson_Rnn_SaysWhatIsWrong(string option, string value, string message) => Check(new Rnn(new GruCell(2)), option, value, message);

    [Theory]
    [InlineData("layers", "7", "The Sequential model sets the option 'layers' to 7, but expected an array of layers.")]
    [InlineData("layers", "[{\"class_name\": \"Magic\", \"config\": {\"name\": \"m\"}}]", "The layer 'm' is of the class 'Magic', which is not known.")]
    [InlineData("more", "1", "The Sequential layer 'inner' has an option 'more', which is not known.")]
    public void FromJson_NestedModel_SaysWhatIsWrong(string option, string value, string message) =>
        Check(new Sequential { Name = "inner" }.With(new InputLayer(5, 3), new Gru(2)).Layer, option, value, message);

    [Fact]
    public void ToJson_LayerInTwoPlaces_IsRefused()
    {
        var input = new InputLayer(5, 3);
        var lstm = new Lstm(3) { ReturnSequences = true };
        Sequential inner = new Sequential().With(new InputLayer(5, 3), lstm);
        var model = new Model(input.Tensor, lstm.Apply(inner.Apply(input.Tensor)));
        Assert.Equal(3, model.Weights.Count);
        string message = Assert.Throws<ModelConfigException>(model.ToJson).Message;
        Assert.Equal("LSTM 'lstm' stands in two places of the model, which a config can't say. Call the model or the layer that holds it twice instead, or save the parts on their own.", message);
        JsonNode json = Json(new Gru(2));
        json["config"]!["layers"]![1]!["shared_object_id"] = 7;
        Assert.StartsWith("The GRU layer 'gru' stands in several places of the model (shared_object_id), which is not supported.", Assert.Throws<ModelConfigException>(() => Model.FromJson(json.ToJsonString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_BidirectionalWithoutMergeMode_Concatenates()
    {
        JsonNode json = Json(new Bidirectional(new Lstm(2)) { MergeMode = MergeMode.Sum });
        Options(json).AsObject().Remove("merge_mode");
        Assert.Equal(MergeMode.Concat, ((Bidirectional)Model.FromJson(json.ToJsonString()).Layers[1]).MergeMode);
        json = Json(new Bidirectional(new Lstm(2)) { MergeMode = MergeMode.None });
        Assert.Equal(MergeMode.None, ((Bidirectional)Model.FromJson(json.ToJsonString()).Layers[1]).MergeMode);
    }

    [Fact]
    public void FromJson_RnnOfAListOfCells_StacksThem()
    {
        JsonNode json = Json(new Rnn(new GruCell(2)));
        JsonNode cell = Options(json)["cell"]!;
        Options(json)["cell"] = new JsonArray(cell.DeepClone(), JsonNode.Parse(cell.ToJsonString().Replace("gru_cell", "other", StringComparison.Ordinal)));
        Assert.Equal(2, Assert.IsType<StackedRnnCells>(((Rnn)Model.FromJson(json.ToJsonString()).Layers[1]).Cell).Cells.Count);
    }

    [Fact]
    public void Load_NestedConfigLiesAboutSizes_SaysSoBeforeWeightsGetMemory()
    {
        using var folder = new TemporaryFolder();
        var writer = new SafetensorsWriter();
        writer.AddMetadata("format", "unroll/1");
        writer.AddMetadata("kind", "model");
        writer.AddMetadata("config", Json(new Sequential { Name = "inner" }.With(new InputLayer(5, 3), new Lstm(4)).Layer).ToJsonString().Replace("\"units\":4", "\"units\":10000", StringComparison.Ordinal));
        writer.Save(folder["a.safetensors"]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<ModelFileException>(() => Model.Load(folder["a.safetensors"])).Message;
        Assert.StartsWith($"{folder["a.safetensors"]}: its config asks for a weight 'inner/lstm/kernel', which it doesn't have.", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    private static void Check(Layer layer, string option, string value, string message)
    {
        JsonNode json = Json(layer);
        Options(json)[option] = JsonNode.Parse(value);
        Assert.StartsWith(message, Assert.Throws<ModelConfigException>(() => Model.FromJson(json.ToJsonString())).Message, StringComparison.Ordinal);
    }

    private static JsonNode Json(Layer layer)
    {
        var input = new InputLayer(5, 3);
        return JsonNode.Parse(new Model(input.Tensor, layer.Apply(input.Tensor)).ToJson())!;
    }

    private static JsonNode Options(JsonNode model) => model["config"]!["layers"]![1]!["config"]!;
}
