using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// One use of a <see cref="ConvLstm"/> in one workspace. The input's convolution is one product over all steps; then each step convolves h and runs the cells.
/// Rows are places of the batch's samples, [batch, ...]; a worker owns rows.
/// </summary>
internal sealed class ConvLstmRun
{
    private readonly ConvLstm _layer;
    private readonly WindowMap _inputMap = new();
    private readonly WindowMap _stateMap = new();
    private readonly WindowProduct _inputProduct = new();
    private readonly WindowProduct _stateProduct = new();

    /// <summary>The input with dropout.</summary>
    private readonly TensorValue _dropped = new(ElementType.Float32);

    /// <summary>What stands before the gates' activations, [batch, time, ..., 4 filters].</summary>
    private readonly TensorValue _sums = new(ElementType.Float32);

    /// <summary>The part of a step's sums that comes from h, [row, 4 filters].</summary>
    private readonly TensorValue _stateSums = new(ElementType.Float32);

    /// <summary>The gates, laid out like the sums.</summary>
    private readonly FloatBuffer _gates = new();

    /// <summary>h before each step and after the last, [row, filters] each; and as the convolution sees it, with dropout.</summary>
    private readonly List<TensorValue> _h = [];
    private readonly List<TensorValue> _seen = [];

    /// <summary>c, likewise, and activation(c) after each step.</summary>
    private readonly FloatBuffer _c = new();
    private readonly FloatBuffer _active = new();
    private readonly FloatBuffer _dh = new();
    private readonly FloatBuffer _dc = new();
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

    private int StateSize => Rows * Filters;

    private bool HasInitialState => _run.Inputs.Length > 1;

    public void Forward(LayerRun run)
    {
        _run = run;
        LayOut();
        DrawDropout();
        SetInitialState();
        TensorValue x = _dropsInputs ? _dropped : run.Input;
        _inputProduct.Forward(run, x, _sums, _layer.Kernel, _layer.Bias, _inputMap, 4 * Filters, run.Input.Width);
        for (_step = 0; _step < _steps; _step++)
        {
            _stateProduct.Forward(run, SeenBefore(_step), _stateSums, _layer.Recurrent, bias: null, _stateMap, 4 * Filters, Filters);
            run.Team.Run(_forward, _stateSums.Count);
        }
        Finish();
    }

    /// <summary>Reads the sizes and the mask, and makes room.</summary>
    private void LayOut()
    {
        ReadOnlySpan<int> x = _run.Input.Dimensions;
        (_batch, _steps) = (x[0], x[1]);
        _inputMap.Begin(x[1..], _layer.Down, _layer.Window.Across);
        if (_inputMap.Windows == 0)
        {
            Throw.Shape($"{_layer} has a window that is longer than its input {Shape.Text(x)}. Use a smaller window, WindowPadding.Same, or longer inputs.");
        }
        _places = _inputMap.Windows;
        ReadOnlySpan<int> state = _layer.IsPlane ? [_batch, _inputMap.Down, _inputMap.Across, Filters] : [_batch, _inputMap.Across, Filters];
        (WindowAxis down, WindowAxis across) = _layer.StateAxes;
        _stateMap.Begin(state, down, across);
        _sums.Resize(checked(Rows * _steps), 4 * Filters);
        _stateSums.Resize(Rows, 4 * Filters);
        _gates.Resize(_sums.Count);
        _c.Resize((long)StateSize * (_steps + 1));
        _active.Resize((long)StateSize * _steps);
        _dropsInputs = _run.Training && _layer.Dropout > 0;
        _dropsState = _run.Training && _layer.RecurrentDropout > 0;
        Provide(_h);
        if (_dropsState)
        {
            Provide(_seen);
        }
        SizeOutputs(state);
        ReadMask();
        _run.Output.Mask = _layer.ReturnSequences ? _run.Mask : null;
    }

