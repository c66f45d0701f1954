namespace Unroll;

/// <summary>
/// Several heads that each attend with projections of their own, query keyᵀ / sqrt(keyDimension), and a projection of all they find
/// (Vaswani et al., 2017): query [batch, queries, ...], value and perhaps key [batch, values, ...] to [batch, queries, outputs]. Keras's MultiHeadAttention.
/// </summary>
public sealed class MultiHeadAttention : AttentionLayer
{
    private readonly Parameter?[] _biases = new Parameter?[4];
    private readonly Parameter[] _kernels = new Parameter[4];

    /// <summary>Attention with <paramref name="heads"/> heads whose queries and keys have <paramref name="keyDimension"/> features.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public MultiHeadAttention(int heads, int keyDimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyDimension, 1);
        (Heads, KeyDimension) = (heads, keyDimension);
    }

    /// <summary>How many heads. Keras: <c>num_heads</c>.</summary>
    public int Heads { get; }

    /// <summary>Features of a head's queries and keys. Keras: <c>key_dim</c>.</summary>
    public int KeyDimension { get; }

    /// <summary>Features of a head's values; as many as its keys have by default. Keras: <c>value_dim</c>.</summary>
    public int? ValueDimension { get; init; }

    /// <summary>Features of the output; as many as the query has by default. Keras: <c>output_shape</c>.</summary>
    public int? Outputs { get; init; }

    /// <summary>Whether the projections have biases.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How the projections' kernels begin.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>How the biases begin.</summary>
    public Initializer BiasInitializer { get; init; } = Initializer.Zeros;

    /// <summary>What each kernel adds to the loss.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>What each kernel is brought back to after each batch.</summary>
    public Constraint? KernelConstraint { get; init; }

    /// <summary>What each bias adds to the loss.</summary>
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>What each bias is brought back to after each batch.</summary>
    public Constraint? BiasConstraint { get; init; }

    internal override string ClassName => "MultiHeadAttention";

    internal override string DefaultName => "multi_head_attention";

    /// <summary>Features of a head's values.</summary>
    internal int HeadWidth => ValueDimension ?? KeyDimension;

    /// <summary>The kernels of query, key, value and output: [features, heads, dimension], and [heads, dimension, outputs].</summary>
    internal IReadOnlyList<Parameter> Kernels => _kernels;

    /// <summary>Their biases.</summary>
    internal IReadOnlyList<Parameter?> Biases => _biases;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) =>
        [inputs[0].WithLast(Outputs ?? inputs[0][2]), new Shape(inputs[0][0], Heads, inputs[0][1], inputs[1][1])];

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        Project(0, "query", [inputs[0][2], Heads, KeyDimension], [Heads, KeyDimension]);
        Project(1, "key", [inputs[^1][2], Heads, KeyDimension], [Heads, KeyDimension]);
        Project(2, "value", [inputs[1][2], Heads, HeadWidth], [Heads, HeadWidth]);
        int outputs = Outputs ?? inputs[0][2];
        Project(3, "attention_output", [Heads, HeadWidth, outputs], [outputs]);
    }

    internal override object NewCache() => new MultiHeadAttentionRun(this);

    internal override void Forward(LayerRun run) => run.Cache<MultiHeadAttentionRun>().Forward(run);

    internal override void Backward(LayerRun run) => run.Cache<MultiHeadAttentionRun>().Backward(run);

    private protected override void CheckFeatures(Shape query, Shape value, Shape key)
    {
        if (query[2] == Shape.Any || value[2] == Shape.Any || key[2] == Shape.Any)
        {
            Throw.Shape($"{this} needs to know the features of its inputs, but got {query}, {value} and {key}. Give the model InputLayers with them.");
        }
        if (IsBuilt && (query[2] != _kernels[0].Shape[0] || key[2] != _kernels[1].Shape[0] || value[2] != _kernels[2].Shape[0]))
        {
            Throw.Shape($"{this} was built for {_kernels[0].Shape[0]}, {_kernels[2].Shape[0]} and {_kernels[1].Shape[0]} features of query, value and key, but got {query}, {value} and {key}. Use a layer of its own.");
        }
    }

    private void Project(int index, string name, int[] kernel, int[] bias)
    {
        _kernels[index] = AddWeight($"{name}/kernel", kernel, KernelInitializer, KernelRegularizer, KernelConstraint);
        _biases[index] = UseBias ? AddWeight($"{name}/bias", bias, BiasInitializer, BiasRegularizer, BiasConstraint) : null;
    }
}
