using Unroll.Tests.Reference;

namespace Unroll.Tests.Decoding;

/// <summary>A model of one step as a decoder.</summary>
public class ModelDecoderTests
{
    private const int Tokens = 9;
    private const int Units = 6;

    private static readonly DecodingOptions _options = new(1, 2, 12) { Width = 3, Results = 2 };

    [Fact]
    public void Search_OtherBatchesAndThreads_FindTheSameBits()
    {
        Model step = NewStep(seed: 3);
        IReadOnlyList<IReadOnlyList<Hypothesis>> expected = Find(step, 0, 7);
        Assert.Contains(expected, r => r[0].Tokens.Count > 2);
        int threads = ComputeOptions.Threads;
        try
        {
            foreach (int count in new[] { 1, 2, 5 })
            {
                ComputeOptions.Threads = count;
                AssertSame(expected, Find(step, 0, 7));
                AssertSame(expected, [.. Enumerable.Range(0, 7).Select(i => Find(step, i, i + 1)[0])]);
            }
        }
        finally
        {
            ComputeOptions.Threads = threads;
        }
    }

    [Fact]
    public void Step_Attention_IsAWeightForEachStepThatIsNotPadded()
    {
        Hypothesis found = Find(NewStep(seed: 3), 0, 7)[2][0];
        Assert.Equal(found.Tokens.Count + (found.Ended ? 1 : 0), found.Attention.Count);
        Assert.All(found.Attention, weights =>
        {
            Assert.Equal(4, weights.Length);
            Assert.Equal(1, weights.Sum(), 1e-6);
            Assert.Equal(0, weights[3]);
            Assert.All(weights[..3], w => Assert.True(w > 0));
        });
    }

    [Fact]
    public void Step_WithoutContext_IsEnough()
    {
        var token = new InputLayer(1) { Type = ElementType.Int32 };
        var state = new InputLayer(Units);
        RecurrentOutput decoder = new Gru(Units).Apply(new Embedding(Tokens, 4).Apply(token.Tensor), state.Tensor);
        var step = new Model([token.Tensor, state.Tensor], [new Dense(Tokens) { Activation = Activation.Softmax }.Apply(decoder), decoder.State], seed: 4);
        var decoding = new ModelDecoder(step, [new DataArray(new Samples(5).Floats(3 * Units), 3, Units)]);
        Assert.Equal((3, Tokens, Units, 0), (decoding.Sources, decoding.Tokens, decoding.StateSize, decoding.AttentionSize));
        Assert.All(BeamSearch.Search(decoding, _options), r => Assert.Empty(r[0].Attention));
    }

    [Fact]
    public void ModelDecoder_ModelThatIsNoStep_SaysWhatIsExpected()
    {
        Model step = NewStep(seed: 3);
        var state = new DataArray(new float[Units], 1, Units);
        Assert.Equal(
            "The model has 5 inputs, but got 2. Pass one array for each input, in the model's order.",
            Assert.Throws<ShapeException>(() => new ModelDecoder(step, [state])).Message);
        Assert.Equal(
            "A decoder needs states or contexts of its sources, but got none. Pass the states that the sources begin with.",
            Assert.Throws<ArgumentException>(() => new ModelDecoder(step, [])).Message.Split(" (")[0]);
        var token = new InputLayer(1) { Type = ElementType.Int32 };
        var h = new InputLayer(Units);
        var plain = new Model([token.Tensor, h.Tensor], [new Gru(Units).Apply(new Embedding(Tokens, 4).Apply(token.Tensor), h.Tensor)]) { Name = "plain" };
        Assert.Equal(
            "A step with 1 states has 2 outputs, probabilities and states, or one more, attention weights, but the model 'plain' has 1. Give it these outputs.",
            Assert.Throws<ArgumentException>(() => new ModelDecoder(plain, [state])).Message.Split(" (")[0]);
    }

    [Theory]
    [InlineData(-0.5f, "-0.5")]
    [InlineData(2, "2")]
    public void Step_ModelOfLogits_SaysSo(float logit, string said)
    {
        var token = new InputLayer(1) { Type = ElementType.Int32 };
        var state = new InputLayer(Units);
        RecurrentOutput decoder = new Gru(Units).Apply(new Embedding(Tokens, 4).Apply(token.Tensor), state.Tensor);
        SymbolicTensor logits = new Dense(Tokens) { KernelInitializer = Initializer.Zeros, BiasInitializer = new Constant(logit) }.Apply(decoder);
        var decoding = new ModelDecoder(new Model([token.Tensor, state.Tensor], [logits, decoder.State]) { Name = "step" }, [new float[3, Units]]);
        Assert.Equal(
            $"The model 'step' gave {said} for a token, which is no probability. Let its first output end in softmax.",
            Assert.Throws<InvalidOperationException>(() => BeamSearch.Greedy(decoding, _options)).Message);
    }

    private static Model NewStep(ulong seed)
    {
        InputLayer token = new(1) { Type = ElementType.Int32 }, h = new(Units), c = new(Units), encoded = new(Shape.Any, Units), source = new(Shape.Any) { Type = ElementType.Int32 };
        LstmOutput decoder = new Lstm(Units) { ReturnSequences = true }.Apply(new Embedding(Tokens, 4).Apply(token.Tensor), new LstmSymbolicState(h.Tensor, c.Tensor));
        AttentionOutput attention = new Attention().Apply(decoder, encoded.Tensor, valueMask: TokenMask.Of(source.Tensor));
        SymbolicTensor output = new Dense(Tokens) { Activation = Activation.Softmax, KernelInitializer = new RandomUniform(-3, 3) }.Apply(new Concatenate().Apply(decoder, attention));
        return new Model([token.Tensor, h.Tensor, c.Tensor, encoded.Tensor, source.Tensor], [output, decoder.State.H, decoder.State.C, attention.Scores], seed);
    }

    /// <summary>What is found for some of seven sources, whose contexts are padded from 4, 4, 3, 2, 1, 4 and 3 steps.</summary>
    private static IReadOnlyList<IReadOnlyList<Hypothesis>> Find(Model step, int from, int to)
    {
        var samples = new Samples(8);
        DataArray h = new(samples.Floats(7 * Units), 7, Units), c = new(samples.Floats(7 * Units), 7, Units), encoded = new(samples.Floats(7 * 4 * Units), 7, 4, Units);
        int[] source = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 0, 5, 5, 0, 0, 5, 0, 0, 0, 5, 5, 5, 5, 5, 5, 5, 0];
        return BeamSearch.Search(
            new ModelDecoder(step, [h.Slice(from, to), c.Slice(from, to)], [encoded.Slice(from, to), new DataArray(source, 7, 4).Slice(from, to)]), _options);
    }

    private static void AssertSame(IReadOnlyList<IReadOnlyList<Hypothesis>> expected, IReadOnlyList<IReadOnlyList<Hypothesis>> actual)
    {
        foreach ((Hypothesis a, Hypothesis b) in expected.SelectMany(r => r).Zip(actual.SelectMany(r => r)))
        {
            Assert.Equal(a.Tokens, b.Tokens);
            Assert.Equal(a.Score, b.Score);
            Assert.Equal(a.Attention.SelectMany(w => w), b.Attention.SelectMany(w => w));
        }
    }
}
