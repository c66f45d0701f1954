using Unroll.Tests.Reference;

namespace Unroll.Tests.Layers;

/// <summary>Masks and axes of attention with several heads; its numbers are held against a twin in <see cref="LayerGradientTests"/>.</summary>
public class MultiHeadAttentionTests
{
    private const int Batch = 4, Queries = 3, Values = 5, Features = 6;

    [Fact]
    public void Forward_AttentionMask_LeavesOnlyWhatItAllows()
    {
        (Model model, ModelRun run) = Masked(scores: true);
        TensorValue mask = run.Inputs[2], scores = run.Outputs[1];
        for (int i = 0; i < scores.Count; i++)
        {
            (int sample, int pair) = (i / (2 * Queries * Values), i % (Queries * Values));
            Assert.Equal(mask.Ints[(sample * Queries * Values) + pair] != 0, scores.Floats[i] > 0);
        }
        Assert.Equal([null, Queries, Features], model.Outputs[0].Shape.Axes.ToArray().Select(a => a == Shape.Any ? (int?)null : a));
    }

    [Fact]
    public void ToJson_AttentionMask_IsAnArgumentOfTheCallAsInKeras()
    {
        (Model model, _) = Masked(scores: false);
        string json = model.ToJson();
        Assert.Contains("\"attention_mask\":{\"class_name\":\"__keras_tensor__\",\"config\":{\"shape\":[null,3,5],\"dtype\":\"int32\"", json, StringComparison.Ordinal);
        Model again = Model.FromJson(json).WithWeightsOf(model);
        Assert.Equal(json, again.ToJson());
        GraphRun.AssertSame(model, GraphRun.Of(model), again, GraphRun.Of(again));
    }

    /// <summary>Keras attends to all alike where it computes the output alone, and to nothing where it gives the weights too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_QueryThatMayAttendToNothing_IsAsInKeras(bool scores)
    {
        InputLayer query = new(Queries, Features), value = new(Values, Features), mask = new(Queries, Values);
        var layer = new MultiHeadAttention(2, 4) { BiasInitializer = Initializer.Ones };
        AttentionOutput attention = layer.Apply(query.Tensor, value.Tensor, attentionMask: mask.Tensor);
        var model = new Model([query.Tensor, value.Tensor, mask.Tensor], scores ? [attention, attention.Scores] : [attention.Output], seed: 2);
        var run = new ModelRun(model);
        foreach ((TensorValue x, int rows) in run.Inputs.Zip([Queries, Values, Queries]))
        {
            x.Resize(1, rows, x == run.Inputs[2] ? Values : Features);
            new Samples(3).Floats(x.Count).CopyTo(x.Floats);
        }
        run.Inputs[2].Floats[..Values].Clear();
        run.Forward(training: false, keep: false);
        if (scores)
        {
            // Of nothing only the output's bias is left.
            Assert.All(run.Outputs[0].Floats[..Features].ToArray(), y => Assert.Equal(1, y));
            Assert.All(run.Outputs[1].Floats[..Values].ToArray(), w => Assert.Equal(0, w));
        }
        else
        {
            Assert.All(run.Outputs[0].Floats[..Features].ToArray(), y => Assert.NotEqual(1, y));
        }
    }

