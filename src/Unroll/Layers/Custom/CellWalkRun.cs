using Unroll.Kernels;

namespace Unroll;

/// <summary>A matrix for each step, [batch, width].</summary>
internal sealed class StepValues
{
    private readonly FloatBuffer _values = new();
    private int _size;

    public void Resize(int steps, int batch, int width)
    {
        _size = batch * width;
        _values.Resize((long)steps * _size);
    }

    public Span<float> At(int step) => _values.Span.Slice(step * _size, _size);
}

/// <summary>One call of a walk with a custom cell. Steps are numbered in the order in which they are taken.</summary>
internal sealed class CellWalkRun
{
    private readonly CellWalk _layer;
    private readonly List<CellStep> _steps = [];
    private readonly FloatBuffer[] _passing;
    private readonly FloatBuffer _spoken = new();
    private int _count;
    private int _features;
    private TensorValue? _mask;

    public CellWalkRun(CellWalk layer)
    {
        _layer = layer;
        States = [.. layer.Cell.Sizes.Select(static _ => new StepValues())];
        Gradients = [.. States.Select(static _ => new FloatBuffer())];
        NextGradients = [.. States.Select(static _ => new FloatBuffer())];
        _passing = [.. States.Select(static _ => new FloatBuffer())];
    }

    public LayerRun Run { get; private set; } = null!;

    public int Batch { get; private set; }

    public StepValues Inputs { get; } = new();

    public StepValues[] States { get; }

    /// <summary>The gradients of the states before the step at hand.</summary>
    public FloatBuffer[] Gradients { get; }

    /// <summary>The gradients of the states after it.</summary>
    public FloatBuffer[] NextGradients { get; }

    public FloatBuffer InputGradient { get; } = new();

    private int Units => Size(0);

    private bool HasInitialState => Run.Inputs.Length > 1;

    private bool KeepsState => _layer.Sequence.Stateful || Run.Streams;

    public void Forward(LayerRun run)
    {
        Run = run;
        ReadOnlySpan<int> dimensions = run.Input.Dimensions;
        (Batch, _count, _features) = (dimensions[0], dimensions[1], dimensions[2]);
        Begin();
        SetInitialState();
        for (int s = 0; s < _count; s++)
        {
            ReadInputs(s);
            _layer.Cell.StepForward(_steps[s]);
            FinishStep(s);
        }
        for (int i = 0; i < States.Length; i++)
        {
            States[i].At(_count).CopyTo(run.Outputs[1 + i].Floats);
        }
        if (KeepsState)
        {
            Run.KeepState();
        }
    }

    public void Backward()
    {
        for (int i = 0; i < States.Length; i++)
        {
            NextGradients[i].Resize(Batch * Size(i));
            Gradients[i].Resize(Batch * Size(i));
            _passing[i].Resize(Batch * Size(i));
            Take(Run.OutputGradient(1 + i), Gradients[i].Span);
        }
        InputGradient.Resize(Batch * _features);
        _spoken.Span.Clear();
        for (int s = _count - 1; s >= 0; s--)
        {
            BackwardStep(s);
        }
        for (int i = 0; HasInitialState && i < States.Length; i++)
        {
            if (Run.Needs[1 + i])
            {
                Gradients[i].Span.CopyTo(Run.InputGradient(1 + i));
            }
        }
    }

    public Parameter Own(Parameter weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return _layer.Weights.Contains(weight)
            ? weight
            : Throw.Argument<Parameter>($"{_layer.Cell} asks for the weight '{weight.Name}', which is not its own. Keep what AddWeight returns.");
    }

    private int Size(int state) => _layer.Cell.Sizes[state];

    private int Time(int step) => _layer.Sequence.GoBackwards ? _count - 1 - step : step;

    private bool IsReal(int row, int step) => _mask is null || _mask.Bools[(row * _count) + Time(step)] != 0;

    private void Begin()
    {
        _mask = Run.StepMask();
        while (_steps.Count < _count)
        {
            _steps.Add(new CellStep(this, _steps.Count));
        }
        Inputs.Resize(_count, Batch, _features);
        for (int i = 0; i < States.Length; i++)
        {
            States[i].Resize(_count + 1, Batch, Size(i));
            Run.Outputs[1 + i].Resize(Batch, Size(i));
        }
        if (_layer.Sequence.ReturnSequences)
        {
            Run.Output.Resize(Batch, _count, Units);
            Run.Output.Mask = Run.Mask;
        }
        else
        {
            Run.Output.Resize(Batch, Units);
        }
        _spoken.Resize(Batch * Units);
    }

