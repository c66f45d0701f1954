using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// The sums of a convolution without writing its windows down: in a sample with its padding around it, [height, width, channels], a row of a window is a run
/// of numbers, and the windows of one row of the sums lie a pixel apart. So a row of the sums is one product for each row of the kernel.
/// </summary>
/// <remarks>Workers own rows of the sums, rows of the input's gradient, and rows of the kernel's.</remarks>
internal sealed class PlaneProduct
{
    private const int RowGrain = 6;

    /// <summary>The shortest run of a window that is worth a product of its own.</summary>
    private const int LeastRun = 32;

    private readonly Plane _x = new();
    private readonly Plane _dsums = new();
    private readonly FlippedKernel _flipped = new();
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _inputGradient;
    private readonly Action<int, int> _kernelGradient;
    private readonly PackedBias _packedBias = new();
    private PackedWeight[] _packed = [];
    private FloatBuffer[] _scratch = [];
    private FloatBuffer[] _left = [];
    private LayerRun _run = null!;
    private TensorValue _sums = null!;
    private Parameter _kernel = null!;
    private Parameter? _bias;
    private WindowMap _map = null!;
    private int _channels;
    private int _filters;

    public PlaneProduct() => (_forward, _inputGradient, _kernelGradient) = (ForwardShare, InputGradientShare, KernelGradientShare);

    /// <summary>Whether the bias's gradient is known to be 0, and need not be computed.</summary>
    public bool IgnoresBias { get; set; }

    private int KernelRows => _map.Rows.Size;

    private int KernelColumns => _map.Columns.Size;

    /// <summary>Numbers in a window's row.</summary>
    private int Depth => KernelColumns * _channels;

    private int Stride => PanelLayout.Padded(_filters);

    private int SumRows => _run.Input.Batch * _map.Windows;

    /// <summary>Whether windows lie one step apart, and have rows that are runs of numbers, and long enough.</summary>
    public static bool Takes(WindowMap map, int channels, int groups) =>
        groups == 1 && !map.IsIdentity && map.Rows.Stride == 1 && map.Columns is { Stride: 1, Dilation: 1 } && (map.Rows.Size == 1 || map.Columns.Size * channels >= LeastRun);

    public void Forward(LayerRun run, TensorValue sums, Parameter kernel, Parameter? bias, WindowMap map)
    {
        (_run, _sums, _kernel, _bias, _map) = (run, sums, kernel, bias, map);
        (_channels, _filters) = (run.Input.Width, sums.Width);
        while (_packed.Length < KernelRows)
        {
            _packed = [.. _packed, new PackedWeight(transposed: false)];
        }
        for (int ky = 0; ky < KernelRows; ky++)
        {
            _packed[ky].Update(kernel, Depth, _filters, _filters, ky * Depth * _filters);
        }
        _packedBias.Update(bias, _filters);
        while (_scratch.Length < run.Team.Size)
        {
            (_scratch, _left) = ([.. _scratch, new FloatBuffer()], [.. _left, new FloatBuffer()]);
        }
        int before = map.Columns.Before(map.Width), above = map.Rows.Before(map.Height);
        int width = Math.Max(map.Width, map.Columns.End(map.Width)) + before, height = Math.Max(map.Height, map.Rows.End(map.Height)) + above;
        _x.Surround(run.Team, run.Input, gradient: false, new PlaneSize(map.Height, map.Width, _channels), new PlaneMargins(above, before, height, width));
        run.Team.Run(_forward);
    }

    /// <summary>From the sums' gradient, adds to the weights' gradients and writes the input's if it is needed.</summary>
    public void Backward()
    {
        if (_run.Needs[0])
        {
            InputGradient();
        }
        _run.Team.Run(_kernelGradient);
    }

