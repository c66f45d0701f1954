using Unroll.Kernels;

namespace Unroll;

/// <summary>What a sample measures.</summary>
internal readonly record struct PlaneSize(int Height, int Width, int Channels);

/// <summary>Rows and columns of zeros before a sample, and the height and width with all zeros around it.</summary>
internal readonly record struct PlaneMargins(int Above, int Before, int Height, int Width);

/// <summary>Samples with zeros around them; without margins they stay where they are. A worker owns samples.</summary>
internal sealed class Plane
{
    private readonly FloatBuffer _buffer = new();
    private readonly Action<int, int> _copy;
    private TensorValue _source = null!;
    private PlaneSize _size;
    private PlaneMargins _margins;
    private bool _isGradient;

    public Plane() => _copy = CopyShare;

    /// <summary>All samples, one behind the other.</summary>
    public ReadOnlySpan<float> Values => IsPlain ? Source : _buffer.Span;

    private bool IsPlain => _margins == new PlaneMargins(0, 0, _size.Height, _size.Width);

    private ReadOnlySpan<float> Source => _isGradient ? _source.Gradient : _source.Floats;

    private int SourceCount => _size.Height * _size.Width * _size.Channels;

    private int Count => _margins.Height * _margins.Width * _size.Channels;

    /// <summary>Takes a tensor's samples, or their gradients.</summary>
    public void Surround(Team team, TensorValue source, bool gradient, PlaneSize size, PlaneMargins margins)
    {
        (_source, _isGradient, _size, _margins) = (source, gradient, size, margins);
        if (!IsPlain)
        {
            _buffer.Resize((long)source.Count / SourceCount * Count);
            team.Run(_copy, source.Count);
        }
    }

    /// <summary>Where a pixel's channels begin, margins counted.</summary>
    public int At(int sample, int row, int column) => (sample * Count) + (((row * _margins.Width) + column) * _size.Channels);

    private void CopyShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_source.Count / SourceCount, 1, worker, workers);
        ReadOnlySpan<float> source = Source;
        int width = _size.Width * _size.Channels;
        for (int b = from; b < to; b++)
        {
            _buffer.Span.Slice(b * Count, Count).Clear();
            for (int row = 0; row < _size.Height; row++)
            {
                source.Slice((b * SourceCount) + (row * width), width).CopyTo(_buffer.Span[At(b, row + _margins.Above, _margins.Before)..]);
            }
        }
    }
}

/// <summary>For each row of a convolution's kernel, [rows, columns, channels, filters], the matrix [columns backwards and filters, channels], in the layout of the products.</summary>
internal sealed class FlippedKernel
{
    private FloatBuffer[] _packed = [];
    private float[] _matrix = [];
    private long _version = -1;

    public ReadOnlySpan<float> Panels(int row) => _packed[row].Span;

    public void Update(Parameter kernel, int rows, int columns, int channels, int filters)
    {
        if (_version == kernel.Version)
        {
            return;
        }
        _version = kernel.Version;
        while (_packed.Length < rows)
        {
            _packed = [.. _packed, new FloatBuffer()];
        }
        int depth = columns * filters;
        Array.Resize(ref _matrix, depth * channels);
        for (int row = 0; row < rows; row++)
        {
            Turn(kernel.Values.Slice(row * _matrix.Length, _matrix.Length), columns, channels, filters);
            _packed[row].Resize((long)depth * PanelLayout.Padded(channels));
            Packing.Pack(_matrix, depth, channels, _packed[row].Span);
        }
    }

    private void Turn(ReadOnlySpan<float> kernel, int columns, int channels, int filters)
    {
        for (int column = 0; column < columns; column++)
        {
            ReadOnlySpan<float> own = kernel.Slice((columns - 1 - column) * channels * filters, channels * filters);
            Packing.Transpose(own, filters, channels, filters, _matrix.AsSpan(column * filters * channels, filters * channels), channels);
        }
    }
}