    private void SetInitialState()
    {
        float[][]? kept = KeepsState && !HasInitialState ? Run.KeptState(States[0].At(0).Length) : null;
        for (int i = 0; i < States.Length; i++)
        {
            Span<float> state = States[i].At(0);
            Take(HasInitialState ? Run.Inputs[1 + i].Floats : kept is not null ? kept[i] : default, state);
        }
        _spoken.Span.Clear();
        if (Run.Streams)
        {
            States[0].At(0).CopyTo(_spoken.Span);
        }
    }

    private void ReadInputs(int step)
    {
        Span<float> x = Inputs.At(step);
        for (int b = 0; b < Batch; b++)
        {
            Run.Input.Floats.Slice(((b * _count) + Time(step)) * _features, _features).CopyTo(x[(b * _features)..]);
        }
    }

    /// <summary>Rows that a mask passes over keep their state, and say again what they said before.</summary>
    private void FinishStep(int step)
    {
        for (int b = 0; b < Batch; b++)
        {
            bool real = IsReal(b, step);
            for (int i = 0; !real && i < States.Length; i++)
            {
                States[i].At(step).Slice(b * Size(i), Size(i)).CopyTo(States[i].At(step + 1)[(b * Size(i))..]);
            }
            Span<float> spoken = _spoken.Span.Slice(b * Units, Units);
            if (real)
            {
                States[0].At(step + 1).Slice(b * Units, Units).CopyTo(spoken);
            }
            if (Speaks(step))
            {
                Take(real || !_layer.Sequence.ZeroOutputForMask ? spoken : default, Run.Output.Floats.Slice(PlaceOf(b, step), Units));
            }
        }
    }

    /// <summary>Where a row's output of a step stands; nowhere unless it is the last or all are asked for.</summary>
    private ReadOnlySpan<float> OutputOf(ReadOnlySpan<float> outputs, int row, int step) => Speaks(step) && !outputs.IsEmpty ? outputs.Slice(PlaceOf(row, step), Units) : default;

    private bool Speaks(int step) => _layer.Sequence.ReturnSequences || step == _count - 1;

    private int PlaceOf(int row, int step) => (_layer.Sequence.ReturnSequences ? (row * _count) + step : row) * Units;

    private void BackwardStep(int step)
    {
        for (int i = 0; i < States.Length; i++)
        {
            Gradients[i].Span.CopyTo(NextGradients[i].Span);
            Gradients[i].Span.CopyTo(_passing[i].Span);
        }
        for (int b = 0; b < Batch; b++)
        {
            TakeOutputGradient(b, step);
        }
        _layer.Cell.StepBackward(_steps[step]);
        for (int b = 0; b < Batch; b++)
        {
            FinishGradients(b, step);
        }
    }

    /// <summary>An output's gradient goes to the state that was spoken: this step's, or where a mask passes over it, one before it. The cell has no part in masked rows.</summary>
    private void TakeOutputGradient(int row, int step)
    {
        Span<float> spoken = _spoken.Span.Slice(row * Units, Units);
        bool real = IsReal(row, step);
        if (real || !_layer.Sequence.ZeroOutputForMask)
        {
            Add(OutputOf(Run.OutputGradient(0), row, step), spoken);
        }
        if (real)
        {
            Spans.AddTo(NextGradients[0].Span.Slice(row * Units, Units), spoken);
            spoken.Clear();
        }
        for (int i = 0; !real && i < States.Length; i++)
        {
            NextGradients[i].Span.Slice(row * Size(i), Size(i)).Clear();
        }
    }

    private void FinishGradients(int row, int step)
    {
        Span<float> dx = InputGradient.Span.Slice(row * _features, _features);
        if (!IsReal(row, step))
        {
            dx.Clear();
            for (int i = 0; i < States.Length; i++)
            {
                _passing[i].Span.Slice(row * Size(i), Size(i)).CopyTo(Gradients[i].Span[(row * Size(i))..]);
            }
        }
        if (Run.Needs[0])
        {
            dx.CopyTo(Run.InputGradient(0)[(((row * _count) + Time(step)) * _features)..]);
        }
    }

    private static void Take(ReadOnlySpan<float> given, Span<float> target)
    {
        target.Clear();
        given.CopyTo(target);
    }

    private static void Add(ReadOnlySpan<float> gradient, Span<float> target)
    {
        if (!gradient.IsEmpty)
        {
            Spans.AddTo(target, gradient);
        }
    }
}
