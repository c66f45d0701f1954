using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// One tensor of several, element by element: [batch, ...] each, where axes of length 1 stretch. Keras's merge layers.
/// Where all inputs carry masks, the output's is true wherever one of theirs is.
/// </summary>
public abstract class MergingLayer : Layer
{
    private protected MergingLayer()
    {
    }

    internal override (int Fewest, int Most) InputCount => (2, int.MaxValue);

    internal override bool WorksByStep => true;

    /// <summary>What stands in for steps that a mask passes over; null where these count as others do.</summary>
    private protected virtual float? Neutral => null;

    /// <summary>What the first input becomes where all masks pass over the step; null where it stays.</summary>
    private protected virtual float? AllMasked => null;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [Broadcasting.Join(this, inputs)];

    /// <summary>Joins another input to those before it; part of both.</summary>
    internal abstract void Join(Span<float> y, ReadOnlySpan<float> x);

    /// <summary>What follows the last input.</summary>
    internal virtual void Finish(Span<float> y, int inputs)
    {
    }

    /// <summary>A part of the gradients dx of input i.</summary>
    internal abstract void Gradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx);

    internal override object NewCache() => new MergeOperands(this);

    internal override void Forward(LayerRun run)
    {
        MergeOperands operands = run.Cache<MergeOperands>();
        operands.Begin(run, Neutral, AllMasked);
        run.Output.Mask = operands.OutputMask();
        operands.Forward();
    }

    internal override void Backward(LayerRun run)
    {
        MergeOperands operands = run.Cache<MergeOperands>();
        for (int i = 0; i < operands.Count; i++)
        {
            if (run.Needs[i])
            {
                operands.Backward(i);
            }
        }
    }
}

/// <summary>The inputs of a merging call as the merge sees them: stretched to one shape, and with masked steps replaced where that matters. A worker owns a part of the output.</summary>
internal sealed class MergeOperands
{
    private readonly MergingLayer _layer;
    private readonly TensorValue _mask = new(ElementType.Bool);
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private LayerRun _run = null!;
    private int _input;
    private FloatBuffer?[] _replaced = [];
    private FloatBuffer?[] _stretched = [];
    private FloatBuffer?[] _gradients = [];
    private bool[] _replaces = [];
    private bool _firstStays;
    private bool _allMasked;

    public MergeOperands(MergingLayer layer)
    {
        _layer = layer;
        (_forward, _backward) = (ForwardShare, BackwardShare);
    }

    public int Count => _run.Inputs.Length;

    public ReadOnlySpan<float> this[int i] => IsStretched(i) ? _stretched[i]!.Span : Unstretched(i);

    public void Forward() => _run.Team.Run(_forward, _run.Output.Count);

    /// <summary>Writes an input's gradient.</summary>
    public void Backward(int i)
    {
        _input = i;
        _ = GradientOf(i);
        _run.Team.Run(_backward, _run.Output.Count);
        FinishGradient(i);
    }

    private void ForwardShare(int worker, int workers)
    {
        Range mine = Share(worker, workers);
        Span<float> y = _run.Output.Floats[mine];
        this[0][mine].CopyTo(y);
        for (int i = 1; i < Count; i++)
        {
            _layer.Join(y, this[i][mine]);
        }
        _layer.Finish(y, Count);
    }

    private void BackwardShare(int worker, int workers)
    {
        Range mine = Share(worker, workers);
        _layer.Gradient(this, _input, mine, _run.OutputGradient(0)[mine], GradientOf(_input)[mine]);
    }

