using System.Numerics.Tensors;

namespace Unroll.Tests.Models;

public class InspectionTests
{
    [Fact]
    public void OutputOf_LayerOfSequential_GivesItsActivations()
    {
        var hidden = new Dense(3) { Activation = Activation.Tanh };
        var model = new Sequential(seed: 1) { new InputLayer(2), hidden, new Dense(1) };
        DataArray x = new float[,] { { 1, 2 }, { 3, -1 } };
        Tensor<float> activations = new Model(model.Inputs, [model.OutputOf(hidden)]).Predict(x);
        Assert.Equal([2, 3], activations.Lengths.ToArray().Select(l => (int)l));
        Assert.All(activations, value => Assert.InRange(value, -1, 1));
    }

    [Fact]
    public void OutputOf_StrangeLayer_SaysWhichThereAre()
    {
        var model = new Sequential { new InputLayer(2), new Dense(1) };
        var error = Assert.Throws<ArgumentException>(() => model.OutputOf(new Dense(7) { Name = "other" }));
        Assert.StartsWith("Dense 'other' is not in the model 'sequential', which has 'dense'. Pass one of its Layers.", error.Message.Replace("'input_layer', ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_AtTheInput_AreTheDifferencesOfTheLoss()
    {
        var model = new Sequential(seed: 1) { new InputLayer(3), new Dense(4) { Activation = Activation.Tanh }, new Dense(2) { Activation = Activation.Softmax } };
        model.Compile(Loss.CategoricalCrossentropy);
        float[,] x = { { 0.5f, -1, 2 }, { 1, 0.25f, -0.5f } }, y = { { 1, 0 }, { 0, 1 } };
        float[] gradient = Flat(model.Gradients(Dataset.From(x, y), model.Inputs)[0]);
        for (int i = 0; i < gradient.Length; i++)
        {
            Assert.Equal((LossAt(i, 0.01f) - LossAt(i, -0.01f)) / 0.02, gradient[i], 3);
        }

        double LossAt(int i, float step)
        {
            var moved = (float[,])x.Clone();
            moved[i / 3, i % 3] += step;
            return model.Evaluate(moved, y)["loss"];
        }
    }

    // The softmax's own gradient, not that of the logits by which training goes round it.
    [Fact]
    public void Gradients_AtTheOutput_AreThoseOfTheLossAlone()
    {
        var model = new Sequential(seed: 1) { new InputLayer(3), new Dense(2) { Activation = Activation.Softmax } };
        model.Compile(Loss.CategoricalCrossentropy);
        float[,] x = { { 0.5f, -1, 2 } }, y = { { 1, 0 } };
        float p = Flat(model.Predict(x))[0];
        float[] gradient = Flat(model.Gradients(Dataset.From(x, y), model.Outputs)[0]);
        Assert.Equal(0, (gradient[0] - gradient[1] + (1 / p)) * p, 4);
    }

    [Fact]
    public void Gradients_AtAnEmbedding_AreOfEveryPlace()
    {
        var embedding = new Embedding(5, 2);
        var model = new Sequential(seed: 1) { embedding, new Lstm(3), new Dense(1) };
        model.Compile(Loss.MeanSquaredError);
        int[,] x = { { 1, 2, 1 }, { 3, 4, 4 } };
        Tensor<float> gradient = model.Gradients(Dataset.From(x, new float[,] { { 1 }, { 2 } }), model.OutputOf(embedding))[0];
        Assert.Equal([2, 3, 2], gradient.Lengths.ToArray().Select(l => (int)l));
        Assert.All(gradient, value => Assert.NotEqual(0, value));
        Assert.NotEqual(gradient[0, 0, 0], gradient[0, 2, 0]);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("rnn")]
    public void Gradients_AtTheStateBetweenTwoCalls_IsWhatTheWholeSequenceHas(string kind)
    {
        const int steps = 6, cut = 2, units = 4;
        var x = new InputLayer(steps, 3).Tensor;
        var h = new InputLayer(units).Tensor;
        var c = new InputLayer(units).Tensor;
        var (first, last) = (new Cropping1D(0, steps - cut).Apply(x), new Cropping1D(cut, 0).Apply(x));
        var lstm = new Lstm(units);
        var gru = new Gru(units);
        var rnn = new SimpleRnn(units);
        SymbolicTensor Two(out SymbolicTensor between)
        {
            if (kind == "lstm")
            {
                var before = lstm.Apply(first, new(h, c)).State;
                between = before.C;
                return lstm.Apply(last, before);
            }

            between = kind == "gru" ? gru.Apply(first, h).State : rnn.Apply(first, h).State;
            return kind == "gru" ? gru.Apply(last, between) : rnn.Apply(last, between);
        }

        SymbolicTensor output = new Dense(1).Apply(Two(out var state));
        SymbolicTensor[] inputs = kind == "lstm" ? [x, h, c] : [x, h];
        var model = new Model(inputs, [output], seed: 3);
        model.Compile(Loss.MeanSquaredError);
        DataArray data = new([.. Enumerable.Range(0, steps * 3).Select(i => (i % 5) - 2f)], 1, steps, 3);
        DataArray start = new([0.5f, -0.25f, 0.125f, -1], 1, units);
        var set = Dataset.From(kind == "lstm" ? [data, start, start] : [data, start], new float[] { 1 });
        float[] gradient = Flat(model.Gradients(set, state)[0]);

        // The rest of the sequence alone, begun from the state that stands between.
        float[][] states = [.. (kind == "lstm" ? new[] { lstm.Apply(first, new(h, c)).State.H, state } : [state]).Select(t => Flat(new Model(inputs, [t]).PredictAll(set)[0]))];
        double LossFrom(int unit, float step)
        {
            states[^1][unit] += step;
            var rest = kind == "lstm" ? lstm.Apply(last, new(h, c)) : (SymbolicTensor)(kind == "gru" ? gru.Apply(last, h) : rnn.Apply(last, h));
            var tail = new Model(inputs, [((Dense)model.Layers[^1]).Apply(rest)]);
            tail.Compile(Loss.MeanSquaredError);
            double loss = tail.Evaluate(Dataset.From([data, .. states.Select(s => new DataArray([.. s], 1, units))], new float[] { 1 }))["loss"];
            states[^1][unit] -= step;
            return loss;
        }

        for (int u = 0; u < units; u++) Assert.Equal((LossFrom(u, 0.01f) - LossFrom(u, -0.01f)) / 0.02, gradient[u], 3);
    }

    [Fact]
    public void Gradients_Tokens_SaysToAskTheEmbedding()
    {
        var model = new Sequential { new Embedding(5, 2), new Lstm(3), new Dense(1) };
        model.Compile(Loss.MeanSquaredError);
        var error = Assert.Throws<ArgumentException>(() => model.Gradients(Dataset.From(new int[,] { { 1, 2 } }, new float[] { 1 }), model.Inputs));
        Assert.Equal("InputLayer 'input_layer' makes Int32, which has no gradient. Ask for the output of the Embedding that reads it.", error.Message);
    }

    [Fact]
    public void Gradients_TensorOfAnotherModel_SaysSo()
    {
        var model = new Sequential { new InputLayer(2), new Dense(1) };
        var other = new Sequential { new InputLayer(2), new Dense(1) };
        model.Compile(Loss.MeanSquaredError);
        var error = Assert.Throws<ArgumentException>(() => model.Gradients(Dataset.From(new float[,] { { 1, 2 } }, new float[] { 1 }), other.Inputs));
        Assert.Equal("A tensor of shape (None, 2) that InputLayer 'input_layer' makes is not in the model 'sequential'. Pass tensors that lead from its inputs to its outputs.", error.Message);
    }

    private static float[] Flat(Tensor<float> tensor) => [.. tensor];
}
