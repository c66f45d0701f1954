using System.Numerics.Tensors;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Models;

public class NestedModelTests
{
    private static readonly int[] _sample = [6, 3];

    [Fact]
    public void Train_ModelUsedTwice_IsItsLayersUsedTwice()
    {
        var input = new InputLayer(_sample);
        Sequential inner = Inner();
        var model = new Model(input.Tensor, new Gru(4).Apply(inner.Apply(inner.Apply(input.Tensor))), seed: 2);
        var lstm = new Lstm(4) { ReturnSequences = true, RecurrentDropout = 0.2f };
        var dropout = new Dropout(0.3f);
        var dense = new Dense(3);
        SymbolicTensor Flat(SymbolicTensor x) => dense.Apply(dropout.Apply(lstm.Apply(x)));
        var flat = new Model(input.Tensor, new Gru(4).Apply(Flat(Flat(input.Tensor))), seed: 2);
        Assert.Equal(8, model.Weights.Count);
        GraphRun.AssertSame(flat, GraphRun.Of(flat, training: true), model, GraphRun.Of(model, training: true));
    }

    [Fact]
    public void Forward_ModelUsedTwiceOnOneInput_DrawsItsOwnRandomNumbersEachTime()
    {
        var input = new InputLayer(_sample);
        Sequential inner = Inner();
        var model = new Model([input.Tensor], [inner.Apply(input.Tensor), inner.Apply(input.Tensor)], seed: 2);
        ModelRun run = GraphRun.Of(model);
        Assert.Equal(run.Outputs[0].Floats, run.Outputs[1].Floats);
        run = GraphRun.Of(model, training: true);
        Assert.NotEqual(run.Outputs[0].Floats.ToArray(), run.Outputs[1].Floats.ToArray());
    }

    [Fact]
    public void Forward_StatefulModelUsedTwice_KeepsAStateForEachUse()
    {
        InputLayer a = new(4, 3) { BatchSize = 2 }, b = new(4, 3) { BatchSize = 2 };
        var inner = new Sequential(seed: 1) { new InputLayer(4, 3) { BatchSize = 2 }, new Gru(5) { Stateful = true } };
        var twice = new Model([a.Tensor, b.Tensor], [inner.Apply(a.Tensor), inner.Apply(b.Tensor)]);
        var run = new ModelRun(twice);
        float[] x = new Samples(1).Floats(24), y = new Samples(2).Floats(24);
        float[] Step(ModelRun run, float[] first, float[]? second)
        {
            run.Inputs[0].Resize(2, 4, 3);
            first.CopyTo(run.Inputs[0].Floats);
            if (second is not null)
            {
                run.Inputs[1].Resize(2, 4, 3);
                second.CopyTo(run.Inputs[1].Floats);
            }
            run.Forward(training: false, keep: false);
            return [.. run.Outputs.SelectMany(o => o.Floats.ToArray())];
        }
        Step(run, x, y);
        float[] second = Step(run, x, y);
        var alone = new ModelRun(inner);
        Step(alone, x, null);
        float[] xSecond = Step(alone, x, null);
        inner.ResetStates();
        Step(alone, y, null);
        Assert.Equal([.. xSecond, .. Step(alone, y, null)], second);
    }

    [Fact]
    public void Backward_MaskedTokens_SavesAsWithoutNesting()
    {
        Model Make(bool nested)
        {
            var tokens = new InputLayer(12) { Type = ElementType.Int32 };
            SymbolicTensor x = new Embedding(6, 3) { MaskZero = true }.Apply(tokens.Tensor);
            var inner = new Sequential { new Bidirectional(new Lstm(4)) };
            return new Model(tokens.Tensor, nested ? inner.Apply(x) : new Bidirectional(new Lstm(4)).Apply(x), seed: 4);
        }
        Model plain = Make(nested: false), nested = Make(nested: true);
        ModelRun plainRun = GraphRun.Of(plain), run = GraphRun.Of(nested);
        GraphRun.AssertSame(plain, plainRun, nested, run);
        var layer = ((Bidirectional)((ModelLayer)nested.Layers[^1]).Model.Layers[^1]).ForwardLayer;
        WorkCounts counts = run.CallOf(layer).Cache<RecurrentRun>().Counts;
        Assert.Equal(plainRun.CallOf(((Bidirectional)plain.Layers[^1]).ForwardLayer).Cache<RecurrentRun>().Counts, counts);
        Assert.Equal(6, counts.TableEntries);
    }

