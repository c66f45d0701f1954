namespace Unroll;

/// <summary>
/// Several heads that each attend with projections of their own, query keyᵀ / sqrt(keyDimension), and a projection of all they find
/// (Vaswani et al., 2017): query [batch, queries, features], value and perhaps key [batch, values, features] to [batch, queries, outputs]; with
/// <see cref="AttentionAxes"/> more axes stand between batch and features. Keras's MultiHeadAttention.
/// </summary>
public sealed class MultiHeadAttention : AttentionLayer
{
    /// <summary>Where the attention mask stands among the masks of a call: behind those of query, value and key.</summary>
    internal const int AttentionMaskPlace = 3;

    private const int MostOutputAxes = 16;

    private readonly Parameter?[] _biases = new Parameter?[5];
    private readonly Parameter[] _kernels = new Parameter[5];

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

    /// <summary>Axes of the output in place of its features, where there are several; <see cref="Outputs"/> is not read then. Keras: <c>output_shape</c>.</summary>
    /// <exception cref="ArgumentException">None or more than sixteen, one below 1, or more numbers than a weight holds.</exception>
    public IReadOnlyList<int>? OutputAxes
    {
        get;
        init => field = value is null || Fits(value) ? value : Throw.Argument<IReadOnlyList<int>>($"MultiHeadAttention takes one to {MostOutputAxes} output axes of 1 or more, but got {Shape.Text([.. value])}. Give such, or Outputs.");
    }

    /// <summary>
    /// The axes that attention is over, the batch being 0: all between batch and features by default. The others have the same lengths in query and value,
    /// which are walked along together. Negative ones count from the end. Keras: <c>attention_axes</c>.
    /// </summary>
    public IReadOnlyList<int>? AttentionAxes { get; init; }

