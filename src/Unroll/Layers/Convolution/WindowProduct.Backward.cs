using Unroll.Kernels;

namespace Unroll;

internal sealed partial class WindowProduct
{
    private int _input;

    private Span<float> InputGradient => _input < 0 ? _x.Gradient : _run.InputGradient(_input);

    /// <summary>dx = dsums · kernelᵀ, each window's part brought back to the rows that it is made of.</summary>
    private void InputGradientShare(int worker, int workers)
    {
        int samples = _rows / Windows;
        (int from, int to) = Team.Share(samples, IsPlain ? RowGrain : 1, worker, workers);
        Scratch scratch = _scratch[worker];
        int depth = PanelLayout.Padded(Depth);
        scratch.Windows.Resize((long)RowsAtOnce * depth);
        bool isWritten = _dx == Destination.Written && IsPlain && _groups == 1 && depth == _channels;
        int size = InputRows * _channels;
        Span<float> dx = InputGradient;
        if (_dx == Destination.Written && !isWritten)
        {
            dx[(from * size)..(to * size)].Clear();
        }
        for (int r = from * Windows; r < to * Windows; r += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, (to * Windows) - r);
            for (int g = 0; g < _groups; g++)
            {
                Span<float> windows = isWritten ? dx.Slice(r * depth, count * depth) : scratch.Windows.Span[..(count * depth)];
                _run.Kernels.Product([], count, GroupFilters, _sums.Gradient[((r * _filters) + (g * GroupFilters))..], _filters, _transposed[g].Panels, windows, depth);
                for (int i = 0; !isWritten && i < count; i++)
                {
                    AddWindow(windows.Slice(i * depth, Depth), r + i, g, dx);
                }
            }
        }
    }

    private void AddWindow(ReadOnlySpan<float> window, int row, int group, Span<float> dx)
    {
        int channels = GroupChannels;
        if (_map is null)
        {
            Spans.AddTo(dx.Slice((row * _channels) + (group * channels), channels), window);
            return;
        }
        int sample = row / Windows * InputRows;
        ReadOnlySpan<int> sources = _map.Of(row % Windows);
        for (int tap = 0; tap < sources.Length; tap++)
        {
            if (sources[tap] >= 0)
            {
                Spans.AddTo(dx.Slice(((sample + sources[tap]) * _channels) + (group * channels), channels), window.Slice(tap * channels, channels));
            }
        }
    }

    /// <summary>dkernel = windowsᵀ · dsums, and dbias the sums' gradients down the rows.</summary>
    private void KernelGradientShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Depth, RowGrain, worker, workers);
        if (from < to)
        {
            for (int g = 0; g < _groups; g++)
            {
                AddKernelGradient(g, from, to, _scratch[worker]);
            }
        }
        (from, to) = Team.Share(_filters, PanelLayout.Group, worker, workers);
        if (_bias is not null && !IgnoresBias && from < to)
        {
            Span<float> sums = _run.Gradient(_bias)[from..to];
            ReadOnlySpan<float> gradient = _sums.Gradient[from..];
            ColumnReduction.Add<ColumnSum>(gradient, _rows, _filters, sums, sums);
        }
    }

    private void AddKernelGradient(int group, int from, int to, Scratch scratch)
    {
        scratch.Kernel.Resize((long)(to - from) * Stride);
        Span<float> sums = scratch.Kernel.Span;
        sums.Clear();
        scratch.Sums.Resize((long)RowsAtOnce * Stride);
        for (int r = 0; r < _rows; r += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, _rows - r);
            ReadOnlySpan<float> windows = WindowsOf(r, count, group, from, to, scratch, out int stride);
            _run.Kernels.TransposedProduct(to - from, count, windows, stride, SumsGradient(r, count, group, scratch), Stride, sums, Stride);
        }
        Span<float> gradient = _run.Gradient(_kernel);
        for (int k = from; k < to; k++)
        {
            Spans.AddTo(gradient.Slice((k * _filters) + (group * GroupFilters), GroupFilters), sums.Slice((k - from) * Stride, GroupFilters));
        }
    }

    /// <summary>Rows of a group's sums' gradients, padded to whole groups of columns.</summary>
    private ReadOnlySpan<float> SumsGradient(int row, int rows, int group, Scratch scratch)
    {
        if (IsWhole)
        {
            return _sums.Gradient.Slice(row * Stride, rows * Stride);
        }
        Span<float> padded = scratch.Sums.Span[..(rows * Stride)];
        for (int i = 0; i < rows; i++)
        {
            Span<float> target = padded.Slice(i * Stride, Stride);
            _sums.Gradient.Slice(((row + i) * _filters) + (group * GroupFilters), GroupFilters).CopyTo(target);
            target[GroupFilters..].Clear();
        }
        return padded;
    }
}