    [Fact]
    public void Forward_MaskByName_ReachesTheLayersInside()
    {
        InputLayer x = new(_sample), mask = new(6) { Type = ElementType.Bool };
        var inner = new Sequential { new InputLayer(_sample), new Gru(4) { ReturnSequences = true }, new Gru(3) };
        var model = new Model([x.Tensor, mask.Tensor], inner.Layer.Call([x.Tensor], [mask.Tensor]), seed: 4);
        Layer[] layers = [.. inner.Layers];
        var flat = new Model([x.Tensor, mask.Tensor], [layers[2].Apply(layers[1].Call([x.Tensor], [mask.Tensor])[0])]);
        Assert.Equal(model.ToJson(), Model.FromJson(model.ToJson()).ToJson());
        ModelRun[] runs = [new(model), new(flat)];
        foreach (ModelRun run in runs)
        {
            run.Inputs[0].Resize(2, 6, 3);
            new Samples(1).Floats(36).CopyTo(run.Inputs[0].Floats);
            run.Inputs[1].Resize(2, 6);
            ((byte[])[1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0]).CopyTo(run.Inputs[1].Bools);
            run.Forward(training: false, keep: false);
        }
        Assert.Equal(runs[1].Outputs[0].Floats, runs[0].Outputs[0].Floats);
    }

