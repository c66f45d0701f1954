namespace Unroll.Tests.Models;

/// <summary>What a graph refuses.</summary>
public class GraphTests
{
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

    private static string Error(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message.Split(" (Parameter")[0];
}
