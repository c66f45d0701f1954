using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// sums = Σ window row x kernel row + bias, channel by channel: each channel of the input makes <c>multiplier</c> channels by itself.
/// The kernel is [taps, channels, multiplier]. Workers own samples; what pieces of them give to the weights' gradients is kept, and added up in order.
/// </summary>
internal sealed class TapProduct
{
    /// <summary>Numbers of samples that the input's and the weights' gradients are made of while a cache holds them: 256 KB.</summary>
    private const int Piece = 1 << 16;

    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private readonly GradientPieces _pieces = new();
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

    public TapProduct() => (_forward, _backward) = (ForwardShare, BackwardShare);

    /// <summary>Whether the bias's gradient is known to be 0, and need not be computed.</summary>
    public bool IgnoresBias { get; set; }

    /// <summary>Channels of the sums.</summary>
    private int Width => _channels * _multiplier;

    /// <summary>Numbers in a sample of the sums.</summary>
    private int SumsSize => _map.Windows * Width;

    /// <summary>Numbers in a sample of the input.</summary>
    private int InputSize => _map.InputRows * _channels;

    private int KernelSize => _map.Taps * Width;

    /// <summary>Numbers of the weights' gradients.</summary>
    private int WeightCount => KernelSize + (_bias is null ? 0 : Width);

    /// <summary>Samples of a piece: few, but more to work through than to add up.</summary>
    private int SamplesOfPiece => Math.Max(1, Math.Max(Piece, 4 * WeightCount) / (InputSize + SumsSize));

    private int Pieces => (_run.Input.Batch + SamplesOfPiece - 1) / SamplesOfPiece;

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
        }
        _pieces.Clear(Pieces, WeightCount);
        _run.Team.Run(_backward);
        _pieces.AddTo(_run.Gradient(_kernel), 0);
        if (_bias is not null && !IgnoresBias)
        {
            _pieces.AddTo(_run.Gradient(_bias), KernelSize);
        }
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

    private void BackwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Pieces, 1, worker, workers);
        for (int piece = from; piece < to; piece++)
        {
            int first = piece * SamplesOfPiece, end = Math.Min(first + SamplesOfPiece, _run.Input.Batch);
            Span<float> weights = _pieces[piece];
            for (int b = first; b < end; b++)
            {
                ReadOnlySpan<float> dy = _sums.Gradient.Slice(b * SumsSize, SumsSize);
                if (_run.Needs[0])
                {
                    MakeInputGradient(b, dy, _wide[worker]);
                }
                ChannelTaps.AddKernelGradient(Widen(b, _wide[worker]), _ofWindows, dy, Width, weights[..KernelSize]);
                if (_bias is not null && !IgnoresBias)
                {
                    Span<float> sums = weights[KernelSize..];
                    ColumnReduction.Add<ColumnSum>(dy, _map.Windows, Width, sums, sums);
                }
            }
        }
    }

    private void MakeInputGradient(int sample, ReadOnlySpan<float> dy, FloatBuffer buffer)
    {
        Span<float> dx = _run.InputGradient(0).Slice(sample * InputSize, InputSize), wide = dx;
        if (_multiplier > 1)
        {
            buffer.Resize(_map.InputRows * Width);
            wide = buffer.Span;
        }
        ChannelTaps.Sum(dy, _ofInputs, _kernel.Values, default, Width, wide);
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

    /// <summary>A sample of the input with each channel as often as it makes channels.</summary>
    private ReadOnlySpan<float> Widen(int sample, FloatBuffer buffer)
    {
        ReadOnlySpan<float> x = _run.Input.Floats.Slice(sample * InputSize, InputSize);
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