    [Fact]
    public void Fit_TrainingModel_TeachesEncoderAndDecoder()
    {
        (Model training, Model encoder, Model decoder) = Translator();
        Assert.Equal(encoder.Weights.Concat(decoder.Weights), training.Weights.Order(Comparer<Parameter>.Create((a, b) => encoder.Weights.Concat(decoder.Weights).ToList().IndexOf(a).CompareTo(encoder.Weights.Concat(decoder.Weights).ToList().IndexOf(b)))));
        var source = Tensor.Create(new Samples(1).Ints(20, 6), [4, 5]);
        float[] before = encoder.Predict(source).ToArray();
        training.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.1 });
        training.Fit(Dataset.From([source, Tensor.Create(new Samples(2).Ints(16, 6), [4, 4])], Tensor.Create(new Samples(3).Ints(16, 6), [4, 4])), new FitOptions { BatchSize = 2 }, TestContext.Current.CancellationToken);
        Assert.NotEqual(before, encoder.Predict(source).ToArray());
    }

    [Fact]
    public void PredictAll_EncoderThenDecoder_IsTheTrainingModel()
    {
        (Model training, Model encoder, Model decoder) = Translator();
        DataArray source = Tensor.Create(new Samples(1).Ints(20, 6), [4, 5]), target = Tensor.Create(new Samples(2).Ints(16, 6), [4, 4]);
        IReadOnlyList<Tensor<float>> state = encoder.PredictAll(Dataset.From(source), batchSize: 3);
        Assert.Equal(2, state.Count);
        Assert.Equal(training.Predict(Dataset.From([source, target])).ToArray(), decoder.PredictAll(Dataset.From([target, state[0], state[1]]), batchSize: 3)[0].ToArray());
    }

    [Fact]
    public void Fit_ModelThatSharesItsMemory_LeavesTheOthersWeightsAlone()
    {
        (_, Model encoder, Model decoder) = Translator();
        var source = Tensor.Create(new Samples(1).Ints(20, 6), [4, 5]);
        float[][] decoderBefore = [.. decoder.Weights.Select(w => w.ToArray())], encoderBefore = [.. encoder.Weights.Select(w => w.ToArray())];
        encoder.Compile(Loss.MeanSquaredError, new AdamW { LearningRate = 0.1 });
        encoder.Fit(Dataset.From([source], [Tensor.Create(new Samples(2).Floats(12), [4, 3]), Tensor.Create(new Samples(3).Floats(12), [4, 3])]), new FitOptions { BatchSize = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal(decoderBefore, decoder.Weights.Select(w => w.ToArray()));
        Assert.All(encoder.Weights.Zip(encoderBefore), pair => Assert.NotEqual(pair.Second, pair.First.ToArray()));
    }

    [Fact]
    public void Fit_FrozenParts_StayAsTheyAre()
    {
        Sequential inner = Inner();
        var input = new InputLayer(_sample);
        var head = new Bidirectional(new Gru(2));
        var model = new Model(input.Tensor, new Dense(2).Apply(head.Apply(inner.Apply(input.Tensor))), seed: 1);
        string[] all = [.. model.NamedWeights.Select(w => w.Name)];
        inner.Trainable = false;
        Assert.Equal(all.Where(n => !n.StartsWith("sequential/", StringComparison.Ordinal)), Changed());
        Assert.Contains("Trainable params: 94 (376.00 B)", model.Summary(), StringComparison.Ordinal);
        (inner.Trainable, inner.Layers[1].Trainable, head.BackwardLayer.Trainable) = (true, false, false);
        Assert.Equal(all.Where(n => !n.StartsWith("sequential/lstm/", StringComparison.Ordinal) && !n.Contains("backward", StringComparison.Ordinal)), Changed());
        string json = model.ToJson();
        Model again = Model.FromJson(json);
        Assert.Equal(json, again.ToJson());
        Assert.Equal(model.FrozenWeights.Count, again.FrozenWeights.Count);
        model.Trainable = false;
        Assert.Empty(Changed());
        Assert.Empty(Model.FromJson(model.ToJson()).TrainableWeights);

        string[] Changed()
        {
            float[][] before = [.. model.Weights.Select(w => w.ToArray())];
            model.Compile(Loss.MeanSquaredError, new AdamW { LearningRate = 0.1 });
            model.Fit(Tensor.Create(new Samples(1).Floats(4 * 18), [4, 6, 3]), Tensor.Create(new Samples(2).Floats(8), [4, 2]), cancellationToken: TestContext.Current.CancellationToken);
            return [.. model.NamedWeights.Where((w, i) => !w.Weight.ToArray().SequenceEqual(before[i])).Select(w => w.Name)];
        }
    }

    [Fact]
    public void SaveAndLoad_NestedModels_KeepEveryWeightUnderItsPath()
    {
        using var folder = new TemporaryFolder();
        var input = new InputLayer(_sample);
        Sequential first = Inner("first"), second = Inner("second");
        _ = first.Weights;
        var model = new Model(input.Tensor, new TimeDistributed(new Dense(2)).Apply(second.Apply(first.Apply(input.Tensor))), seed: 3);
        Assert.Equal(
            [
                "first/lstm/kernel", "first/lstm/recurrent_kernel", "first/lstm/bias", "first/dense/kernel", "first/dense/bias",
                "second/lstm/kernel", "second/lstm/recurrent_kernel", "second/lstm/bias", "second/dense/kernel", "second/dense/bias",
                "time_distributed/dense/kernel", "time_distributed/dense/bias",
            ],
            model.NamedWeights.Select(w => w.Name));
        Assert.Same(first.Weight("dense/bias"), model.Weight("first/dense/bias"));
        model.Save(folder["a.safetensors"]);
        Model loaded = Model.Load(folder["a.safetensors"]);
        loaded.Save(folder["b.safetensors"]);
        Assert.Equal(File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));
        GraphRun.AssertSame(model, GraphRun.Of(model), loaded, GraphRun.Of(loaded));
    }

    [Fact]
    public void Add_ModelInASequential_IsALayerOfIt()
    {
        var encoder = new Sequential(seed: 7) { new Embedding(10, 4), new Lstm(5) };
        var model = new Sequential { encoder, new Dense(2) };
        var tokens = Tensor.Create([1, 2, 3, 4], [2, 2]);
        var head = (Dense)model.Layers[^1];
        float[] expected = new Sequential { new InputLayer(5), head }.Predict(encoder.Predict(tokens)).ToArray();
        Assert.Equal(expected, model.Predict(tokens).ToArray());
        Assert.Equal(model.ToJson(), Model.FromJson(model.ToJson()).ToJson());
        StreamingSession stream = model.CreateStream();
        stream.Push(1);
        Assert.Equal(expected[..2], stream.Push(2).ToArray());
    }

    [Fact]
    public void Apply_ModelOfSeveralInputsAndOutputs_TakesAndGivesThem()
    {
        InputLayer a = new(3), b = new(3);
        var inner = new Model([a.Tensor, b.Tensor], [new Add().Apply(a.Tensor, b.Tensor), new Subtract().Apply(a.Tensor, b.Tensor)]) { Name = "pair" };
        InputLayer x = new(3), y = new(3);
        IReadOnlyList<SymbolicTensor> first = inner.Apply([x.Tensor, y.Tensor]);
        var model = new Model([x.Tensor, y.Tensor], inner.Apply([first[1], first[0]]));
        ModelRun run = GraphRun.Of(model);
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal(2 * run.Inputs[0].Floats[i], run.Outputs[0].Floats[i], 1e-6f);
            Assert.Equal(-2 * run.Inputs[1].Floats[i], run.Outputs[1].Floats[i], 1e-6f);
        }
        string json = model.ToJson();
        Assert.Equal(json, Model.FromJson(json).ToJson());
        Assert.Contains("pair[0][1]", model.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_OnWhatTheModelDoesNotTake_SaysSo()
    {
        Sequential inner = Inner("inner");
        var error = Assert.Throws<ShapeException>(() => inner.Apply(new InputLayer(5, 3).Tensor));
        Assert.Equal("Sequential 'inner' takes Float32 of shape (None, 6, 3) as its input 'input_layer', but was called on Float32 of shape (None, 5, 3). Call it on a tensor like that.", error.Message);
        error = Assert.Throws<ShapeException>(() => inner.Apply([new InputLayer(6, 3).Tensor, new InputLayer(6, 3).Tensor]));
        Assert.Equal("Sequential 'inner' takes 1 tensors, but was called on 2. Call it on as many.", error.Message);
    }

    [Fact]
    public void Weight_Unknown_SaysWhichThereAre()
    {
        var model = new Sequential { new Embedding(5, 3), new SimpleRnn(2) { UseBias = false } };
        var error = Assert.Throws<ArgumentException>(() => model.Weight("lstm/kernel"));
        Assert.StartsWith("The model 'sequential' has no weight 'lstm/kernel'. It has 'embedding/embeddings', 'simple_rnn/kernel', 'simple_rnn/recurrent_kernel'.", error.Message, StringComparison.Ordinal);
    }

    private static Sequential Inner(string? name = null)
    {
        Sequential inner = name is null ? new Sequential() : new Sequential { Name = name };
        return inner.With(new InputLayer(_sample), new Lstm(4) { ReturnSequences = true, RecurrentDropout = 0.2f }, new Dropout(0.3f), new Dense(3));
    }

    /// <summary>A model that trains, and those of its layers that encode and decode.</summary>
    private static (Model Training, Model Encoder, Model Decoder) Translator()
    {
        InputLayer source = new(Shape.Any) { Type = ElementType.Int32 }, target = new(Shape.Any) { Type = ElementType.Int32 };
        LstmOutput encoded = new Lstm(3).Apply(new Embedding(6, 4).Apply(source.Tensor));
        var words = new Embedding(6, 4);
        var lstm = new Lstm(3) { ReturnSequences = true };
        var dense = new Dense(6) { Activation = Activation.Softmax };
        var training = new Model([source.Tensor, target.Tensor], [dense.Apply(lstm.Apply(words.Apply(target.Tensor), encoded.State))], seed: 6);
        var encoder = new Model([source.Tensor], [encoded.State.H, encoded.State.C]);
        InputLayer h = new(3), c = new(3);
        LstmOutput decoded = lstm.Apply(words.Apply(target.Tensor), new LstmSymbolicState(h.Tensor, c.Tensor));
        var decoder = new Model([target.Tensor, h.Tensor, c.Tensor], [dense.Apply(decoded), decoded.State.H, decoded.State.C]);
        return (training, encoder, decoder);
    }
}
