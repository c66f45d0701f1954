using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// One use of a <see cref="ConvLstm"/> in one workspace: step by step a convolution of the input, one of h, and the cells.
/// Rows are places of the batch's samples, [batch, ...]; a worker owns rows.
/// </summary>
internal sealed partial class ConvLstmRun
{
    private readonly ConvLstm _layer;
    private readonly WindowMap _inputMap = new();
    private readonly WindowMap _stateMap = new();
    private readonly WindowProduct _inputProduct = new();
    private readonly WindowProduct _stateProduct = new();

    // Of each step that is kept for the backward pass: x, [batch, ..., channels], as the convolution sees it, what stands before the gates' activations, and the gates, [row, 4 filters].
    private readonly List<TensorValue> _x = [];
    private readonly List<TensorValue> _sums = [];
    private readonly List<TensorValue> _gates = [];

    // Before each step and after the last, [row, filters]: h, h as the convolution sees it, c; and activation(c) after each step.
    private readonly List<TensorValue> _h = [];
    private readonly List<TensorValue> _seen = [];
    private readonly List<TensorValue> _c = [];
    private readonly List<TensorValue> _active = [];

    /// <summary>The part of the sums that comes from h.</summary>
    private readonly TensorValue _stateSums = new(ElementType.Float32);
    private readonly FloatBuffer _inputFactors = new();
    private readonly FloatBuffer _stateFactors = new();
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private readonly Action<int, int> _join;
    private LayerRun _run = null!;
    private TensorValue? _mask;
    private int[] _begin = [];
    private int _batch;
    private int _steps;
    private int _places;
    private int _step;
    private bool _dropsInputs;
    private bool _dropsState;

    public ConvLstmRun(ConvLstm layer)
    {
        _layer = layer;
        (_forward, _backward, _join) = (ForwardRows, BackwardRows, JoinRows);
    }

    private int Filters => _layer.Filters;

    private int Rows => _batch * _places;

    private bool HasInitialState => _run.Inputs.Length > 1;

    public void Forward(LayerRun run)
    {
        _run = run;
        LayOut();
        ReadMask();
        DrawDropout();
        SetInitialState();
        for (_step = 0; _step < _steps; _step++)
        {
            TensorValue x = OfStep(_x, _step), sums = OfStep(_sums, _step);
            Take(x);
            _inputProduct.Forward(run, x, sums, _layer.Kernel, _layer.Bias, _inputMap, 4 * Filters, run.Input.Width);
            _stateProduct.Forward(run, SeenBefore(_step), _stateSums, _layer.Recurrent, bias: null, _stateMap, 4 * Filters, Filters);
            run.Team.Run(_forward, sums.Count);
        }
        Finish();
    }

    /// <summary>Reads the sizes, and makes room.</summary>
    private void LayOut()
    {
        ReadOnlySpan<int> x = _run.Input.Dimensions;
        (_batch, _steps) = (x[0], x[1]);
        _inputMap.Begin(x[1..], _layer.Window.Down, _layer.Window.Across);
        if (_inputMap.Windows == 0)
        {
            Throw.Shape($"{_layer} has a window that is longer than its input {Shape.Text(x)}. Use a smaller window, WindowPadding.Same, or longer inputs.");
        }
        _places = _inputMap.Windows;
        ReadOnlySpan<int> state = _layer.IsPlane ? [_batch, _inputMap.Down, _inputMap.Across, Filters] : [_batch, _inputMap.Across, Filters];
        _stateMap.Begin(state, _layer.StateWindow.Down, _layer.StateWindow.Across);
        _dropsInputs = _run.Training && _layer.Dropout > 0;
        _dropsState = _run.Training && _layer.RecurrentDropout > 0;
        int kept = _run.Keep ? _steps : 1;
        Provide(_x, kept, _batch, _inputMap.InputRows * _run.Input.Width);
        Provide(_sums, kept, Rows, 4 * Filters);
        Provide(_gates, kept, Rows, 4 * Filters);
        Provide(_active, kept, Rows, Filters);
        Provide(_h, kept + 1, Rows, Filters);
        Provide(_c, kept + 1, Rows, Filters);
        Provide(_seen, _dropsState ? kept + 1 : 0, Rows, Filters);
        _stateSums.Resize(Rows, 4 * Filters);
        SizeOutputs(state);
    }