    private void SizeOutputs(ReadOnlySpan<int> state)
    {
        _run.Outputs[1].Resize(state);
        _run.Outputs[2].Resize(state);
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

    private void Provide(List<TensorValue> states)
    {
        while (states.Count <= _steps)
        {
            states.Add(new TensorValue(ElementType.Float32));
        }
        for (int s = 0; s <= _steps; s++)
        {
            states[s].Resize(Rows, Filters);
        }
    }

    /// <summary>As in Keras 3, a layer that is given its initial state reads a mask only where one is given too.</summary>
    private void ReadMask()
    {
        _mask = HasInitialState ? _run.ExplicitMask : _run.Mask;
        if (_mask is not null && (_mask.Dimensions.Length != 2 || _mask.Dimensions[0] != _batch || _mask.Dimensions[1] != _steps))
        {
            Throw.Shape($"{_layer} expects a mask of shape [{_batch}, {_steps}], but got {Shape.Text(_mask.Dimensions)}. A mask has one value a step.");
        }
        Array.Resize(ref _begin, _batch);
        for (int b = 0; b < _batch; b++)
        {
            _begin[b] = 0;
            while (_begin[b] < _steps && IsMasked(b, _begin[b]))
            {
                _begin[b]++;
            }
        }
    }

    private bool IsMasked(int sample, int step) => _mask is not null && _mask.Bools[(sample * _steps) + ReadStep(step)] == 0;

    /// <summary>Whether a step's output is h. As Keras's, it is 0 before the first real step, and where zeros are asked for at any masked one.</summary>
    private bool Speaks(int sample, int step) => _layer.ZeroOutputForMask ? !IsMasked(sample, step) : step >= _begin[sample];

    private int ReadStep(int step) => _layer.GoBackwards ? _steps - 1 - step : step;

    private TensorValue SeenBefore(int step) => _dropsState ? _seen[step] : _h[step];

    /// <summary>One mask for all steps, of the input and of h.</summary>
    private void DrawDropout()
    {
        if (_dropsInputs)
        {
            int size = _run.Input.Count / _batch / _steps;
            _inputFactors.Resize((long)_batch * size);
            DropoutFactors.Fill(_inputFactors.Span, _layer.Dropout, _run.Random(0), _run.Step);
            _dropped.Resize(_run.Input.Dimensions);
            _run.Input.Floats.CopyTo(_dropped.Floats);
            MultiplyByInputFactors(_dropped.Floats);
        }
        if (_dropsState)
        {
            _stateFactors.Resize(StateSize);
            DropoutFactors.Fill(_stateFactors.Span, _layer.RecurrentDropout, _run.Random(1), _run.Step);
        }
    }

    private void MultiplyByInputFactors(Span<float> x)
    {
        int size = _inputFactors.Length / _batch;
        for (int i = 0; i < _batch * _steps; i++)
        {
            Spans.MultiplyBy(x.Slice(i * size, size), _inputFactors.Span.Slice(i / _steps * size, size));
        }
    }

    private void SetInitialState()
    {
        float[][]? kept = null;
        if (_layer.Stateful && !HasInitialState && _run.States.TryGetValue(_run.Call, out float[][]? state) && state[0].Length == StateSize)
        {
            kept = state;
        }
        Set(_h[0].Floats, HasInitialState ? _run.Inputs[1].Floats : kept?[0]);
        Set(_c.Span[..StateSize], HasInitialState ? _run.Inputs[2].Floats : kept?[1]);
        if (_dropsState)
        {
            Drop(0, 0, StateSize);
        }
    }

    private static void Set(Span<float> state, ReadOnlySpan<float> given)
    {
        state.Clear();
        given.CopyTo(state);
    }

    private void Drop(int step, int from, int to)
    {
        Span<float> seen = _seen[step].Floats[from..to];
        _h[step].Floats[from..to].CopyTo(seen);
        Spans.MultiplyBy(seen, _stateFactors.Span[from..to]);
    }

    private (int From, int To) Share(int worker, int workers) => Team.Share(Rows, 1, worker, workers);

    /// <summary>A row's place in what is laid out like the sums.</summary>
    private int SumsRow(int row) => ((((row / _places) * _steps) + ReadStep(_step)) * _places) + (row % _places);

    private void ForwardRows(int worker, int workers)
    {
        int n = Filters;
        (int from, int to) = Share(worker, workers);
        for (int row = from; row < to; row++)
        {
            Span<float> h = _h[_step + 1].Floats.Slice(row * n, n);
            Span<float> c = State(_c, _step + 1, row);
            if (IsMasked(row / _places, _step))
            {
                _h[_step].Floats.Slice(row * n, n).CopyTo(h);
                State(_c, _step, row).CopyTo(c);
            }
            else
            {
                ForwardCell(row, h, c);
            }
            if (_layer.ReturnSequences)
            {
                Speak(row, h, _run.Output.Floats.Slice(OutputRow(row) * n, n));
            }
        }
        if (_dropsState)
        {
            Drop(_step + 1, from * n, to * n);
        }
    }

    private void ForwardCell(int row, Span<float> h, Span<float> c)
    {
        int n = Filters, at = SumsRow(row) * 4 * n;
        Span<float> sums = _sums.Floats.Slice(at, 4 * n), gates = _gates.Span.Slice(at, 4 * n);
        Spans.AddTo(sums, _stateSums.Floats.Slice(row * 4 * n, 4 * n));
        _layer.RecurrentActivation.Forward(sums[..(2 * n)], gates[..(2 * n)], n);
        _layer.Activation.Forward(sums.Slice(2 * n, n), gates.Slice(2 * n, n), n);
        _layer.RecurrentActivation.Forward(sums[(3 * n)..], gates[(3 * n)..], n);
        ReadOnlySpan<float> before = State(_c, _step, row);
        for (int u = 0; u < n; u++)
        {
            c[u] = (gates[n + u] * before[u]) + (gates[u] * gates[(2 * n) + u]);
        }
        Spans.FlushSubnormals(c);
        Span<float> active = State(_active, _step, row);
        _layer.Activation.Forward(c, active, n);
        for (int u = 0; u < n; u++)
        {
            h[u] = gates[(3 * n) + u] * active[u];
        }
        Spans.FlushSubnormals(h);
    }

    private Span<float> State(FloatBuffer states, int step, int row) => states.Span.Slice((step * StateSize) + (row * Filters), Filters);

    /// <summary>A row's place in an output of all steps, which stand in the order in which they were computed.</summary>
    private int OutputRow(int row) => ((((row / _places) * _steps) + _step) * _places) + (row % _places);

    private void Speak(int row, ReadOnlySpan<float> h, Span<float> output)
    {
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
        _h[_steps].Floats.CopyTo(_run.Outputs[1].Floats);
        _c.Span.Slice(_steps * StateSize, StateSize).CopyTo(_run.Outputs[2].Floats);
        if (!_layer.ReturnSequences)
        {
            _step = _steps - 1;
            for (int row = 0; row < Rows; row++)
            {
                Speak(row, _h[_steps].Floats.Slice(row * Filters, Filters), _run.Output.Floats.Slice(row * Filters, Filters));
            }
        }
        if (_layer.Stateful)
        {
            _run.States[_run.Call] = [_run.Outputs[1].Floats.ToArray(), _run.Outputs[2].Floats.ToArray()];
        }
    }

    public void Backward()
    {
        _dh.Resize(StateSize);
        _dc.Resize(StateSize);
        Set(_dh.Span, _run.OutputGradient(1));
        Set(_dc.Span, _run.OutputGradient(2));

        // Make room, before several threads look at it.
        _ = _sums.Gradient;
        _ = _stateSums.Gradient;
        for (_step = _steps - 1; _step >= 0; _step--)
        {
            _run.Team.Run(_backward, _stateSums.Count);
            _stateProduct.Recall(SeenBefore(_step), _stateSums);
            _stateProduct.Backward(WindowProduct.Destination.Written, input: -1);
            _run.Team.Run(_join, _dh.Length);
        }
        BackwardInput();
        for (int i = 1; i < _run.Inputs.Length; i++)
        {
            if (_run.Needs[i])
            {
                (i == 1 ? _dh : _dc).Span.CopyTo(_run.InputGradient(i));
            }
        }
    }

    private void BackwardInput()
    {
        if (!_dropsInputs)
        {
            _inputProduct.Backward(_run.Needs[0] ? WindowProduct.Destination.Written : WindowProduct.Destination.Nowhere, input: 0);
            return;
        }
        _inputProduct.Backward(_run.Needs[0] ? WindowProduct.Destination.Written : WindowProduct.Destination.Nowhere, input: -1);
        if (_run.Needs[0])
        {
            Span<float> dx = _run.InputGradient(0);
            _dropped.Gradient.CopyTo(dx);
            MultiplyByInputFactors(dx);
        }
    }

    private void BackwardRows(int worker, int workers)
    {
        int n = Filters;
        (int from, int to) = Share(worker, workers);
        ReadOnlySpan<float> dy = _run.OutputGradient(0);
        for (int row = from; row < to; row++)
        {
            Span<float> dh = _dh.Span.Slice(row * n, n), d = _stateSums.Gradient.Slice(row * 4 * n, 4 * n);
            bool given = !dy.IsEmpty && (_layer.ReturnSequences || _step == _steps - 1);
            if (given && Speaks(row / _places, _step))
            {
                Spans.AddTo(dh, dy.Slice((_layer.ReturnSequences ? OutputRow(row) : row) * n, n));
            }
            if (IsMasked(row / _places, _step))
            {
                d.Clear();
            }
            else
            {
                BackwardCell(row, dh, d);
            }
            d.CopyTo(_sums.Gradient[(SumsRow(row) * 4 * n)..]);
        }
    }

    /// <summary>From dh and dc after the step, the sums' gradients and dc before it; of dh nothing remains but what the convolution brings back.</summary>
    private void BackwardCell(int row, Span<float> dh, Span<float> d)
    {
        int n = Filters, at = SumsRow(row) * 4 * n;
        ReadOnlySpan<float> sums = _sums.Floats.Slice(at, 4 * n), gates = _gates.Span.Slice(at, 4 * n);
        ReadOnlySpan<float> active = State(_active, _step, row), before = State(_c, _step, row);
        Span<float> dc = _dc.Span.Slice(row * n, n), dState = d.Slice(2 * n, n);
        for (int u = 0; u < n; u++)
        {
            d[(3 * n) + u] = dh[u] * active[u];
            dState[u] = dh[u] * gates[(3 * n) + u];
        }
        _layer.Activation.Backward(State(_c, _step + 1, row), active, dState, dState, n);
        for (int u = 0; u < n; u++)
        {
            float state = dState[u] + dc[u];
            d[u] = state * gates[(2 * n) + u];
            d[n + u] = state * before[u];
            dState[u] = state * gates[u];
            dc[u] = state * gates[n + u];
        }
        _layer.RecurrentActivation.Backward(sums[..(2 * n)], gates[..(2 * n)], d[..(2 * n)], d[..(2 * n)], n);
        _layer.Activation.Backward(sums.Slice(2 * n, n), gates.Slice(2 * n, n), dState, dState, n);
        _layer.RecurrentActivation.Backward(sums[(3 * n)..], gates[(3 * n)..], d[(3 * n)..], d[(3 * n)..], n);
        Spans.FlushSubnormals(d);
        Spans.FlushSubnormals(dc);
        dh.Clear();
    }

    /// <summary>dh before the step: what its convolution brings back, and what masked rows let through.</summary>
    private void JoinRows(int worker, int workers)
    {
        (int from, int to) = Team.Share(StateSize, 16, worker, workers);
        Span<float> back = SeenBefore(_step).Gradient[from..to], dh = _dh.Span[from..to];
        if (_dropsState)
        {
            Spans.MultiplyBy(back, _stateFactors.Span[from..to]);
        }
        Spans.AddFlushed(dh, back);
    }
}
