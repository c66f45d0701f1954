using Unroll.Tests.Reference;

namespace Unroll.Tests.Layers;

/// <summary>What every layer owes, whatever it computes.</summary>
internal sealed class LayerContract
{
    private const int Vocabulary = 6;

    /// <summary>Makes the layer, with the same settings each time.</summary>
    public required Func<Layer> NewLayer { get; init; }

    /// <summary>One sample of its input.</summary>
    public required int[] Sample { get; init; }

    public ElementType Type { get; init; } = ElementType.Float32;

    /// <summary>How many tensors it is called on; here the same one each time.</summary>
    public int Inputs { get; init; } = 1;

    /// <summary>Whether an input's mask goes on to the output; null where the layer makes or knows none.</summary>
    public bool? PassesMask { get; init; }

    /// <summary>Whether weights begin at random.</summary>
    public bool IsRandom { get; init; }

    /// <summary>The end of the name of a weight that no gradient reaches.</summary>
    public string? Untouched { get; init; }

    public static void Check(LayerContract contract)
    {
        contract.CheckShapes();
        contract.CheckConfig();
        contract.CheckWeights();
        contract.CheckMask();
        contract.CheckTraining();
    }

    /// <summary>The declared shape admits what is computed, for any batch.</summary>
    private void CheckShapes()
    {
        Model model = NewModel(seed: 1);
        foreach (int batch in new[] { 1, 2, 5 })
        {
            ModelRun run = Forward(model, batch);
            for (int i = 0; i < run.Outputs.Length; i++)
            {
                Assert.True(model.Graph.Outputs[i].Shape.Admits(run.Outputs[i].Dimensions), $"Output {i} of shape {model.Graph.Outputs[i].Shape} has {Shape.Text(run.Outputs[i].Dimensions)}.");
                Assert.Equal(batch, run.Outputs[i].Batch);
            }
        }
    }

