using System.Text.Json.Nodes;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Models;

/// <summary>What a graph refuses.</summary>
public class GraphTests
{
    [Fact]
    public void Layers_OfAGraph_StandInKerasOrder()
    {
        InputLayer source = new(Shape.Any) { Name = "source", Type = ElementType.Int32 }, target = new(Shape.Any) { Name = "target", Type = ElementType.Int32 };
        BidirectionalOutput encoder = new Bidirectional(new Lstm(4) { ReturnSequences = true }) { Name = "encoder" }.Apply(new Embedding(12, 5).Apply(source.Tensor));
        var state = new LstmSymbolicState(
            new Concatenate().Apply(encoder.ForwardState[0], encoder.BackwardState[0]), new Concatenate().Apply(encoder.ForwardState[1], encoder.BackwardState[1]));
        LstmOutput decoder = new Lstm(8) { Name = "decoder", ReturnSequences = true }.Apply(new Embedding(10, 5).Apply(target.Tensor), state);
        var model = new Model([source.Tensor, target.Tensor], [new Dense(10).Apply(decoder)]);
        Assert.Equal(["source", "embedding", "target", "encoder", "embedding_1", "concatenate", "concatenate_1", "decoder", "dense"], model.Layers.Select(l => l.Name));
    }

    [Fact]
    public void Predict_FirstFromSeveralThreads_AllSeeTheSameModel()
    {
        for (int i = 0; i < 100; i++)
        {
            var model = new Sequential(seed: 1) { new Embedding(9, 4), new Gru(4), new Dense(2) };
            using var start = new Barrier(4);
            var predictions = new float[start.ParticipantCount];
            Thread[] threads = [.. predictions.Select((_, t) => new Thread(() =>
            {
                start.SignalAndWait();
                predictions[t] = model.Predict(new int[1, 3])[0, 0];
            }))];
            Array.ForEach(threads, static thread => thread.Start());
            Array.ForEach(threads, static thread => thread.Join());
            Assert.Equal([model.Predict(new int[1, 3])[0, 0]], predictions.Distinct());
        }
    }

    [Fact]
    public void FromJson_SharedLayerWhoseFirstCallComesLate_KeepsTheConfigsOrder()
    {
        // The shared layer stands before the dense layer that one of its calls reads; that call is made the first.
        var input = new InputLayer(3);
        Dense shared = new(3) { Name = "shared" }, dense = new(3) { Name = "dense" }, other = new(3) { Name = "other" };
        SymbolicTensor late = shared.Apply(dense.Apply(input.Tensor));
        var model = new Model(input.Tensor, new Add().Apply(other.Apply(shared.Apply(input.Tensor)), late));
        Assert.Equal(["input_layer", "shared", "dense", "other", "add"], model.Layers.Select(l => l.Name));
        JsonNode json = JsonNode.Parse(model.ToJson().Replace("[\"shared\",0,0]", "[\"shared\",7,0]", StringComparison.Ordinal)
            .Replace("[\"shared\",1,0]", "[\"shared\",0,0]", StringComparison.Ordinal).Replace("[\"shared\",7,0]", "[\"shared\",1,0]", StringComparison.Ordinal))!;
        JsonArray calls = json["config"]!["layers"]![1]!["inbound_nodes"]!.AsArray();
        JsonNode first = calls[0]!;
        calls.RemoveAt(0);
        calls.Add(first);
        Model again = Model.FromJson(json.ToJsonString());
        Assert.Equal(model.Layers.Select(l => l.Name), again.Layers.Select(l => l.Name));
        GraphRun.AssertSame(model, GraphRun.Of(model), again.WithWeightsOf(model), GraphRun.Of(again));
    }

    [Fact]
    public void Model_InputThatLeadsNowhere_SaysWhich()
    {
        InputLayer a = new(3) { Name = "a" }, b = new(3) { Name = "b" };
        SymbolicTensor output = new Dense(2).Apply(a.Tensor);
        Assert.Equal("The input 'b' leads to none of the outputs. Leave it out, or connect it.", Error(() => new Model([a.Tensor, b.Tensor], [output])));
    }

