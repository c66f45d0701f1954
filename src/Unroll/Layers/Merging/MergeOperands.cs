using Unroll.Kernels;

namespace Unroll;

/// <summary>The inputs of a merging call as the merge sees them: stretched to one shape, and with masked steps replaced where that matters. A worker owns a part of the output.</summary>
internal sealed class MergeOperands
{
    /// <summary>Numbers that are worked on at a time, so that what one input leaves is in the cache for the next: 32 KB.</summary>
    private const int Piece = 8192;

    private readonly MergingLayer _layer;
    private readonly TensorValue _mask = new(ElementType.Bool);
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private LayerRun _run = null!;
    private FloatBuffer?[] _replaced = [];
    private FloatBuffer?[] _stretched = [];
    private FloatBuffer?[] _gradients = [];
    private bool[] _replaces = [];
    private bool[] _stretches = [];

    /// <summary>Whether an input's gradient is asked for, and isn't the output's as it stands.</summary>
    private bool[] _makes = [];
    private bool _firstStays;
    private bool _allMasked;

    public MergeOperands(MergingLayer layer)
    {
        _layer = layer;
        (_forward, _backward) = (ForwardShare, BackwardShare);
    }

    public int Count => _run.Inputs.Length;

    /// <summary>Whether the merge sees its inputs as they are.</summary>
    public bool ArePlain { get; private set; }

    /// <summary>Whether an input comes just twice, and nobody has given it a gradient before: both parts can be made at once, with the first.</summary>
    public bool IsTwice(int i) => ArePlain && !_run.Inputs[i].HasGradient && _run.Inputs.AsSpan().Count(_run.Inputs[i]) == 2;

    public ReadOnlySpan<float> this[int i] => _stretches[i] ? _stretched[i]!.Span : Unstretched(i);

    public void Forward() => _run.Team.Run(_forward, _run.Output.Count);

    /// <summary>Makes the gradients of the inputs that need one.</summary>
    public void Backward()
    {
        bool any = false;
        for (int i = 0; i < Count; i++)
        {
            _makes[i] = _run.Needs[i] && !(ArePlain && _layer.PassesGradient(i) && _run.PassGradient(i));
            if (_makes[i])
            {
                _ = GradientOf(i);
                any = true;
            }
        }
        if (any)
        {
            _run.Team.Run(_backward, _run.Output.Count);
        }
        for (int i = 0; i < Count; i++)
        {
            if (_makes[i])
            {
                FinishGradient(i);
            }
        }
    }

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Output.Count, 16, worker, workers);
        for (int at = from; at < to; at += Piece)
        {
            Range part = at..Math.Min(at + Piece, to);
            Span<float> y = _run.Output.Floats[part];
            _layer.Join(this[0][part], this[1][part], y);
            for (int i = 2; i < Count; i++)
            {
                _layer.Join(y, this[i][part], y);
            }
            _layer.Finish(y, Count);
        }
    }

    private void BackwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Output.Count, 16, worker, workers);
        Span<float> room = stackalloc float[Math.Min(Piece, to - from)];
        for (int at = from; at < to; at += Piece)
        {
            Range part = at..Math.Min(at + Piece, to);
            ReadOnlySpan<float> dy = _run.OutputGradient(0)[part];
            for (int i = 0; i < Count; i++)
            {
                if (_makes[i])
                {
                    Gradient(i, part, dy, room[..dy.Length]);
                }
            }
        }
    }

    private void Gradient(int i, Range part, ReadOnlySpan<float> dy, Span<float> room)
    {
        Span<float> dx = GradientOf(i)[part];
        if (_run.Adds(i))
        {
            _layer.AddGradient(this, i, part, dy, dx, room);
        }
        else
        {
            _layer.Gradient(this, i, part, dy, dx);
        }
    }

    public void Begin(LayerRun run, float? neutral, float? allMasked)
    {
        _run = run;
        Array.Resize(ref _replaced, Count);
        Array.Resize(ref _stretched, Count);
        Array.Resize(ref _gradients, Count);
        Array.Resize(ref _replaces, Count);
        Array.Resize(ref _stretches, Count);
        Array.Resize(ref _makes, Count);
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
        ArePlain = true;
        for (int i = 0; i < Count; i++)
        {
            _stretches[i] = !run.Inputs[i].Dimensions.SequenceEqual(dimensions);
            _replaces[i] = neutral is not null && run.MaskOf(i) is not null;
            if (_replaces[i])
            {
                Replace(i, neutral!.Value, allMasked ?? 0);
            }
            ArePlain &= !_replaces[i] && !_stretches[i];
            if (_stretches[i])
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
        if (!_stretches[i])
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
        if (_stretches[i])
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
