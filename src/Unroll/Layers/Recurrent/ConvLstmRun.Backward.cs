using Unroll.Kernels;

namespace Unroll;

internal sealed partial class ConvLstmRun
{
    /// <summary>dLoss/dh and dLoss/dc of the step at hand, [row, filters].</summary>
    private readonly FloatBuffer _dh = new();
    private readonly FloatBuffer _dc = new();

    public void Backward()
    {
        _dh.Resize(_h[0].Count);
        _dc.Resize(_h[0].Count);
        Set(_dh.Span, _run.OutputGradient(1));
        Set(_dc.Span, _run.OutputGradient(2));
        for (_step = _steps - 1; _step >= 0; _step--)
        {
            TensorValue x = _x[_step], sums = _sums[_step], seen = SeenBefore(_step);

            // Makes room, before several threads look at it.
            _ = sums.Gradient;
            _run.Team.Run(_backward, sums.Count);
            _stateProduct.Recall(seen, sums);
            _stateProduct.Backward(WindowProduct.Destination.Written, input: -1);
            _run.Team.Run(_join, _dh.Length);
            _inputProduct.Recall(x, sums);
            _inputProduct.Backward(_run.Needs[0] ? WindowProduct.Destination.Written : WindowProduct.Destination.Nowhere, input: -1);
            if (_run.Needs[0])
            {
                Give(x);
            }
        }
        for (int i = 1; i < _run.Inputs.Length; i++)
        {
            if (_run.Needs[i])
            {
                (i == 1 ? _dh : _dc).Span.CopyTo(_run.InputGradient(i));
            }
        }
    }

    /// <summary>Brings the step's part of the input's gradient to its place.</summary>
    private void Give(TensorValue x)
    {
        if (_dropsInputs)
        {
            Spans.MultiplyBy(x.Gradient, _inputFactors.Span);
        }
        int size = x.Width;
        for (int b = 0; b < _batch; b++)
        {
            x.Gradient.Slice(b * size, size).CopyTo(OfInput(_run.InputGradient(0), b, size));
        }
    }

    private void BackwardRows(int worker, int workers)
    {
        int n = Filters;
        (int from, int to) = Team.Share(Rows, 1, worker, workers);
        ReadOnlySpan<float> dy = _run.OutputGradient(0);
        bool given = !dy.IsEmpty && (_layer.ReturnSequences || _step == _steps - 1);
        for (int row = from; row < to; row++)
        {
            Span<float> dh = _dh.Span.Slice(row * n, n), d = _sums[_step].Gradient.Slice(row * 4 * n, 4 * n);
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
        }
    }

    /// <summary>From dh and dc after the step, the sums' gradients and dc before it; of dh nothing remains but what the convolution brings back.</summary>
    private void BackwardCell(int row, Span<float> dh, Span<float> d)
    {
        int n = Filters;
        ReadOnlySpan<float> sums = _sums[_step].Floats.Slice(row * 4 * n, 4 * n), gates = _gates[_step].Floats.Slice(row * 4 * n, 4 * n);
        ReadOnlySpan<float> active = Row(_active[_step], row), before = Row(_c[_step], row);
        Span<float> dc = _dc.Span.Slice(row * n, n), dState = d.Slice(2 * n, n);
        for (int u = 0; u < n; u++)
        {
            d[(3 * n) + u] = dh[u] * active[u];
            dState[u] = dh[u] * gates[(3 * n) + u];
        }
        _layer.Activation.Backward(Row(_c[_step + 1], row), active, dState, dState, n);
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
        (int from, int to) = Team.Share(_dh.Length, 16, worker, workers);
        Span<float> back = SeenBefore(_step).Gradient[from..to];
        if (_dropsState)
        {
            Spans.MultiplyBy(back, _stateFactors.Span[from..to]);
        }
        Spans.AddFlushed(_dh.Span[from..to], back);
    }
}
