using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// sums = Σ window row x kernel row + bias, channel by channel: each channel of the input makes <c>multiplier</c> channels by itself.
/// The kernel is [taps, channels, multiplier]. Workers own samples of the sums and of the input's gradient, and taps and channels of the kernel's.
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
    private TapList _ofWindows = null!;
    private TapList _ofInputs = null!;
    private int _channels;
    private int _multiplier;

    public TapProduct() => (_forward, _inputGradient, _kernelGradient) = (ForwardShare, InputGradientShare, KernelGradientShare);

    /// <summary>Whether the bias's gradient is known to be 0, and need not be computed.</summary>
    public bool IgnoresBias { get; set; }

    /// <summary>Channels of the sums.</summary>
    private int Width => _channels * _multiplier;

    /// <summary>Numbers in a sample of the sums.</summary>
    private int SumsSize => _map.Windows * Width;

    public void Forward(LayerRun run, TensorValue sums, Parameter kernel, Parameter? bias, WindowMap map, int multiplier)
    {
        (_run, _sums, _kernel, _bias, _map, _multiplier) = (run, sums, kernel, bias, map, multiplier);
        (_channels, _ofWindows) = (run.Input.Width, map.OfWindows);
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
            _ofInputs = _map.OfInputs;
            _run.Team.Run(_inputGradient);
        }
        _run.Team.Run(_kernelGradient);
    }

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
        for (int b = from; b < to; b++)
        {
            ReadOnlySpan<float> bias = _bias is null ? default : _bias.Values;
            ChannelTaps.Sum(Widen(b, _wide[worker]), _ofWindows, _kernel.Values, bias, Width, _sums.Floats.Slice(b * SumsSize, SumsSize));
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
            ChannelTaps.Sum(_sums.Gradient.Slice(b * SumsSize, SumsSize), _ofInputs, _kernel.Values, default, Width, wide);
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
        // All taps of some channels, then of the next.
        int groups = (Width + ColumnGrain - 1) / ColumnGrain;
        (int from, int to) = Team.Share(groups * _map.Taps, 1, worker, workers);
        for (int b = 0; from < to && b < _run.Input.Batch; b++)
        {
            ReadOnlySpan<float> x = Widen(b, _wide[worker]), dy = _sums.Gradient.Slice(b * SumsSize, SumsSize);
            for (int at = from; at < to;)
            {
                int first = at % _map.Taps, end = Math.Min(_map.Taps, first + to - at), channel = at / _map.Taps * ColumnGrain;
                Range channels = channel..Math.Min(channel + ColumnGrain, Width);
                ChannelTaps.AddKernelGradient(x, _ofWindows, dy, Width, first..end, channels, _run.Gradient(_kernel));
                at += end - first;
            }
        }
        (from, to) = Team.Share(Width, ColumnGrain, worker, workers);
        if (_bias is not null && !IgnoresBias && from < to)
        {
            Span<float> sums = _run.Gradient(_bias)[from..to];
            ReadOnlySpan<float> dy = _sums.Gradient[from..];
            ColumnReduction.Add<ColumnSum>(dy, _run.Input.Batch * _map.Windows, Width, sums, sums);
        }
    }

    /// <summary>A sample of the input with each channel as often as it makes channels.</summary>
    private ReadOnlySpan<float> Widen(int sample, FloatBuffer buffer)
    {
        int size = _map.InputRows * _channels;
        ReadOnlySpan<float> x = _run.Input.Floats.Slice(sample * size, size);
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
