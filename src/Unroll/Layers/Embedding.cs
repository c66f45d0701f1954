namespace Unroll;

/// <summary>
/// A vector for each token: [batch, time] int32 to [batch, time, outputs]. Keras's Embedding.
/// </summary>
public sealed class Embedding : Layer
{
    private Parameter? _embeddings;

    /// <summary>A table of <paramref name="inputs"/> tokens with <paramref name="outputs"/> numbers each.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public Embedding(int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        (Inputs, Outputs) = (inputs, outputs);
    }

    /// <summary>The number of tokens, 0 among them.</summary>
    public int Inputs { get; }

    /// <summary>The length of a vector.</summary>
    public int Outputs { get; }

    /// <summary>Whether token 0 is padding that the layers above pass over.</summary>
    public bool MaskZero { get; init; }

    /// <summary>How the table begins: uniform in ±0.05.</summary>
    public Initializer EmbeddingsInitializer { get; init; } = new RandomUniform();

    /// <summary>What the table adds to the loss.</summary>
    public Regularizer? EmbeddingsRegularizer { get; init; }

    /// <summary>What the table is brought back to after each batch.</summary>
    public Constraint? EmbeddingsConstraint { get; init; }

    internal override string ClassName => "Embedding";

    internal override string DefaultName => "embedding";

    internal override bool WorksByStep => true;

    internal override (Shape Shape, ElementType Type)? ImpliedInput => (new Shape(Shape.Any, Shape.Any), ElementType.Int32);

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        if (inputs[0].Type != ElementType.Int32)
        {
            Throw.Shape($"{this} expects tokens (int32), but got {inputs[0].Type}. Pass a Tensor<int>.");
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [new Shape([.. inputs[0].Axes, Outputs])];

    internal override void Build(ReadOnlySpan<Shape> inputs) =>
        _embeddings = AddWeight("embeddings", [Inputs, Outputs], EmbeddingsInitializer, EmbeddingsRegularizer, EmbeddingsConstraint);

    internal override object NewCache() => new EmbeddingCache();

    internal override void Forward(LayerRun run)
    {
        ReadOnlySpan<int> tokens = run.Input.Ints;
        for (int i = 0; i < tokens.Length; i++)
        {
            if ((uint)tokens[i] >= (uint)Inputs)
            {
                RefuseToken(run.Input, i);
            }
        }
        Span<int> dimensions = stackalloc int[run.Input.Dimensions.Length + 1];
        run.Input.Dimensions.CopyTo(dimensions);
        dimensions[^1] = Outputs;
        run.Output.Defer(run.Cache<EmbeddingCache>().LookupOf(run.Input, _embeddings!), dimensions);
        if (MaskZero)
        {
            run.Output.Mask = run.Cache<EmbeddingCache>().MaskOf(run.Input);
        }
    }

    internal override void Backward(LayerRun run)
    {
        EmbeddingCache cache = run.Cache<EmbeddingCache>();
        cache.Layer = this;
        cache.Run = run;
        if (run.TakesSquares)
        {
            _ = run.Squares(_embeddings!);
        }
        run.Team.Run(cache.AddGradients);
    }

    private void RefuseToken(TensorValue input, int at)
    {
        int steps = input.Width;
        string advice = input.Ints[at] < 0 ? "Number the tokens from 0" : $"Raise the layer's inputs, or load the data with numWords: {Inputs}";
        Throw.Argument($"{this} knows the tokens 0 to {Inputs - 1}, but got {input.Ints[at]} in row {at / steps} of the batch, step {at % steps}. {advice}.");
    }

    private sealed class EmbeddingCache
    {
        private readonly TensorValue _mask = new(ElementType.Bool);
        private TokenLookup? _lookup;

        public EmbeddingCache() => AddGradients = Add;

        public Embedding? Layer { get; set; }

        public LayerRun? Run { get; set; }

        public Action<int, int> AddGradients { get; }

        public TokenLookup LookupOf(TensorValue tokens, Parameter table) => _lookup ??= new TokenLookup(tokens, table);

        public TensorValue MaskOf(TensorValue tokens)
        {
            _mask.Resize(tokens.Dimensions);
            Span<byte> mask = _mask.Bools;
            for (int i = 0; i < mask.Length; i++)
            {
                mask[i] = tokens.Ints[i] != 0 ? (byte)1 : (byte)0;
            }
            return _mask;
        }

        /// <summary>A worker owns columns of the table, so that tokens that occur twice add up in the order of the batch.</summary>
        private void Add(int worker, int workers)
        {
            int width = Layer!.Outputs;
            (int from, int to) = Kernels.Team.Share(width, 16, worker, workers);
            if (from == to)
            {
                return;
            }
            ReadOnlySpan<int> tokens = Run!.Input.Ints;
            ReadOnlySpan<float> dy = Run.OutputGradient(0);
            Span<float> table = Run.Gradient(Layer._embeddings!);
            Span<float> squares = Run.TakesSquares ? Run.Squares(Layer._embeddings!) : default;
            for (int i = 0; i < tokens.Length; i++)
            {
                int at = (tokens[i] * width) + from;
                ReadOnlySpan<float> place = dy.Slice((i * width) + from, to - from);
                if (Run.TakesSquares)
                {
                    Kernels.Spans.AddWithSquares(table.Slice(at, to - from), squares.Slice(at, to - from), place);
                }
                else
                {
                    Kernels.Spans.AddTo(table.Slice(at, to - from), place);
                }
            }
        }
    }
}