    /// <summary>Config and weights make the same layer again.</summary>
    private void CheckConfig()
    {
        Model model = NewModel(seed: 2);
        string json = model.ToJson();
        Model again = Model.FromJson(json);
        Assert.Equal(json, again.ToJson());
        Assert.Equal(model.Weights.Select(w => w.Name), again.Weights.Select(w => w.Name));
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Assert.Equal(model.Weights[i].Shape, again.Weights[i].Shape);
            again.Weights[i].Set(model.Weights[i].ToArray());
        }
        AssertSameOutputs(Forward(model, 3), Forward(again, 3));
    }

    /// <summary>Weights are named after their layer, finite, a function of the seed, and can be set.</summary>
    private void CheckWeights()
    {
        Layer layer = NewModel(seed: 3).Layers[^1], same = NewModel(seed: 3).Layers[^1], other = NewModel(seed: 4).Layers[^1];
        Assert.Equal(layer.Weights.Count, layer.Weights.Select(w => w.Name).Distinct().Count());
        foreach ((Parameter weight, Parameter twin) in layer.Weights.Zip(same.Weights))
        {
            Assert.StartsWith(layer.Name + "/", weight.Name, StringComparison.Ordinal);
            Assert.All(weight.ToArray(), v => Assert.True(float.IsFinite(v)));
            Assert.Equal(weight.ToArray(), twin.ToArray());
            float[] values = new Samples(5).Floats(weight.Count);
            long version = weight.Version;
            weight.Set(values);
            Assert.Equal(values, weight.ToArray());
            Assert.True(weight.Version > version);
        }
        Assert.Equal(IsRandom, same.Weights.Zip(other.Weights).Any(pair => !pair.First.ToArray().AsSpan().SequenceEqual(pair.Second.ToArray())));
    }

    /// <summary>A mask goes on, or is stopped.</summary>
    private void CheckMask()
    {
        if (PassesMask is not { } passes)
        {
            return;
        }
        var input = new InputLayer(Sample);
        SymbolicTensor masked = new Masking().Apply(input.Tensor);
        var model = new Model(input.Tensor, Apply(NewLayer(), masked));
        var run = new ModelRun(model);
        Fill(run.Inputs[0], 3);
        int width = Sample[^1];
        run.Inputs[0].Floats[..width].Clear();
        run.Forward(training: false, keep: false);
        Assert.Equal(passes, run.Outputs[0].Mask is not null);
        if (passes)
        {
            Assert.Equal(0, run.Outputs[0].Mask!.Bools[0]);
            Assert.Equal((3 * Sample[0]) - 1, run.Outputs[0].Mask!.Bools.Count((byte)1));
        }
    }

    /// <summary>A step changes the weights, unless they are frozen, and the same way each time.</summary>
    private void CheckTraining()
    {
        if (NewModel(seed: 5).Graph.Outputs[0].Type != ElementType.Float32 || Type == ElementType.Bool)
        {
            return;
        }
        Model first = Train(frozen: false), second = Train(frozen: false), still = Train(frozen: true), fresh = WithHead(frozen: false);
        for (int i = 0; i < first.Weights.Count; i++)
        {
            Assert.All(first.Weights[i].ToArray(), v => Assert.True(float.IsFinite(v)));
            Assert.Equal(first.Weights[i].ToArray(), second.Weights[i].ToArray());
            if (i < first.Weights.Count - 2)
            {
                bool touched = Untouched is null || !first.Weights[i].Name.EndsWith(Untouched, StringComparison.Ordinal);
                Assert.Equal(touched, !fresh.Weights[i].ToArray().AsSpan().SequenceEqual(first.Weights[i].ToArray()));
                Assert.Equal(fresh.Weights[i].ToArray(), still.Weights[i].ToArray());
            }
        }
    }

    private Model Train(bool frozen)
    {
        Model model = WithHead(frozen);
        model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.1 });
        ModelRun run = new(model);
        Fill(run.Inputs[0], 4);
        Shape shape = model.Graph.Outputs[0].Shape;
        int[] axes = [4, .. shape.Axes[1..^1]];
        DataArray y = new([.. Enumerable.Range(0, axes.Aggregate(1, (a, b) => a * b)).Select(i => i % 2)], axes);
        int[] xAxes = [4, .. Sample];
        DataArray x = Type == ElementType.Int32 ? new DataArray(run.Inputs[0].Ints.ToArray(), xAxes) : new DataArray(run.Inputs[0].Floats.ToArray(), xAxes);
        History history = model.Fit(x, y, new FitOptions { BatchSize = 4, Shuffle = false });
        Assert.True(double.IsFinite(history["loss"][0]));
        return model;
    }

    private Model WithHead(bool frozen)
    {
        var input = new InputLayer(Sample) { Type = Type };
        Layer layer = NewLayer();
        layer.Trainable = !frozen;
        return new Model(input.Tensor, new Dense(2) { Activation = Activation.Softmax }.Apply(Apply(layer, input.Tensor)), seed: 6);
    }

    private Model NewModel(ulong seed)
    {
        var input = new InputLayer(Sample) { Type = Type };
        return new Model(input.Tensor, Apply(NewLayer(), input.Tensor), seed);
    }

    private SymbolicTensor Apply(Layer layer, SymbolicTensor input) => layer is InputLayer ? input : layer.Apply([.. Enumerable.Repeat(input, Inputs)]);

    private ModelRun Forward(Model model, int batch)
    {
        var run = new ModelRun(model);
        Fill(run.Inputs[0], batch);
        run.Forward(training: false, keep: false);
        return run;
    }

    private void Fill(TensorValue input, int batch)
    {
        var samples = new Samples(7);
        input.Resize([batch, .. Sample]);
        switch (input.Type)
        {
            case ElementType.Int32:
                samples.Ints(input.Count, Vocabulary).CopyTo(input.Ints);
                break;
            case ElementType.Bool:
                Array.ConvertAll(samples.Ints(input.Count, 2), v => (byte)v).CopyTo(input.Bools);
                break;
            default:
                samples.Floats(input.Count).CopyTo(input.Floats);
                break;
        }
    }

    private static void AssertSameOutputs(ModelRun expected, ModelRun actual)
    {
        foreach ((TensorValue a, TensorValue b) in expected.Outputs.Zip(actual.Outputs))
        {
            Assert.Equal(a.Dimensions, b.Dimensions);
            if (a.Type == ElementType.Bool)
            {
                Assert.Equal(a.Bools, b.Bools);
            }
            else
            {
                Assert.Equal(a.Floats, b.Floats);
            }
        }
    }
}