    [Fact]
    public void Model_OutputOfAnotherInput_SaysWhich()
    {
        InputLayer a = new(3) { Name = "a" }, b = new(3) { Name = "b" };
        SymbolicTensor output = new Add().Apply(a.Tensor, new Dense(3).Apply(b.Tensor));
        Assert.Equal("The outputs need the input 'b', which is not among the model's inputs. Add it.", Error(() => new Model(a.Tensor, output)));
    }

    [Fact]
    public void Model_InputsThatAreNone_SaysWhich()
    {
        var a = new InputLayer(3);
        SymbolicTensor middle = new Dense(3) { Name = "middle" }.Apply(a.Tensor), output = new Dense(2).Apply(middle);
        Assert.Equal("Dense 'middle' makes what is given as an input of the model, but only an InputLayer's tensor is one. Put an InputLayer there.", Error(() => new Model(middle, output)));
        Assert.Equal("The input 'input_layer' is given twice. Give each once.", Error(() => new Model([a.Tensor, a.Tensor], [output])));
        Assert.Equal("A model has one input and one output or more, but got 0 and 1. Pass them.", Error(() => new Model([], [output])));
        Assert.Equal("A model has one input and one output or more, but got 1 and 0. Pass them.", Error(() => new Model([a.Tensor], [])));
    }

    [Fact]
    public void Model_TwoLayersOfAName_SaysWhich()
    {
        var input = new InputLayer(3);
        SymbolicTensor output = new Dense(2) { Name = "same" }.Apply(new Dense(3) { Name = "same" }.Apply(input.Tensor));
        Assert.Equal("Two layers of the model are named 'same'. Give each a name of its own.", Error(() => new Model(input.Tensor, output)));
    }

    [Fact]
    public void Parameter_BeforeItsModel_SaysSo()
    {
        var dense = new Dense(2);
        Assert.Empty(dense.Weights);
        dense.Apply(new InputLayer(3).Tensor);
        Assert.Equal("The weight 'dense/kernel' has no memory yet. Put its layer into a model first.", Assert.Throws<InvalidOperationException>(() => dense.Weights[0].ToArray()).Message);
    }

    [Fact]
    public void Sequential_BeforeItKnowsItsInput_SaysSo()
    {
        var model = new Sequential { new Lstm(3) };
        Assert.Equal("The model doesn't know the shape of its input yet. Put an InputLayer in front of LSTM 'lstm', or pass data first.", Assert.Throws<InvalidOperationException>(() => model.Weights.Count).Message);
    }

    [Theory]
    [InlineData("[\"gru\", 1, 0]", "The model's outputs name gru[1][0], which no layer makes.")]
    [InlineData("[\"gru\", 0, 7]", "The model's outputs name gru[0][7], which no layer makes.")]
    [InlineData("[\"other\", 0, 0]", "The model's outputs name other[0][0], which no layer makes.")]
    public void FromJson_OutputThatNoLayerMakes_SaysWhich(string output, string message)
    {
        string json = Json().Replace("\"output_layers\":[\"gru\",0,0]", $"\"output_layers\":{output}", StringComparison.Ordinal);
        Assert.Equal(message, Assert.Throws<ModelConfigException>(() => Model.FromJson(json)).Message);
    }

    [Fact]
    public void FromJson_LayerCalledOnItself_SaysSo()
    {
        string json = Json().Replace("[\"input_layer\",0,0]}}],\"kwargs\"", "[\"gru\",0,0]}}],\"kwargs\"", StringComparison.Ordinal);
        Assert.Equal("The GRU layer 'gru' is called on gru[0][0], which no layer makes. The config is damaged; write it again.", Assert.Throws<ModelConfigException>(() => Model.FromJson(json)).Message);
    }

    private static string Json()
    {
        var input = new InputLayer(5, 3);
        return new Model(input.Tensor, new Gru(2).Apply(input.Tensor)).ToJson();
    }

    private static string Error(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message.Split(" (Parameter")[0];
}
