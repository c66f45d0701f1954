namespace Bench;

/// <summary>A layer of the catalogue as a model, with the weights that all contestants share.</summary>
internal static class LayerModel
{
    public static Model Create(Job job)
    {
        SymbolicTensor x = new InputLayer(Layers.InputShape(job).AsSpan(1)).Tensor;
        Layer layer = Create(job.Layer);
        var model = new Model(x, layer.InputCount.Fewest == 2 ? layer.Apply(x, x) : layer.Apply(x), seed: 42);
        float[][] weights = new LayerWeights(job.Layer).Values;
        for (int i = 0; i < weights.Length; i++)
        {
            // Means and variances that move come after those that train.
            model.Weights[i].Set(weights[i]);
        }
        return model;
    }

    private static Layer Create(LayerKind layer) => layer switch
    {
        LayerKind.Dense => new Dense(Layers.Features) { Activation = Activation.Relu },
        LayerKind.Conv1D => new Conv1D(Layers.Features, Layers.Window) { Padding = WindowPadding.Same },
        LayerKind.DepthwiseConv1D => new DepthwiseConv1D(Layers.Window) { Padding = WindowPadding.Same },
        LayerKind.Conv2D => new Conv2D(Layers.PlaneFilters, Layers.PlaneWindow, Layers.PlaneWindow) { Padding = WindowPadding.Same },
        LayerKind.DepthwiseConv2D => new DepthwiseConv2D(Layers.PlaneWindow, Layers.PlaneWindow) { Padding = WindowPadding.Same },
        LayerKind.SeparableConv2D => new SeparableConv2D(Layers.PlaneFilters, Layers.PlaneWindow, Layers.PlaneWindow) { Padding = WindowPadding.Same },
        LayerKind.MaxPooling2D => new MaxPooling2D(),
        LayerKind.AveragePooling2D => new AveragePooling2D(),
        LayerKind.MaxPooling1D => new MaxPooling1D(),
        LayerKind.AveragePooling1D => new AveragePooling1D(),
        LayerKind.GlobalMaxPooling1D => new GlobalMaxPooling1D(),
        LayerKind.GlobalAveragePooling1D => new GlobalAveragePooling1D(),
        LayerKind.LayerNormalization => new LayerNormalization(),
        LayerKind.BatchNormalization => new BatchNormalization(),
        LayerKind.RmsNormalization => new RmsNormalization(),
        LayerKind.UnitNormalization => new UnitNormalization(),
        LayerKind.Add => new Add(),
        LayerKind.Multiply => new Multiply(),
        LayerKind.Concatenate => new Concatenate(),
        LayerKind.Dropout => new Dropout(0.5f),
        LayerKind.Attention => new Attention(),
        LayerKind.MultiHeadAttention => new MultiHeadAttention(Layers.Heads, Layers.Features / Layers.Heads),
        LayerKind.Softmax => new Softmax(),
        LayerKind.BidirectionalLstm => new Bidirectional(new Lstm(Layers.HalfUnits) { ReturnSequences = true }),
        _ => new TimeDistributed(new Dense(Layers.HalfUnits)),
    };
}