    /// <summary>How far a query sees on either side: to values less than so many places away; as far as there are by default. Keras: <c>sliding_window</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int? SlidingWindow
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1);
            field = value;
        }
    }

    /// <summary>Whether what the heads find is multiplied by a sigmoid of a projection of the query. Keras: <c>use_gate</c>.</summary>
    public bool UseGate { get; init; }

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

    /// <summary>The axes that attention is over, from the first call on: of the inputs' own, from 1.</summary>
    internal IReadOnlyList<int> OwnAxes { get; private set; } = [1];

    /// <summary>The kernels of query, key, value, output and perhaps gate: [features, heads, dimension], and for the output [heads, dimension, outputs].</summary>
    internal IReadOnlyList<Parameter> Kernels => _kernels;

    /// <summary>Their biases.</summary>
    internal IReadOnlyList<Parameter?> Biases => _biases;

    /// <summary>Whether axes can stand for an output's features.</summary>
    internal static bool Fits(IReadOnlyList<int> axes) => axes.Count is > 0 and <= MostOutputAxes && axes.All(static a => a > 0) && axes.Aggregate(1.0, static (a, b) => a * b) <= Array.MaxLength / 2;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) =>
        [inputs[0].WithLast(FeaturesOf(inputs[0])), new Shape(inputs[0][0], Heads, inputs[0][1], inputs[1][1])];

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        Project(0, "query", [inputs[0][2], Heads, KeyDimension], [Heads, KeyDimension]);
        Project(1, "key", [inputs[^1][2], Heads, KeyDimension], [Heads, KeyDimension]);
        if (UseGate)
        {
            Project(4, "gate", [inputs[0][2], Heads, HeadWidth], [Heads, HeadWidth]);
        }
        Project(2, "value", [inputs[1][2], Heads, HeadWidth], [Heads, HeadWidth]);
        int[] outputs = OutputAxes is null ? [FeaturesOf(inputs[0])] : [.. OutputAxes];
        Project(3, "attention_output", [Heads, HeadWidth, .. outputs], outputs);
    }

    /// <summary>Calls the layer in a graph.</summary>
    /// <param name="query">[batch, queries, features].</param>
    /// <param name="value">[batch, values, features].</param>
    /// <param name="key">[batch, values, features]; the value by default.</param>
    /// <param name="queryMask">A mask, [batch, queries], in place of the query's own.</param>
    /// <param name="valueMask">A mask, [batch, values], in place of the value's own.</param>
    /// <param name="keyMask">A mask, [batch, values], in place of the key's own.</param>
    /// <param name="attentionMask">
    /// Which values a query may attend to, those that are not 0: [batch, queries, values], or [batch, heads, queries, values], with axes of 1 that stretch; the batch may be missing.
    /// </param>
    /// <exception cref="ShapeException">Their shapes don't fit each other or the layer.</exception>
    public AttentionOutput Apply(
        SymbolicTensor query,
        SymbolicTensor value,
        SymbolicTensor? key = null,
        SymbolicTensor? queryMask = null,
        SymbolicTensor? valueMask = null,
        SymbolicTensor? keyMask = null,
        SymbolicTensor? attentionMask = null)
    {
        SymbolicTensor?[] masks = [queryMask, valueMask, keyMask, attentionMask];
        return new AttentionOutput(Call(key is null ? [query, value] : [query, value, key], masks[..(Array.FindLastIndex(masks, static m => m is not null) + 1)]));
    }

    private protected override LayerCall NewCall(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks)
    {
        if (!IsBuilt)
        {
            OwnAxes = Resolved(inputs[0].Shape);
        }
        if (masks.Count > AttentionMaskPlace && masks[AttentionMaskPlace] is { } mask)
        {
            AttentionMask.Check(this, mask.Shape.Axes, Steps(inputs[0]), Steps(inputs[1]));
        }
        bool folds = inputs[0].Shape.Rank > 3;
        if (!folds && OutputAxes is null)
        {
            return base.NewCall(inputs, masks);
        }
        LayerCall inner = base.NewCall(folds ? [.. inputs.Select(i => new FoldAxes(OwnAxes).Apply(i))] : inputs, masks);
        inner.ActivityRegularizer = null;
        SymbolicTensor y = inner.Outputs[0], scores = inner.Outputs[1];
        if (folds)
        {
            (y, scores) = (new UnfoldAxes(OwnAxes).Apply(y, inputs[0]), new UnfoldScores(OwnAxes).Apply(scores, inputs[0], inputs[1]));
        }
        return new LayerCall(this, inputs, masks, [OutputAxes is null ? y : new SplitFeatures(OutputAxes).Apply(y), scores]);

        int Steps(SymbolicTensor x) => AttentionMask.Product([.. OwnAxes.Select(axis => x.Shape[axis])]);
    }

    private int FeaturesOf(Shape query) => OutputAxes?.Aggregate(static (a, b) => a * b) ?? Outputs ?? query[2];

    private int[] Resolved(Shape shape) => AttentionAxes is null ? [.. Enumerable.Range(1, shape.Rank - 2)] : [.. AttentionAxes.Select(axis => axis < 0 ? axis + shape.Rank : axis)];

    private protected override void CheckShapes(IReadOnlyList<SymbolicTensor> inputs, Shape query, Shape value, Shape key)
    {
        if (IsBuilt && !OwnAxes.SequenceEqual(Resolved(query)))
        {
            Throw.Shape($"{this} attends over the axes {Shape.Text([.. OwnAxes])} of its first call's inputs, but got a query {query}, where they would be {Shape.Text(Resolved(query))}. Call it on inputs of one rank.");
        }
        if (query.Rank == 3 && Resolved(query) is [1])
        {
            base.CheckShapes(inputs, query, value, key);
            return;
        }
        int[] axes = Resolved(query);
        if (query.Rank < 3 || axes.Length == 0 || axes.Distinct().Count() < axes.Length || axes.Any(axis => axis < 1 || axis > query.Rank - 2))
        {
            Throw.Shape($"{this} attends over the axes {Shape.Text(axes)}, but got queries of shape {query}. Name axes between batch and features, each once.");
        }
        bool fits = value.Rank == query.Rank && key.Rank == query.Rank;
        for (int axis = 1; fits && axis < query.Rank - 1; axis++)
        {
            fits = Agree(value[axis], key[axis]) && (axes.Contains(axis) || Agree(query[axis], value[axis]));
        }
        if (!fits)
        {
            Throw.Shape($"{this} attends over the axes {Shape.Text(axes)}: values and keys need the same axes between batch and features, and queries those that are not attended over, but got {query}, {value} and {key}. Reshape them.");
        }
        CheckFeatures(query, value, key);

        static bool Agree(int a, int b) => a == b || a == Shape.Any || b == Shape.Any;
    }

    internal override object NewCache() => new MultiHeadAttentionRun(this);

    internal override void Forward(LayerRun run) => run.Cache<MultiHeadAttentionRun>().Forward(run);

    internal override void Backward(LayerRun run) => run.Cache<MultiHeadAttentionRun>().Backward(run);

    private protected override void CheckFeatures(Shape query, Shape value, Shape key)
    {
        if (query[^1] == Shape.Any || value[^1] == Shape.Any || key[^1] == Shape.Any)
        {
            Throw.Shape($"{this} needs to know the features of its inputs, but got {query}, {value} and {key}. Give the model InputLayers with them.");
        }
        if (IsBuilt && (query[^1] != _kernels[0].Shape[0] || key[^1] != _kernels[1].Shape[0] || value[^1] != _kernels[2].Shape[0]))
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