    [Fact]
    public void Forward_OneAxisOfTwo_GivesScoresInKerasOrder()
    {
        InputLayer query = new(3, 4, Features), value = new(3, 5, Features);
        AttentionOutput attention = new MultiHeadAttention(2, 4) { AttentionAxes = [2] }.Apply(query.Tensor, value.Tensor);
        var model = new Model([query.Tensor, value.Tensor], [attention, attention.Scores], seed: 2);
        Assert.Equal("(None, 3, 2, 4, 5)", attention.Scores.Shape.ToString());
        ModelRun run = GraphRun.Of(model);
        Assert.Equal([Batch, 3, 2, 4, 5], run.Outputs[1].Dimensions);
        for (int row = 0; row < run.Outputs[1].Count / 5; row++)
        {
            Assert.Equal(1, run.Outputs[1].Floats.Slice(row * 5, 5).ToArray().Sum(), 1e-6);
        }
        Assert.Contains("\"attention_axes\":[2]", model.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_InputsOfAnotherRank_SaysThatTheAxesWereOthers()
    {
        var layer = new MultiHeadAttention(2, 4);
        SymbolicTensor flat = new InputLayer(5, Features).Tensor, deep = new InputLayer(3, 5, Features).Tensor;
        _ = layer.Apply(flat, flat);
        Assert.Equal(
            $"{layer} attends over the axes [1] of its first call's inputs, but got a query (None, 3, 5, {Features}), where they would be [1, 2]. Call it on inputs of one rank.",
            Assert.Throws<ShapeException>(() => layer.Apply(deep, deep)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_OutputAxes_AreTheSameNumbersAsSoManyFeatures(bool folds)
    {
        int[] sample = folds ? [3, 4, Features] : [4, Features];
        (float[] flat, _) = Run(new MultiHeadAttention(2, 4) { Outputs = 10 });
        (float[] split, Model model) = Run(new MultiHeadAttention(2, 4) { OutputAxes = [5, 2] });
        Assert.Equal(flat, split);
        Assert.Equal(folds ? "(None, 3, 4, 5, 2)" : "(None, 4, 5, 2)", model.Outputs[0].Shape.ToString());
        Assert.Equal([2, 4, 5, 2], model.Weights.Single(w => w.Name.EndsWith("attention_output/kernel", StringComparison.Ordinal)).Shape);
        Assert.Contains("\"output_shape\":[5,2]", model.ToJson(), StringComparison.Ordinal);
        Assert.Equal(
            "MultiHeadAttention takes one to 16 output axes of 1 or more, but got [2, 0]. Give such, or Outputs.",
            Assert.Throws<ArgumentException>(() => new MultiHeadAttention(2, 4) { OutputAxes = [2, 0] }).Message);

        (float[] Output, Model Model) Run(MultiHeadAttention layer)
        {
            InputLayer x = new(sample);
            var model = new Model(x.Tensor, layer.Apply(x.Tensor, x.Tensor), seed: 2);
            var weights = new Samples(5);
            foreach (Parameter weight in model.Weights) weight.Set(weights.Floats(weight.Count));
            return (GraphRun.Of(model).Outputs[0].Floats.ToArray(), model);
        }
    }

    [Fact]
    public void Forward_MaskOfSteps_CountsForAllThatAreWalkedAlong()
    {
        InputLayer x = new(4, 3, Features), mask = new(4) { Type = ElementType.Bool };
        var layer = new MultiHeadAttention(2, 4) { AttentionAxes = [1] };
        var model = new Model([x.Tensor, mask.Tensor], [layer.Apply(x.Tensor, x.Tensor, valueMask: mask.Tensor)], seed: 2);
        float[] inputs = new Samples(3).Floats(2 * 4 * 3 * Features), others = [.. inputs];
        for (int i = 0; i < 3 * Features; i++)
        {
            others[(3 * 3 * Features) + i] += 1;
        }
        float[] first = Run(inputs), second = Run(others);

        // The first sample's last step, which changes, is masked for all others.
        Assert.Equal(first[..(3 * 3 * Features)], second[..(3 * 3 * Features)]);

        float[] Run(float[] values)
        {
            var run = new ModelRun(model);
            run.Inputs[0].Resize(2, 4, 3, Features);
            values.CopyTo(run.Inputs[0].Floats);
            run.Inputs[1].Resize(2, 4);
            ((ReadOnlySpan<byte>)[1, 1, 1, 0, 1, 1, 1, 1]).CopyTo(run.Inputs[1].Bools);
            run.Forward(training: false, keep: false);
            return run.Outputs[0].Floats.ToArray();
        }
    }

    [Fact]
    public void Forward_MaskOfOtherSteps_SaysSo()
    {
        InputLayer query = new(Queries, Features), value = new(Shape.Any, Features), mask = new(Shape.Any) { Type = ElementType.Bool };
        var model = new Model([query.Tensor, value.Tensor, mask.Tensor], [new MultiHeadAttention(2, 4).Apply(query.Tensor, value.Tensor, valueMask: mask.Tensor)]);
        var run = new ModelRun(model);
        run.Inputs[0].Resize(2, Queries, Features);
        run.Inputs[1].Resize(2, Values, Features);
        run.Inputs[2].Resize(2, 4);
        Assert.Equal(
            "MultiHeadAttention 'multi_head_attention' attends along 5 steps, but got a mask [2, 4]. Give it one of shape [batch, 5].",
            Assert.Throws<ShapeException>(() => run.Forward(training: false, keep: false)).Message);
    }

    [Fact]
    public void FromJson_OlderConfig_HasDefaults()
    {
        (Model model, _) = Masked(scores: false);
        string json = model.ToJson();
        string older = json.Replace("\"attention_axes\":[1],\"use_gate\":false,\"sliding_window\":null,", "\"attention_axes\":null,", StringComparison.Ordinal);
        Assert.NotEqual(json, older);
        Assert.Equal(json, Model.FromJson(older).ToJson());
    }

    private static (Model Model, ModelRun Run) Masked(bool scores)
    {
        InputLayer query = new(Queries, Features), value = new(Values, Features), mask = new(Queries, Values) { Type = ElementType.Int32 };
        AttentionOutput attention = new MultiHeadAttention(2, 4).Apply(query.Tensor, value.Tensor, attentionMask: mask.Tensor);
        var model = new Model([query.Tensor, value.Tensor, mask.Tensor], scores ? [attention, attention.Scores] : [attention.Output], seed: 2);
        return (model, GraphRun.Of(model));
    }
}
