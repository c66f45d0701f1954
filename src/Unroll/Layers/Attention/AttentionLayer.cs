using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// For each query the mean of the values, weighted by a softmax of scores of query and key: query [batch, queries, features], value [batch, values, ...]
/// and, if it is not the value, key [batch, values, features] to [batch, queries, ...]. Values that a mask passes over get no weight; queries that one passes over give zeros.
/// </summary>
public abstract class AttentionLayer : Layer
{
    private protected AttentionLayer()
    {
    }

    /// <summary>Whether a query attends to values up to its own place only. Keras: the call's <c>use_causal_mask</c>.</summary>
    public bool UseCausalMask { get; init; }

    /// <summary>The share of weights that is dropped in training.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No number from 0 to 1.</exception>
    public float Dropout { get; init => field = DropoutFactors.CheckRate(value, nameof(value)); }

    internal override (int Fewest, int Most) InputCount => (2, 3);

    internal override int HiddenOutputs => 1;

    /// <summary>Calls the layer in a graph.</summary>
    /// <param name="query">[batch, queries, features].</param>
    /// <param name="value">[batch, values, features].</param>
    /// <param name="key">[batch, values, features]; the value by default.</param>
    /// <param name="queryMask">A mask, [batch, queries], in place of the query's own.</param>
    /// <param name="valueMask">A mask, [batch, values], in place of the value's own.</param>
    /// <exception cref="ShapeException">Their shapes don't fit each other or the layer.</exception>
    public AttentionOutput Apply(SymbolicTensor query, SymbolicTensor value, SymbolicTensor? key = null, SymbolicTensor? queryMask = null, SymbolicTensor? valueMask = null)
    {
        SymbolicTensor?[] masks = queryMask is null && valueMask is null ? [] : [queryMask, valueMask];
        return new AttentionOutput(Call(key is null ? [query, value] : [query, value, key], masks));
    }

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        CheckShapes(inputs, inputs[0].Shape, inputs[1].Shape, inputs[^1].Shape);
    }

    private protected virtual void CheckShapes(IReadOnlyList<SymbolicTensor> inputs, Shape query, Shape value, Shape key)
    {
        if (query.Rank != 3 || value.Rank != 3 || key.Rank != 3)
        {
            Throw.Shape($"{this} expects a query, a value and perhaps a key of shape [batch, steps, features], but got {string.Join(", ", inputs.Select(static i => i.Shape))}. Let recurrent layers return sequences, or reshape them.");
        }
        if (value[1] != key[1] && value[1] != Shape.Any && key[1] != Shape.Any)
        {
            Throw.Shape($"{this} expects a key for each value, but got values of shape {value} and keys of shape {key}. Give them as many steps.");
        }
        CheckFeatures(query, value, key);
    }

    /// <summary>Refuses features that don't fit.</summary>
    private protected abstract void CheckFeatures(Shape query, Shape value, Shape key);
}

/// <summary>Attention with one head and scores straight from the inputs.</summary>
public abstract class ScoredAttention : AttentionLayer
{
    private protected ScoredAttention()
    {
    }

    /// <summary>Whether a weight scales the scores.</summary>
    public bool UseScale { get; init; }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) =>
        [new Shape(inputs[0][0], inputs[0][1], inputs[1][2]), new Shape(inputs[0][0], inputs[0][1], inputs[1][1])];

    internal override object NewCache() => new ScoredAttentionRun(this);

    internal override void Forward(LayerRun run) => run.Cache<ScoredAttentionRun>().Forward(run);

    internal override void Backward(LayerRun run) => run.Cache<ScoredAttentionRun>().Backward(run);

    private protected override void CheckFeatures(Shape query, Shape value, Shape key)
    {
        if (query[2] != key[2] || query[2] == Shape.Any)
        {
            Throw.Shape($"{this} expects queries and keys with as many features, but got {query} and {key}. Put a Dense before one of them.");
        }
        if (Weights.Count > 0 && Weights[0].Shape.Length == 1 && Weights[0].Count != query[2])
        {
            Throw.Shape($"{this} was built for {Weights[0].Count} features, but got queries of shape {query}. Use a layer of its own.");
        }
    }

    /// <summary>One sample's scores, [queries, keys].</summary>
    internal abstract void Score(KernelSet kernels, MatrixScratch scratch, Matrix query, Matrix key, Span<float> scores);

    /// <summary>From one sample's scores' gradient, writes the query's and adds to the key's; the weights' are added to what stands in their order.</summary>
    internal abstract void ScoreGradient(KernelSet kernels, MatrixScratch scratch, Matrix query, Matrix key, ReadOnlySpan<float> dScores, Span<float> dQuery, Span<float> dKey, Span<float> dWeights);
}

/// <summary>What attention makes in a graph.</summary>
public sealed class AttentionOutput
{
    private readonly SymbolicTensor[] _outputs;

    internal AttentionOutput(SymbolicTensor[] outputs) => _outputs = outputs;

    /// <summary>What is found, [batch, queries, ...].</summary>
    public SymbolicTensor Output => _outputs[0];

    /// <summary>How much each query attends to each value, [batch, queries, values], or with several heads [batch, heads, queries, values]. Keras: <c>return_attention_scores</c>.</summary>
    public SymbolicTensor Scores => _outputs[1];

    /// <summary>An output stands wherever a tensor is asked for.</summary>
    public static implicit operator SymbolicTensor(AttentionOutput output) => output.Output;
}