    private void InputGradient()
    {
        _flipped.Update(_kernel, KernelRows, KernelColumns, _channels, _filters);
        int reach = (KernelRows - 1) * _map.Rows.Dilation;
        int above = reach - _map.Rows.Before(_map.Height), before = KernelColumns - 1 - _map.Columns.Before(_map.Width);
        _dsums.Surround(
            _run.Team, _sums, gradient: true, new PlaneSize(_map.Down, _map.Across, _filters), new PlaneMargins(above, before, _map.Height + reach, _map.Width + KernelColumns - 1));
        _run.Team.Run(_inputGradient);
    }

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(SumRows, RowGrain, worker, workers);
        ReadOnlySpan<float> x = _x.Values;
        for (int r = from; r < to;)
        {
            (int sample, int y, int column) = Place(r, _map.Down, _map.Across);
            int count = Math.Min(_map.Across - column, to - r);
            Span<float> result = _sums.Floats.Slice(r * _filters, count * _filters), sums = Room(result, _filters, count, worker);
            for (int ky = 0; ky < KernelRows; ky++)
            {
                ReadOnlySpan<float> row = x[_x.At(sample, y + (ky * _map.Rows.Dilation), column)..];
                Multiply(ky == 0, _packedBias.Of(), count, Depth, row, _channels, _packed[ky].Panels, sums, Stride);
            }
            Hand(sums, result, _filters, count);
            r += count;
        }
    }

    /// <summary>Adds a row of the kernel's product to the sums; the first one's begins them.</summary>
    private void Multiply(bool isFirst, ReadOnlySpan<float> begin, int rows, int depth, ReadOnlySpan<float> x, int stride, ReadOnlySpan<float> packed, Span<float> sums, int sumsStride)
    {
        if (isFirst)
        {
            _run.Kernels.Product(begin, rows, depth, x, stride, packed, sums, sumsStride);
        }
        else
        {
            _run.Kernels.Product(rows, depth, x, stride, packed, sums, sumsStride);
        }
    }

    /// <summary>dx, by the kernel turned round: a row of it is one product with rows of the sums' gradients for each row of the kernel.</summary>
    private void InputGradientShare(int worker, int workers)
    {
        int rows = _run.Input.Batch * _map.InputRows, depth = KernelColumns * _filters, stride = PanelLayout.Padded(_channels);
        (int from, int to) = Team.Share(rows, RowGrain, worker, workers);
        ReadOnlySpan<float> dsums = _dsums.Values;
        Span<float> dx = _run.InputGradient(0);
        for (int r = from; r < to;)
        {
            (int sample, int y, int column) = Place(r, _map.Height, _map.Width);
            int count = Math.Min(_map.Width - column, to - r);
            Span<float> result = dx.Slice(r * _channels, count * _channels), sums = Room(result, _channels, count, worker);
            for (int ky = 0; ky < KernelRows; ky++)
            {
                ReadOnlySpan<float> row = dsums[_dsums.At(sample, y + ((KernelRows - 1 - ky) * _map.Rows.Dilation), column)..];
                Multiply(ky == 0, [], count, depth, row, _filters, _flipped.Panels(ky), sums, stride);
            }
            Hand(sums, result, _channels, count);
            r += count;
        }
    }

    /// <summary>dkernel = windowsᵀ · dsums, and dbias the sums' gradients down the rows.</summary>
    private void KernelGradientShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(KernelRows * Depth, RowGrain, worker, workers);
        if (from < to)
        {
            AddKernelGradient(from, to, worker);
        }
        (from, to) = Team.Share(_filters, PanelLayout.Group, worker, workers);
        if (_bias is not null && !IgnoresBias && from < to)
        {
            Span<float> sums = _run.Gradient(_bias)[from..to];
            ReadOnlySpan<float> gradient = _sums.Gradient[from..];
            ColumnReduction.Add<ColumnSum>(gradient, SumRows, _filters, sums, sums);
        }
    }

    private void AddKernelGradient(int from, int to, int worker)
    {
        FloatBuffer buffer = _left[worker];
        buffer.Resize((long)(to - from) * Stride);
        Span<float> sums = buffer.Span;
        sums.Clear();
        ReadOnlySpan<float> x = _x.Values;
        for (int r = 0; r < SumRows; r += _map.Across)
        {
            (int sample, int y, _) = Place(r, _map.Down, _map.Across);
            ReadOnlySpan<float> dsums = Padded(_sums.Gradient.Slice(r * _filters, _map.Across * _filters), worker);
            for (int k = from; k < to;)
            {
                int ky = k / Depth, first = k % Depth, count = Math.Min(Depth - first, to - k);
                int at = _x.At(sample, y + (ky * _map.Rows.Dilation), 0) + first;
                _run.Kernels.TransposedProduct(count, _map.Across, x[at..], _channels, dsums, Stride, sums[((k - from) * Stride)..], Stride);
                k += count;
            }
        }
        Span<float> gradient = _run.Gradient(_kernel);
        for (int k = from; k < to; k++)
        {
            Spans.AddTo(gradient.Slice(k * _filters, _filters), sums.Slice((k - from) * Stride, _filters));
        }
    }

    /// <summary>Rows of the sums' gradients, padded to whole groups.</summary>
    private ReadOnlySpan<float> Padded(ReadOnlySpan<float> rows, int worker)
    {
        if (Stride == _filters)
        {
            return rows;
        }
        int count = rows.Length / _filters;
        _scratch[worker].Resize((long)count * Stride);
        Span<float> padded = _scratch[worker].Span;
        padded.Clear();
        for (int i = 0; i < count; i++)
        {
            rows.Slice(i * _filters, _filters).CopyTo(padded[(i * Stride)..]);
        }
        return padded;
    }

    /// <summary>Where rows of a result can be added up, padded to whole groups: the result itself where it is so.</summary>
    private Span<float> Room(Span<float> result, int columns, int rows, int worker)
    {
        int stride = PanelLayout.Padded(columns);
        if (stride == columns)
        {
            return result;
        }
        _scratch[worker].Resize((long)rows * stride);
        return _scratch[worker].Span;
    }

    private static void Hand(ReadOnlySpan<float> sums, Span<float> result, int columns, int rows)
    {
        int stride = PanelLayout.Padded(columns);
        for (int i = 0; stride != columns && i < rows; i++)
        {
            sums.Slice(i * stride, columns).CopyTo(result[(i * columns)..]);
        }
    }

    /// <summary>Sample, row and column of a pixel that is counted through all samples.</summary>
    private static (int Sample, int Row, int Column) Place(int pixel, int height, int width) => (pixel / (height * width), pixel / width % height, pixel % width);
}
