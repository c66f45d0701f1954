using Unroll.Tests.Reference;
using Unroll.Tests.SameBits;

namespace Unroll.Tests.Layers;

public class TimeDistributedTests
{
    [Fact]
    public void Train_OnDense_HasTheBitsOfDense() => Assert.Equal(Digest(() => new Dense(5) { Activation = Activation.Softmax }), Digest(() => new TimeDistributed(new Dense(5) { Activation = Activation.Softmax })));

    private static string Digest(Func<Layer> layer) => new SmallTraining("", 6, 7, 20, () =>
        new Sequential(seed: 3) { new Embedding(20, 6) { MaskZero = true }, new Lstm(8) { ReturnSequences = true }, layer() }).Digest();

    [Fact]
    public void Backward_OnARecurrentLayer_IsThatLayerOnEveryStep()
    {
        const int Batch = 3, Steps = 4, Inner = 5, Features = 2, Units = 6;
        var video = new InputLayer(Steps, Inner, Features);
        var layer = new Gru(Units);
        var model = new Model(video.Tensor, new TimeDistributed(layer).Apply(video.Tensor), seed: 2);
        ModelRun run = GraphRun.Of(model, Batch);
        Assert.Equal([Batch, Steps, Units], run.Outputs[0].Dimensions);
        var single = new InputLayer(Inner, Features);
        var alone = new Model(single.Tensor, layer.Apply(single.Tensor));
        var aloneRun = new ModelRun(alone) { NeedsInputGradients = true };
        aloneRun.Inputs[0].Resize(Batch * Steps, Inner, Features);
        run.Inputs[0].Floats.CopyTo(aloneRun.Inputs[0].Floats);
        aloneRun.Forward(training: false, keep: true);
        run.Outputs[0].Gradient.CopyTo(aloneRun.Outputs[0].Gradient);
        aloneRun.Backward();
        Assert.Equal(aloneRun.Outputs[0].Floats, run.Outputs[0].Floats);
        Assert.Equal(aloneRun.Inputs[0].Gradient, run.Inputs[0].Gradient);
        Assert.Equal(aloneRun.Gradient(layer.Kernel), run.Gradient(layer.Kernel));
    }

    [Fact]
    public void Predict_OnAModelOfSentences_MasksWordsWithinThem()
    {
        const int Batch = 2, Sentences = 3, Words = 5;
        var sentence = new Sequential(seed: 5) { new InputLayer(Words) { Type = ElementType.Int32 }, new Embedding(6, 4) { MaskZero = true }, new Lstm(3) };
        var document = new InputLayer(Sentences, Words) { Type = ElementType.Int32 };
        var model = new Model(document.Tensor, new TimeDistributed(sentence).Apply(document.Tensor));
        ModelRun run = GraphRun.Of(model, Batch);
        var alone = new ModelRun(sentence);
        alone.Inputs[0].Resize(Batch * Sentences, Words);
        run.Inputs[0].Ints.CopyTo(alone.Inputs[0].Ints);
        alone.Forward(training: false, keep: false);
        Assert.Equal([Batch, Sentences, 3], run.Outputs[0].Dimensions);
        Assert.Equal(alone.Outputs[0].Floats, run.Outputs[0].Floats);
        Assert.Equal(["time_distributed/sequential/embedding/embeddings", "time_distributed/sequential/lstm/kernel"], model.NamedWeights.Select(w => w.Name).Take(2));
    }

    [Fact]
    public void Predict_MaskOfSeveralAxes_GoesIntoTheSteps()
    {
        const int Batch = 2, Sentences = 3, Words = 5;
        var tokens = new InputLayer(Sentences, Words) { Type = ElementType.Int32 };
        SymbolicTensor words = new Embedding(6, 4) { MaskZero = true }.Apply(tokens.Tensor);
        var layer = new Lstm(3);
        var model = new Model(tokens.Tensor, new TimeDistributed(layer).Apply(words), seed: 4);
        ModelRun run = GraphRun.Of(model, Batch);
        var sentence = new InputLayer(Words) { Type = ElementType.Int32 };
        var table = new Embedding(6, 4) { MaskZero = true };
        var alone = new Model(sentence.Tensor, layer.Apply(table.Apply(sentence.Tensor)));
        table.Weights[0].Set(model.Weights[0].ToArray());
        var aloneRun = new ModelRun(alone);
        aloneRun.Inputs[0].Resize(Batch * Sentences, Words);
        run.Inputs[0].Ints.CopyTo(aloneRun.Inputs[0].Ints);
        aloneRun.Forward(training: false, keep: false);
        Assert.Equal(aloneRun.Outputs[0].Floats, run.Outputs[0].Floats);
    }

