namespace Unroll.Tests.Layers;

/// <summary>Masks through layers with several inputs, by Keras 3's rules.</summary>
public class MaskTests
{
    private const int Steps = 4;

    [Fact]
    public void Add_OfTwoMaskedInputs_IsRealWhereOneIs()
    {
        Assert.Equal([1, 1, 0, 1], MaskOf((a, b) => new Add().Apply(Masked(a), Masked(b))));
    }

    [Fact]
    public void Add_OfOneMaskedInput_HasNoMask() => Assert.Null(MaskOf((a, b) => new Add().Apply(Masked(a), b)));

    [Fact]
    public void Concatenate_OfFeatures_IsRealWhereOneIs()
    {
        Assert.Equal([1, 1, 0, 1], MaskOf((a, b) => new Concatenate().Apply(Masked(a), Masked(b))));
        Assert.Equal([1, 1, 1, 1], MaskOf((a, b) => new Concatenate().Apply(Masked(a), b)));
        Assert.Null(MaskOf((a, b) => new Concatenate().Apply(a, b)));
    }

    [Fact]
    public void Concatenate_AlongTime_PutsMasksOneBehindTheOther()
    {
        Assert.Equal([1, 0, 0, 1, 0, 1, 0, 1], MaskOf((a, b) => new Concatenate { Axis = 1 }.Apply(Masked(a), Masked(b))));
        Assert.Equal([1, 0, 0, 1, 1, 1, 1, 1], MaskOf((a, b) => new Concatenate { Axis = 1 }.Apply(Masked(a), b)));
    }

    [Fact]
    public void Attention_OfMaskedInputs_HasTheQuerysMask()
    {
        Assert.Equal([1, 0, 0, 1], MaskOf((a, b) => new Attention().Apply(Masked(a), Masked(b))));
        Assert.Null(MaskOf((a, b) => new MultiHeadAttention(2, 3).Apply(a, Masked(b))));
    }

    [Fact]
    public void Softmax_WithAMaskByName_LeavesElementsOut()
    {
        var input = new InputLayer(3);
        SymbolicTensor mask = new NotEqual(0).Apply(input.Tensor);
        var model = new Model(input.Tensor, new Softmax().Call([input.Tensor], [mask])[0]);
        float[] y = Run(Model.FromJson(model.ToJson()), [1, 0, 1, 0, 0, 0]);
        Assert.Equal([0.5f, 0, 0.5f, 0, 0, 0], y);
    }

