using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// sums = windows · kernel + bias: the windows of the input as rows of a matrix, [rows, taps channels], that is written down in pieces and multiplied
/// by the kernel, [taps, channels of a group, filters]; each group of channels makes its own filters. Windows of one row are a plain product.
/// </summary>
/// <remarks>Workers own rows of the sums, samples of the input's gradient, and rows of the kernel's.</remarks>
internal sealed partial class WindowProduct
{
    private const int RowGrain = 6;

    /// <summary>Floats of windows that are written down at a time: 128 KB.</summary>
    private const int Piece = 32768;

    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _inputGradient;
    private readonly Action<int, int> _kernelGradient;
    private readonly PackedBias _packedBias = new();
    private PackedWeight[] _packed = [];
    private PackedWeight[] _transposed = [];
    private Scratch[] _scratch = [];
    private LayerRun _run = null!;
    private TensorValue _x = null!;
    private TensorValue _sums = null!;
    private Parameter _kernel = null!;
    private Parameter? _bias;
    private WindowMap? _map;
    private Destination _dx;
    private int _groups;
    private int _filters;
    private int _channels;
    private int _rows;

    public WindowProduct() => (_forward, _inputGradient, _kernelGradient) = (ForwardShare, InputGradientShare, KernelGradientShare);

    /// <summary>Where the input's gradient goes.</summary>
    public enum Destination
    {
        Nowhere,

        /// <summary>It is written.</summary>
        Written,

        /// <summary>It is added.</summary>
        Added,
    }

    /// <summary>Whether the bias's gradient is known to be 0, and need not be computed.</summary>
    public bool IgnoresBias { get; set; }

    /// <summary>Channels of a group.</summary>
    private int GroupChannels => _channels / _groups;

    /// <summary>Filters of a group.</summary>
    private int GroupFilters => _filters / _groups;

    /// <summary>Numbers in a window of a group.</summary>
    private int Depth => (_map?.Taps ?? 1) * GroupChannels;

    private int Stride => PanelLayout.Padded(GroupFilters);

    /// <summary>Whether the sums' rows are as wide as the products make them.</summary>
    private bool IsWhole => _groups == 1 && Stride == _filters;

    /// <summary>Whether the windows need not be written down.</summary>
    private bool IsPlain => _map is null || _map.IsIdentity;

    private int Windows => _map?.Windows ?? 1;

    private int InputRows => _map?.InputRows ?? 1;

    private int RowsAtOnce => Math.Clamp(Piece / Depth / RowGrain * RowGrain, RowGrain, 120);

    /// <param name="run">The call.</param>
    /// <param name="x">[..., channels].</param>
    /// <param name="sums">[..., filters], sized.</param>
    /// <param name="kernel">Filters are its last axis, or last axes.</param>
    /// <param name="bias">As many as filters.</param>
    /// <param name="map">The windows; null where each row is one.</param>
    /// <param name="filters">How many.</param>
    /// <param name="channels">How many the input has.</param>
    /// <param name="groups">How many.</param>
    public void Forward(LayerRun run, TensorValue x, TensorValue sums, Parameter kernel, Parameter? bias, WindowMap? map, int filters, int channels, int groups = 1)
    {
        (_run, _x, _sums, _kernel, _bias, _map) = (run, x, sums, kernel, bias, map);
        (_filters, _channels, _groups) = (filters, channels, groups);
        _rows = x.Count / (InputRows * channels) * Windows;
        Prepare(ref _packed, transposed: false);
        _packedBias.Update(bias, GroupFilters);
        while (_scratch.Length < run.Team.Size)
        {
            _scratch = [.. _scratch, new Scratch()];
        }
        run.Team.Run(_forward);
    }

    /// <summary>Goes back to operands of an earlier forward pass, of the same sizes as those of the last.</summary>
    public void Recall(TensorValue x, TensorValue sums) => (_x, _sums) = (x, sums);

    /// <summary>From the sums' gradient, adds to the weights' gradients and makes the input's.</summary>
    /// <param name="dx">Where that goes: into the input's gradient as the call has it.</param>
    /// <param name="input">Which input of the call x is; -1 for a value of the layer's own, whose gradient is meant then.</param>
    public void Backward(Destination dx, int input)
    {
        (_dx, _input) = (dx, input);
        if (dx != Destination.Nowhere)
        {
            Prepare(ref _transposed, transposed: true);
            _ = InputGradient;
            _run.Team.Run(_inputGradient);
        }
        _run.Team.Run(_kernelGradient);
    }

    private void Prepare(ref PackedWeight[] packs, bool transposed)
    {
        while (packs.Length < _groups)
        {
            packs = [.. packs, new PackedWeight(transposed)];
        }
        for (int g = 0; g < _groups; g++)
        {
            packs[g].Update(_kernel, Depth, GroupFilters, _filters, g * GroupFilters);
        }
    }

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_rows, RowGrain, worker, workers);
        Scratch scratch = _scratch[worker];
        scratch.Sums.Resize((long)RowsAtOnce * Stride);
        for (int r = from; r < to; r += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, to - r);
            for (int g = 0; g < _groups; g++)
            {
                ReadOnlySpan<float> windows = WindowsOf(r, count, g, 0, Depth, scratch, out int stride);
                Span<float> sums = IsWhole ? _sums.Floats.Slice(r * Stride, count * Stride) : scratch.Sums.Span[..(count * Stride)];
                _run.Kernels.Product(_packedBias.Of(g), count, Depth, windows, stride, _packed[g].Panels, sums, Stride);
                for (int i = 0; !IsWhole && i < count; i++)
                {
                    sums.Slice(i * Stride, GroupFilters).CopyTo(_sums.Floats[(((r + i) * _filters) + (g * GroupFilters))..]);
                }
            }
        }
    }

    /// <summary>Columns [from, to) of a group's windows for some rows.</summary>
    private ReadOnlySpan<float> WindowsOf(int row, int count, int group, int from, int to, Scratch scratch, out int stride)
    {
        ReadOnlySpan<float> x = _x.Floats;
        int channels = GroupChannels;
        if (IsPlain)
        {
            stride = _channels;
            return x[((row * _channels) + (group * channels) + from)..];
        }
        stride = to - from;
        scratch.Windows.Resize(count * stride);
        Span<float> target = scratch.Windows.Span;
        for (int i = 0; i < count; i++)
        {
            int sample = (row + i) / Windows * InputRows;
            ReadOnlySpan<int> sources = _map!.Of((row + i) % Windows);
            for (int k = from; k < to;)
            {
                int tap = k / channels, channel = k % channels, width = Math.Min(channels - channel, to - k);
                Span<float> part = target.Slice((i * stride) + k - from, width);
                if (sources[tap] < 0)
                {
                    part.Clear();
                }
                else
                {
                    x.Slice(((sample + sources[tap]) * _channels) + (group * channels) + channel, width).CopyTo(part);
                }
                k += width;
            }
        }
        return target;
    }

    private sealed class Scratch
    {
        public FloatBuffer Windows { get; } = new();

        public FloatBuffer Sums { get; } = new();

        public FloatBuffer Kernel { get; } = new();
    }
}