    private static void Provide(List<TensorValue> values, int count, int rows, int width)
    {
        while (values.Count < count)
        {
            values.Add(new TensorValue(ElementType.Float32));
        }
        for (int i = 0; i < count; i++)
        {
            values[i].Resize(rows, width);
            if (i > 0)
            {
                // One step's gradients are used up before the next are made.
                values[i].ShareGradient(values[0]);
            }
        }
    }

    private void SizeOutputs(ReadOnlySpan<int> state)
    {
        _run.Outputs[1].Resize(state);
        _run.Outputs[2].Resize(state);
        _run.Output.Mask = _layer.ReturnSequences ? _run.Mask : null;
        if (!_layer.ReturnSequences)
        {
            _run.Output.Resize(state);
            return;
        }
        Span<int> sequence = stackalloc int[state.Length + 1];
        (sequence[0], sequence[1]) = (_batch, _steps);
        state[1..].CopyTo(sequence[2..]);
        _run.Output.Resize(sequence);
    }

    /// <summary>What belongs to a step; there is but one where nothing is kept.</summary>
    private TensorValue OfStep(List<TensorValue> values, int step) => values[_run.Keep ? step : 0];

    /// <summary>A state before a step; there are two in turn where nothing is kept.</summary>
    private TensorValue Before(List<TensorValue> states, int step) => states[_run.Keep ? step : step & 1];

    private TensorValue SeenBefore(int step) => Before(_dropsState ? _seen : _h, step);

    private Span<float> Row(TensorValue values, int row) => values.Floats.Slice(row * Filters, Filters);

    private void ReadMask()
    {
        _mask = _run.StepMask();
        if (_begin.Length != _batch)
        {
            _begin = new int[_batch];
        }
        for (int b = 0; b < _batch; b++)
        {
            _begin[b] = 0;
            while (_begin[b] < _steps && IsMasked(b, _begin[b]))
            {
                _begin[b]++;
            }
        }
    }

    private int ReadStep(int step) => _layer.GoBackwards ? _steps - 1 - step : step;

    private bool IsMasked(int sample, int step) => _mask is not null && _mask.Bools[(sample * _steps) + ReadStep(step)] == 0;

    /// <summary>Whether a step's output is h. As Keras's, it is 0 before the first real step, and where zeros are asked for at any masked one.</summary>
    private bool Speaks(int sample, int step) => _layer.ZeroOutputForMask ? !IsMasked(sample, step) : step >= _begin[sample];

    /// <summary>One mask for all steps, of the input and of h.</summary>
    private void DrawDropout()
    {
        if (_dropsInputs)
        {
            _inputFactors.Resize(_x[0].Count);
            DropoutFactors.Fill(_inputFactors.Span, _layer.Dropout, _run.Random(0), _run.Step);
        }
        if (_dropsState)
        {
            _stateFactors.Resize(_h[0].Count);
            DropoutFactors.Fill(_stateFactors.Span, _layer.RecurrentDropout, _run.Random(1), _run.Step);
        }
    }

    private void SetInitialState()
    {
        float[][]? kept = _layer.Stateful && !HasInitialState ? _run.KeptState(_h[0].Count) : null;
        Set(_h[0].Floats, HasInitialState ? _run.Inputs[1].Floats : kept?[0]);
        Set(_c[0].Floats, HasInitialState ? _run.Inputs[2].Floats : kept?[1]);
        if (_dropsState)
        {
            Drop(0, 0, _h[0].Count);
        }
    }

    private static void Set(Span<float> state, ReadOnlySpan<float> given)
    {
        state.Clear();
        given.CopyTo(state);
    }