    [Fact]
    public void Softmax_WithAMaskOfAnotherShape_SaysSo()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => MaskOf((a, b) => new Softmax().Apply(Masked(a))));
        Assert.Equal("Softmax 'softmax' takes a mask of its input's shape [1, 4, 2], but got one of [1, 4]. Give it a mask of its own.", error.Message);
    }

    [Fact]
    public void Config_WithMasksByNameAndCausalCalls_ComesBack()
    {
        InputLayer query = new(Steps, 2), value = new(Steps, 2);
        SymbolicTensor mask = new Any().Apply(new NotEqual(0).Apply(value.Tensor));
        SymbolicTensor plain = new Attention { UseCausalMask = true }.Call([query.Tensor, value.Tensor], [null, mask])[0];
        SymbolicTensor heads = new MultiHeadAttention(2, 3) { UseCausalMask = true }.Call([plain, value.Tensor], [null, mask])[0];
        var model = new Model([query.Tensor, value.Tensor], [new Add().Call([plain, heads], [])[0]]);
        string json = model.ToJson();
        Model again = Model.FromJson(json);
        Assert.Equal(json, again.ToJson());
        Assert.Contains("\"use_causal_mask\":true", json, StringComparison.Ordinal);
        Assert.Contains("\"value_mask\":{", json, StringComparison.Ordinal);
        for (int i = 0; i < model.Weights.Count; i++)
        {
            again.Weights[i].Set(model.Weights[i].ToArray());
        }
        Assert.Equal(Run(model, First, Second), Run(again, First, Second));
    }

    [Fact]
    public void Config_OfALayerCalledInTwoWays_IsRefused()
    {
        InputLayer query = new(Steps, 2), value = new(Steps, 2);
        var attention = new Attention { UseCausalMask = true };
        SymbolicTensor first = attention.Apply(query.Tensor, value.Tensor);
        string json = new Model([query.Tensor, value.Tensor], [attention.Apply(first, value.Tensor)]).ToJson();
        int at = json.LastIndexOf("\"use_causal_mask\":true", StringComparison.Ordinal);
        ModelConfigException error = Assert.Throws<ModelConfigException>(() => Model.FromJson(string.Concat(json.AsSpan(0, at), "\"use_causal_mask\":false", json.AsSpan(at + 22))));
        Assert.StartsWith("The Attention layer 'attention' is called in two ways", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_BatchMaskedFromEndToEnd_GivesTheInitialState()
    {
        var model = new Sequential(seed: 2) { new InputLayer(Steps) { Type = ElementType.Int32 }, new Embedding(5, 3) { MaskZero = true }, new Lstm(4) };
        Assert.Equal(new float[8], model.Predict(new DataArray(new int[2 * Steps], 2, Steps)).ToArray());
        model.Compile(Loss.MeanSquaredError);
        model.Fit(new DataArray(new int[2 * Steps], 2, Steps), new DataArray(new float[8], 2, 4), cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void BatchNormalization_WhoseBiasCannotTrain_LeavesItAlone()
    {
        var input = new InputLayer(3);
        var dense = new Dense(2);
        var model = new Model(input.Tensor, new BatchNormalization().Apply(dense.Apply(input.Tensor)));
        var run = new ModelRun(model);
        run.Inputs[0].Resize(2, 3);
        new float[] { 1, 2, 3, -1, 0, 5 }.CopyTo(run.Inputs[0].Floats);
        run.Forward(training: true, keep: true);
        run.Outputs[0].Gradient.Fill(0.3f);
        run.Outputs[0].Gradient[0] = 1;
        run.Backward();
        Assert.All(run.Gradient(dense.Weights[1]).ToArray(), d => Assert.Equal(0, d));
        run.Forward(training: false, keep: true);
        run.Backward();
        Assert.All(run.Gradient(dense.Weights[1]).ToArray(), d => Assert.NotEqual(0, d));
    }

    // Steps 1 and 2 of the first input are masked, steps 0 and 2 of the second.
    private static float[] First => [1, 2, 0, 0, 0, 0, 3, 4];

    private static float[] Second => [0, 0, 5, 6, 0, 0, 7, 8];

    private static SymbolicTensor Masked(SymbolicTensor x) => new Masking().Apply(x);

    private static byte[]? MaskOf(Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> build)
    {
        InputLayer a = new(Steps, 2), b = new(Steps, 2);
        SymbolicTensor output = build(a.Tensor, b.Tensor);
        SymbolicTensor both = new Concatenate { Axis = -1 }.Apply(new Flatten().Apply(a.Tensor), new Flatten().Apply(b.Tensor));
        var model = new Model([a.Tensor, b.Tensor], [output, both]);
        var run = new ModelRun(model);
        Fill(model, run, First, Second);
        run.Forward(training: false, keep: false);
        return run.Outputs[0].Mask?.Bools.ToArray();
    }

    private static float[] Run(Model model, params float[][] inputs)
    {
        var run = new ModelRun(model);
        Fill(model, run, inputs);
        run.Forward(training: false, keep: false);
        return run.Outputs[0].Floats.ToArray();
    }

    private static void Fill(Model model, ModelRun run, params float[][] inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            int[] sample = model.Graph.Inputs[i].Shape.Axes[1..].ToArray();
            run.Inputs[i].Resize([inputs[i].Length / sample.Aggregate(1, (x, y) => x * y), .. sample]);
            inputs[i].CopyTo(run.Inputs[i].Floats);
        }
    }
}