    private Range Share(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Output.Count, 16, worker, workers);
        return from..to;
    }

    public void Begin(LayerRun run, float? neutral, float? allMasked)
    {
        _run = run;
        Array.Resize(ref _replaced, Count);
        Array.Resize(ref _stretched, Count);
        Array.Resize(ref _gradients, Count);
        Array.Resize(ref _replaces, Count);
        _firstStays = allMasked is null;
        int rank = 0;
        _allMasked = true;
        for (int i = 0; i < Count; i++)
        {
            rank = Math.Max(rank, run.Inputs[i].Dimensions.Length);
            _allMasked &= run.MaskOf(i) is { } mask && mask.Count == run.MaskOf(0)!.Count;
        }
        Span<int> dimensions = stackalloc int[rank];
        Broadcasting.Join(run.Inputs, dimensions);
        run.Output.Resize(dimensions);
        for (int i = 0; i < Count; i++)
        {
            _replaces[i] = neutral is not null && run.MaskOf(i) is not null;
            if (_replaces[i])
            {
                Replace(i, neutral!.Value, allMasked ?? 0);
            }
            if (IsStretched(i))
            {
                FloatBuffer stretched = _stretched[i] ??= new FloatBuffer();
                stretched.Resize(run.Output.Count);
                Broadcasting.Expand(Unstretched(i), run.Inputs[i].Dimensions, stretched.Span, dimensions);
            }
        }
    }

    /// <summary>True where one of the inputs' masks is; null if an input has none.</summary>
    public TensorValue? OutputMask()
    {
        if (!_allMasked)
        {
            return null;
        }
        _mask.Resize(_run.MaskOf(0)!.Dimensions);
        _mask.Bools.Clear();
        for (int i = 0; i < Count; i++)
        {
            Or(_mask.Bools, _run.MaskOf(i)!.Bools);
        }
        return _mask;
    }

    /// <summary>Where an input's gradient is to be written, in the output's shape.</summary>
    private Span<float> GradientOf(int i)
    {
        if (!IsStretched(i))
        {
            return _run.InputGradient(i);
        }
        FloatBuffer gradient = _gradients[i] ??= new FloatBuffer();
        gradient.Resize(_run.Output.Count);
        return gradient.Span;
    }

    /// <summary>Brings the gradient back to the input's shape; where the input was replaced it has none.</summary>
    private void FinishGradient(int i)
    {
        Span<float> dx = _run.InputGradient(i);
        if (IsStretched(i))
        {
            Broadcasting.Reduce(_gradients[i]!.Span, _run.Output.Dimensions, dx, _run.Inputs[i].Dimensions);
        }
        if (_replaces[i])
        {
            ReadOnlySpan<byte> mask = _run.MaskOf(i)!.Bools;
            int width = dx.Length / mask.Length;
            for (int s = 0; s < mask.Length; s++)
            {
                if (mask[s] == 0 && !Stays(i, s))
                {
                    dx.Slice(s * width, width).Clear();
                }
            }
        }
    }

    /// <summary>dy where the output is input i's element and no input before it has the same; a part of it.</summary>
    public void GradientOfChosen(int i, Range part, ReadOnlySpan<float> dy, Span<float> dx)
    {
        ReadOnlySpan<float> y = _run.Output.Floats[part];
        dy.CopyTo(dx);
        for (int j = 0; j < i; j++)
        {
            Elementwise.Apply(default(WhereNotChosen), this[j][part], y, dx, dx);
        }
        Elementwise.Apply(default(WhereChosen), this[i][part], y, dx, dx);
    }

    private bool IsStretched(int i) => !_run.Inputs[i].Dimensions.SequenceEqual(_run.Output.Dimensions);

    private ReadOnlySpan<float> Unstretched(int i) => _replaces[i] ? _replaced[i]!.Span : _run.Inputs[i].Floats;

    private void Replace(int i, float neutral, float allMasked)
    {
        ReadOnlySpan<float> x = _run.Inputs[i].Floats;
        FloatBuffer buffer = _replaced[i] ??= new FloatBuffer();
        buffer.Resize(x.Length);
        x.CopyTo(buffer.Span);
        ReadOnlySpan<byte> mask = _run.MaskOf(i)!.Bools;
        int width = x.Length / mask.Length;
        for (int s = 0; s < mask.Length; s++)
        {
            if (mask[s] == 0 && !Stays(i, s))
            {
                buffer.Span.Slice(s * width, width).Fill(i == 0 && IsMaskedByAll(s) ? allMasked : neutral);
            }
        }
    }

    /// <summary>Whether the first input keeps its value at a step that all masks pass over.</summary>
    private bool Stays(int i, int step) => _firstStays && i == 0 && IsMaskedByAll(step);

    private bool IsMaskedByAll(int step)
    {
        for (int i = 0; i < Count; i++)
        {
            if (!_allMasked || _run.MaskOf(i)!.Bools[step] != 0)
            {
                return false;
            }
        }
        return true;
    }

    public static void Or(Span<byte> target, ReadOnlySpan<byte> source)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] |= source[i];
        }
    }
}
