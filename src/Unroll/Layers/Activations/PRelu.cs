using Unroll.Kernels;

namespace Unroll;

/// <summary>x, or alpha x where x is negative, with a weight alpha for each element of a sample (He et al., 2015). Keras's PReLU.</summary>
public sealed class PRelu : Layer
{
    private readonly int[] _shared;
    private Parameter? _alpha;

    /// <summary>A slope for each element of a sample; one for all along the given axes (the batch being 0).</summary>
    public PRelu(params ReadOnlySpan<int> sharedAxes) => _shared = sharedAxes.ToArray();

    /// <summary>The axes along which one slope serves.</summary>
    public IReadOnlyList<int> SharedAxes => _shared;

    /// <summary>How the slopes begin.</summary>
    public Initializer AlphaInitializer { get; init; } = Initializer.Zeros;

    /// <summary>What the slopes add to the loss.</summary>
    public Regularizer? AlphaRegularizer { get; init; }

    /// <summary>What the slopes are brought back to after each batch.</summary>
    public Constraint? AlphaConstraint { get; init; }

    internal override string ClassName => "PReLU";

    internal override string DefaultName => "p_re_lu";

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        int[] alpha = AlphaShape(inputs[0].Shape);
        if (alpha.Contains(Shape.Any))
        {
            Throw.Shape($"{this} needs to know the axes that it has slopes for, but got shape {inputs[0].Shape}. Share them along open axes, or give the model an InputLayer with them.");
        }
        if (_alpha is not null && !_alpha.Shape.SequenceEqual(alpha))
        {
            Throw.Shape($"{this} was built for slopes of shape {Shape.Text(_alpha.Shape)}, but got shape {inputs[0].Shape}. Use a layer of its own.");
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override void Build(ReadOnlySpan<Shape> inputs) =>
        _alpha = AddWeight("alpha", AlphaShape(inputs[0]), AlphaInitializer, AlphaRegularizer, AlphaConstraint);

    internal override object NewCache() => new PReluCache();

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = run.Mask;
        int size = run.Input.Count / run.Input.Batch;
        PReluCache cache = run.Cache<PReluCache>();
        cache.Begin(_alpha!, run.Input.Dimensions, size);
        for (int at = 0; at < run.Input.Count; at += size)
        {
            Elementwise.Join<PReluPair>(run.Input.Floats.Slice(at, size), cache.Slopes.Span, run.Output.Floats.Slice(at, size));
        }
    }

    internal override void Backward(LayerRun run)
    {
        PReluCache cache = run.Cache<PReluCache>();
        int size = cache.Slopes.Length;
        cache.Gradient.Resize(size);
        Span<float> gradient = cache.Gradient.Span;
        gradient.Clear();
        for (int at = 0; at < run.Input.Count; at += size)
        {
            ReadOnlySpan<float> x = run.Input.Floats.Slice(at, size), dy = run.OutputGradient(0).Slice(at, size);
            Elementwise.Apply(default(PReluSlopeGradient), x, gradient, dy, gradient);
            if (run.Needs[0])
            {
                Elementwise.Apply(default(PReluGradient), x, cache.Slopes.Span, dy, run.InputGradient(0).Slice(at, size));
            }
        }
        cache.Reduced.Resize(_alpha!.Count);
        Broadcasting.Reduce(gradient, cache.Sample, cache.Reduced.Span, cache.Alpha);
        Spans.AddTo(run.Gradient(_alpha), cache.Reduced.Span);
    }

    private int[] AlphaShape(Shape input)
    {
        int[] shape = input.Axes[1..].ToArray();
        foreach (int axis in _shared)
        {
            if (axis < 1 || axis > shape.Length)
            {
                Throw.Shape($"{this} shares slopes along axis {axis}, but got shape {input}. Name axes from 1 to {shape.Length}.");
            }
            shape[axis - 1] = 1;
        }
        return shape;
    }

    private sealed class PReluCache
    {
        public FloatBuffer Slopes { get; } = new();

        public FloatBuffer Gradient { get; } = new();

        public FloatBuffer Reduced { get; } = new();

        /// <summary>The dimensions of a batch of one.</summary>
        public int[] Sample { get; private set; } = [];

        public int[] Alpha { get; private set; } = [];

        public void Begin(Parameter alpha, ReadOnlySpan<int> dimensions, int size)
        {
            if (Sample.Length == 0 || !dimensions[1..].SequenceEqual(Sample.AsSpan(1)))
            {
                Sample = [1, .. dimensions[1..]];
                Alpha = [1, .. alpha.Shape];
            }
            Slopes.Resize(size);
            Broadcasting.Expand(alpha.Values, Alpha, Slopes.Span, Sample);
        }
    }
}
