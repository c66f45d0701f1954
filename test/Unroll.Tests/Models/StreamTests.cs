using System.Numerics.Tensors;

namespace Unroll.Tests.Models;

public class StreamTests
{
    private static readonly int[] s_tokens = [3, 3, 0, 7, 1, 0, 0, 9, 4, 3];

    public static TheoryData<string, bool, bool> Cells => new()
    {
        { "lstm", true, false }, { "lstm", false, true }, { "gru", true, true }, { "gru", false, false }, { "reset-before", true, false }, { "simple", true, true },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Push_TokenByToken_GivesTheBitsOfTheWholeSequence(string cell, bool sequences, bool maskZero)
    {
        var model = new Sequential(seed: 5) { new Embedding(10, 7) { MaskZero = maskZero }, Recurrent(cell, 19, true), Recurrent(cell, 33, sequences), new Dense(4) { Activation = Activation.Softmax } };
        var stream = model.CreateStream();
        for (int again = 0; again < 2; again++)
        {
            for (int t = 0; t < s_tokens.Length; t++)
            {
                float[] pushed = stream.Push(s_tokens[t]).ToArray();
                var whole = model.Predict(Tensor.Create(s_tokens[..(t + 1)], [1, t + 1]));
                Assert.Equal(whole.ToArray()[^4..], pushed);
            }
            stream.Reset();
        }
    }

    [Fact]
    public void Push_StepsOfValues_GivesTheBitsOfTheWholeSequence()
    {
        float[] x = [.. Enumerable.Range(0, 40 * 6).Select(static i => ((i * 37 % 101) - 50) / 25f)];
        var input = new InputLayer(new Shape(Shape.Any, Shape.Any, 6));
        var model = new Model(input.Tensor, new Dense(3).Apply(new Lstm(300) { ReturnSequences = true }.Apply(input.Tensor)), seed: 2);
        float[] whole = model.Predict(Tensor.Create(x, [1, 40, 6])).ToArray();
        var stream = model.CreateStream();
        for (int t = 0; t < 40; t++)
        {
            Assert.Equal(whole[(t * 3)..((t + 1) * 3)], stream.Push(x.AsSpan(t * 6, 6)).ToArray());
        }
    }

    [Fact]
    public void Push_TwoStreamsInTurn_KeepApart()
    {
        var model = new Sequential(seed: 5) { new Embedding(10, 7), new Gru(12) };
        StreamingSession a = model.CreateStream(), b = model.CreateStream();
        a.Push(1);
        b.Push(2);
        Assert.Equal(model.Predict(Tensor.Create([1, 3], [1, 2])).ToArray(), a.Push(3).ToArray());
        Assert.Equal(model.Predict(Tensor.Create([2, 4], [1, 2])).ToArray(), b.Push(4).ToArray());
    }

    [Fact]
    public void CreateStream_LayerGoesBackwards_SaysWhichAndWhatToUse()
    {
        var model = new Sequential { new InputLayer(new Shape(Shape.Any, 5)) { Type = ElementType.Int32 }, new Embedding(10, 7), new Lstm(3) { GoBackwards = true } };
        var error = Assert.Throws<ArgumentException>(model.CreateStream);
        Assert.Equal("LSTM 'lstm' needs the whole sequence, so 'sequential' can't be pushed step by step. Use Predict.", error.Message);
    }

    [Fact]
    public void Push_WrongStep_SaysWhatWasExpected()
    {
        var tokens = new Sequential { new Embedding(10, 7), new Lstm(3) }.CreateStream();
        Assert.Equal("The model takes tokens, but got 2 values. Push a token.", Assert.Throws<ArgumentException>(() => tokens.Push([1, 2])).Message);
        var input = new InputLayer(new Shape(Shape.Any, Shape.Any, 6));
        var values = new Model(input.Tensor, new Lstm(3).Apply(input.Tensor)).CreateStream();
        Assert.Equal("The model takes steps of 6 values, but got 2. Push one step's features.", Assert.Throws<ShapeException>(() => values.Push([1, 2])).Message);
        Assert.Equal("The model takes steps of 6 values, but got the token 3. Push the values.", Assert.Throws<ArgumentException>(() => values.Push(3)).Message);
    }

    private static RecurrentLayer Recurrent(string cell, int units, bool sequences) => cell switch
    {
        "lstm" => new Lstm(units) { ReturnSequences = sequences },
        "gru" => new Gru(units) { ReturnSequences = sequences },
        "reset-before" => new Gru(units) { ReturnSequences = sequences, ResetAfter = false },
        _ => new SimpleRnn(units) { ReturnSequences = sequences },
    };
}