    /// <summary>A model that is run on each step by itself, in their order, computes the same bits and leaves the same moving statistics.</summary>
    [Fact]
    public void Train_BatchNormalizationInAModel_GoesStepByStep()
    {
        const int Batch = 4, Steps = 3, Features = 2;
        Sequential inner = NewInner();
        var input = new InputLayer(Steps, Features);
        var model = new Model(input.Tensor, new TimeDistributed(inner).Apply(input.Tensor));
        Sequential alone = NewInner().WithWeightsOf(model);
        float[] x = new Samples(3).Floats(Batch * Steps * Features);
        var run = new ModelRun(model);
        run.Inputs[0].Resize(Batch, Steps, Features);
        x.CopyTo(run.Inputs[0].Floats);
        run.Forward(training: true, keep: false);
        for (int t = 0; t < Steps; t++)
        {
            var step = new ModelRun(alone);
            step.Inputs[0].Resize(Batch, Features);
            for (int i = 0; i < Batch * Features; i++)
            {
                step.Inputs[0].Floats[i] = x[(((i / Features * Steps) + t) * Features) + (i % Features)];
            }
            step.Forward(training: true, keep: false);
            for (int i = 0; i < Batch * 5; i++)
            {
                Assert.Equal(step.Outputs[0].Floats[i], run.Outputs[0].Floats[(((i / 5 * Steps) + t) * 5) + (i % 5)]);
            }
        }
        Assert.All(inner.Weights.Zip(alone.Weights), pair => Assert.Equal(pair.Second.ToArray(), pair.First.ToArray()));
        Assert.NotEqual(0, inner.Weights[^2].ToArray()[0]);

        static Sequential NewInner() => new() { new InputLayer(Features), new Dense(5), new BatchNormalization { Momentum = 0.5f } };
    }

    [Fact]
    public void Apply_BatchNormalizationOverAnOpenNumberOfSteps_NormalisesAllAtOnce()
    {
        var input = new InputLayer(Shape.Any, 2);
        var layer = new BatchNormalization();
        var model = new Model(input.Tensor, new TimeDistributed(layer).Apply(input.Tensor));
        var plain = new Model(input.Tensor, layer.Apply(input.Tensor));
        Assert.Equal(GraphRun.Of(plain, training: true).Outputs[0].Floats, GraphRun.Of(model, training: true).Outputs[0].Floats);
    }

    [Fact]
    public void Apply_BatchNormalizationOverMoreStepsThanCalls_SaysSoBeforeItMakesThem()
    {
        var error = Assert.Throws<ShapeException>(() => new TimeDistributed(new BatchNormalization()).Apply(new InputLayer(1_000_000_000, 2).Tensor));
        Assert.Equal(
            "TimeDistributed 'time_distributed' calls BatchNormalization 'batch_normalization' for each step by itself, 10000 at most, but got inputs of shape (None, 1000000000, 2). "
            + "Leave their number of steps open, for statistics over all at once.",
            error.Message);
    }

    [Fact]
    public void Apply_InputWithoutTime_SaysSo()
    {
        var error = Assert.Throws<ShapeException>(() => new TimeDistributed(new Dense(2)).Apply(new InputLayer(3).Tensor));
        Assert.Equal("TimeDistributed 'time_distributed' expects inputs of shape [batch, time, ...] of rank 3 or more, but got (None, 3). Put ReturnSequences on the layer before.", error.Message);
        error = Assert.Throws<ShapeException>(() => new RepeatVector(2).Apply(new InputLayer(3, 4).Tensor));
        Assert.Equal("RepeatVector 'repeat_vector' expects inputs of shape [batch, features], but got (None, 3, 4). Take ReturnSequences from the layer before it, or flatten.", error.Message);
    }
}