    private void Drop(int step, int from, int to)
    {
        Span<float> seen = Before(_seen, step).Floats[from..to];
        Before(_h, step).Floats[from..to].CopyTo(seen);
        Spans.MultiplyBy(seen, _stateFactors.Span[from..to]);
    }

    /// <summary>Takes the step's part out of the input.</summary>
    private void Take(TensorValue x)
    {
        int size = x.Width;
        for (int b = 0; b < _batch; b++)
        {
            OfInput(_run.Input.Floats, b, size).CopyTo(x.Floats[(b * size)..]);
        }
        if (_dropsInputs)
        {
            Spans.MultiplyBy(x.Floats, _inputFactors.Span);
        }
    }

    private Span<float> OfInput(Span<float> values, int sample, int size) => values.Slice(((sample * _steps) + ReadStep(_step)) * size, size);

    private void ForwardRows(int worker, int workers)
    {
        (int from, int to) = Team.Share(Rows, 1, worker, workers);
        for (int row = from; row < to; row++)
        {
            Span<float> h = Row(Before(_h, _step + 1), row), c = Row(Before(_c, _step + 1), row);
            if (IsMasked(row / _places, _step))
            {
                Row(Before(_h, _step), row).CopyTo(h);
                Row(Before(_c, _step), row).CopyTo(c);
            }
            else
            {
                ForwardCell(row, h, c);
            }
            if (_layer.ReturnSequences)
            {
                Speak(row, h, OutputRow(row));
            }
        }
        if (_dropsState)
        {
            Drop(_step + 1, from * Filters, to * Filters);
        }
    }

    private void ForwardCell(int row, Span<float> h, Span<float> c)
    {
        int n = Filters;
        Span<float> sums = OfStep(_sums, _step).Floats.Slice(row * 4 * n, 4 * n), gates = OfStep(_gates, _step).Floats.Slice(row * 4 * n, 4 * n);
        Spans.AddTo(sums, _stateSums.Floats.Slice(row * 4 * n, 4 * n));
        _layer.RecurrentActivation.Forward(sums[..(2 * n)], gates[..(2 * n)], n);
        _layer.Activation.Forward(sums.Slice(2 * n, n), gates.Slice(2 * n, n), n);
        _layer.RecurrentActivation.Forward(sums[(3 * n)..], gates[(3 * n)..], n);
        ReadOnlySpan<float> before = Row(Before(_c, _step), row);
        for (int u = 0; u < n; u++)
        {
            c[u] = (gates[n + u] * before[u]) + (gates[u] * gates[(2 * n) + u]);
        }
        Spans.FlushSubnormals(c);
        Span<float> active = Row(OfStep(_active, _step), row);
        _layer.Activation.Forward(c, active, n);
        for (int u = 0; u < n; u++)
        {
            h[u] = gates[(3 * n) + u] * active[u];
        }
        Spans.FlushSubnormals(h);
    }

    /// <summary>A row's place in an output of all steps, which stand in the order in which they were computed.</summary>
    private int OutputRow(int row) => ((((row / _places) * _steps) + _step) * _places) + (row % _places);

    private void Speak(int row, ReadOnlySpan<float> h, int outputRow)
    {
        Span<float> output = Row(_run.Output, outputRow);
        if (Speaks(row / _places, _step))
        {
            h.CopyTo(output);
        }
        else
        {
            output.Clear();
        }
    }

    private void Finish()
    {
        TensorValue h = Before(_h, _steps), c = Before(_c, _steps);
        h.Floats.CopyTo(_run.Outputs[1].Floats);
        c.Floats.CopyTo(_run.Outputs[2].Floats);
        _step = _steps - 1;
        for (int row = 0; !_layer.ReturnSequences && row < Rows; row++)
        {
            Speak(row, Row(h, row), row);
        }
        if (_layer.Stateful)
        {
            _run.KeepState();
        }
    }
}
