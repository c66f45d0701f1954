using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// e^x over its sum, row by row along some axes, the last by default. A mask, which needs the input's own shape, leaves elements out: they become 0. Keras's Softmax.
/// </summary>
public sealed class Softmax : RowwiseLayer
{
    /// <summary>What masked elements count as, Keras's own number.</summary>
    private const float Masked = -1e9f;

    /// <summary>Works along the last axis, or along the given ones (the batch being 0).</summary>
    public Softmax(params ReadOnlySpan<int> axes)
        : base(axes)
    {
    }

    internal override string ClassName => "Softmax";

    internal override string DefaultName => "softmax";

    internal override object NewCache() => new SoftmaxCache(this);

    internal override void Forward(LayerRun run)
    {
        SoftmaxCache cache = run.Cache<SoftmaxCache>();
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = run.Mask;
        bool isLast = Axes is [var axis] && (axis == -1 || axis == run.Input.Dimensions.Length - 1);
        run.Output.KeepLogits(run.Input, isLast && run.Mask is null ? Activation.Softmax : Activation.Linear);
        TensorValue input = run.Mask is { } mask ? cache.Mask(this, run.Input, mask) : run.Input;
        cache.Rows.Forward(run, input);
        if (run.Mask is not null)
        {
            Clear(run.Output.Floats, run.Mask.Bools);
        }
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Output.GradientIsOfLogits)
        {
            run.OutputGradient(0).CopyTo(run.InputGradient(0));
            return;
        }
        run.Cache<SoftmaxCache>().Rows.Backward(run);
        if (run.Mask is not null && run.Needs[0])
        {
            Clear(run.InputGradient(0), run.Mask.Bools);
        }
    }

    internal override void ForwardRows(int width, ReadOnlySpan<float> x, Span<float> y, Span<float> statistics) =>
        Activation.Softmax.Forward(x, y, width);

    internal override void BackwardRows(int width, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> statistics, ReadOnlySpan<float> dy, Span<float> dx) =>
        Activation.Softmax.Backward(y, y, dy, dx, width);

    private static void Clear(Span<float> values, ReadOnlySpan<byte> mask)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            values[i] = mask[i] == 0 ? 0 : values[i];
        }
    }

    private sealed class SoftmaxCache(Softmax layer)
    {
        private readonly TensorValue _masked = new(ElementType.Float32);

        public RowwiseRun Rows { get; } = new(layer);

        /// <summary>The input with masked elements pushed down.</summary>
        public TensorValue Mask(Softmax owner, TensorValue x, TensorValue mask)
        {
            if (!mask.Dimensions.SequenceEqual(x.Dimensions))
            {
                Throw.Shape($"{owner} takes a mask of its input's shape {Shape.Text(x.Dimensions)}, but got one of {Shape.Text(mask.Dimensions)}. Give it a mask of its own.");
            }
            _masked.Resize(x.Dimensions);
            for (int i = 0; i < x.Count; i++)
            {
                _masked.Floats[i] = mask.Bools[i] == 0 ? Masked : x.Floats[i];
            }
            return _masked;
        }
    }
}
