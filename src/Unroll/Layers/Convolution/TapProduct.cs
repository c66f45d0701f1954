using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// sums = Σ window row x kernel row + bias, channel by channel: each channel of the input makes <c>multiplier</c> channels by itself.
/// The kernel is [taps, channels, multiplier]. Workers own samples of the sums and of the input's gradient, and taps of the kernel's.
/// </summary>
internal sealed class TapProduct
{
    private const int ColumnGrain = 16;

    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _inputGradient;
    private readonly Action<int, int> _kernelGradient;
    private FloatBuffer[] _wide = [];
    private LayerRun _run = null!;
    private TensorValue _sums = null!;
    private Parameter _kernel = null!;
    private Parameter? _bias;
    private WindowMap _map = null!;
    private int _channels;
    private int _multiplier;

    public TapProduct() => (_forward, _inputGradient, _kernelGradient) = (ForwardShare, InputGradientShare, KernelGradientShare);

    /// <summary>Whether the bias's gradient is known to be 0, and need not be computed.</summary>
    public bool IgnoresBias { get; set; }

    /// <summary>Channels of the sums.</summary>
    private int Width => _channels * _multiplier;

    public void Forward(LayerRun run, TensorValue sums, Parameter kernel, Parameter? bias, WindowMap map, int multiplier)
    {
        (_run, _sums, _kernel, _bias, _map, _multiplier) = (run, sums, kernel, bias, map, multiplier);
        _channels = run.Input.Width;
        while (_wide.Length < run.Team.Size)
        {
            _wide = [.. _wide, new FloatBuffer()];
        }
        run.Team.Run(_forward);
    }

    /// <summary>From the sums' gradient, adds to the weights' gradients and writes the input's if it is needed.</summary>
    public void Backward()
    {
        if (_run.Needs[0])
        {
            _run.Team.Run(_inputGradient);
        }
        _run.Team.Run(_kernelGradient);
    }

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
        for (int b = from; b < to; b++)
        {
            ReadOnlySpan<float> x = Widen(b * _map.InputRows, _map.InputRows, _wide[worker]);
            for (int w = 0; w < _map.Windows; w++)
            {
                Span<float> sums = _sums.Floats.Slice(((b * _map.Windows) + w) * Width, Width);
                if (_bias is null)
                {
                    sums.Clear();
                }
                else
                {
                    _bias.Values.CopyTo(sums);
                }
                ReadOnlySpan<int> sources = _map.Of(w);
                for (int tap = 0; tap < sources.Length; tap++)
                {
                    if (sources[tap] >= 0)
                    {
                        Elementwise.Apply(default(MultiplyAddOp), x.Slice(sources[tap] * Width, Width), Tap(tap), sums, sums);
                    }
                }
            }
        }
    }

    private void InputGradientShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
        FloatBuffer buffer = _wide[worker];
        int size = _map.InputRows * _channels;
        for (int b = from; b < to; b++)
        {
            Span<float> dx = _run.InputGradient(0).Slice(b * size, size), wide = dx;
            if (_multiplier > 1)
            {
                buffer.Resize(_map.InputRows * Width);
                wide = buffer.Span;
            }
            wide.Clear();
            for (int w = 0; w < _map.Windows; w++)
            {
                ReadOnlySpan<float> dy = _sums.Gradient.Slice(((b * _map.Windows) + w) * Width, Width);
                ReadOnlySpan<int> sources = _map.Of(w);
                for (int tap = 0; tap < sources.Length; tap++)
                {
                    if (sources[tap] >= 0)
                    {
                        Span<float> row = wide.Slice(sources[tap] * Width, Width);
                        Elementwise.Apply(default(MultiplyAddOp), dy, Tap(tap), row, row);
                    }
                }
            }
            for (int i = 0; _multiplier > 1 && i < dx.Length; i++)
            {
                float sum = 0;
                foreach (float part in wide.Slice(i * _multiplier, _multiplier))
                {
                    sum += part;
                }
                dx[i] = sum;
            }
        }
    }

    private void KernelGradientShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_map.Taps, 1, worker, workers);
        int rows = _run.Input.Batch * _map.Windows;
        Span<float> gradient = _run.Gradient(_kernel);
        for (int r = 0; from < to && r < rows; r++)
        {
            ReadOnlySpan<float> dy = _sums.Gradient.Slice(r * Width, Width);
            ReadOnlySpan<int> sources = _map.Of(r % _map.Windows);
            for (int tap = from; tap < to; tap++)
            {
                if (sources[tap] >= 0)
                {
                    ReadOnlySpan<float> x = Widen((r / _map.Windows * _map.InputRows) + sources[tap], 1, _wide[worker]);
                    Span<float> sum = gradient.Slice(tap * Width, Width);
                    Elementwise.Apply(default(MultiplyAddOp), x, dy, sum, sum);
                }
            }
        }
        (from, to) = Team.Share(Width, ColumnGrain, worker, workers);
        if (_bias is not null && !IgnoresBias && from < to)
        {
            Span<float> sums = _run.Gradient(_bias)[from..to];
            ReadOnlySpan<float> dy = _sums.Gradient[from..];
            ColumnReduction.Add<ColumnSum>(dy, rows, Width, sums, sums);
        }
    }

    private ReadOnlySpan<float> Tap(int tap) => _kernel.Values.Slice(tap * Width, Width);

    /// <summary>Rows of the input with each channel as often as it makes channels.</summary>
    private ReadOnlySpan<float> Widen(int row, int count, FloatBuffer buffer)
    {
        ReadOnlySpan<float> x = _run.Input.Floats.Slice(row * _channels, count * _channels);
        if (_multiplier == 1)
        {
            return x;
        }
        buffer.Resize(x.Length * _multiplier);
        for (int i = 0; i < x.Length; i++)
        {
            buffer.Span.Slice(i * _multiplier, _multiplier).Fill(x[i]);
        }
        return buffer.Span;
    }
}
