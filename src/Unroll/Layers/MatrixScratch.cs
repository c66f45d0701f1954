using Unroll.Kernels;

namespace Unroll;

/// <summary>A matrix that lies in a span: its rows are <see cref="Stride"/> apart.</summary>
internal readonly ref struct Matrix(ReadOnlySpan<float> values, int rows, int columns, int stride)
{
    public ReadOnlySpan<float> Values { get; } = values;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public int Stride { get; } = stride;
}

/// <summary>One worker's room for products of small matrices.</summary>
internal sealed class MatrixScratch
{
    private readonly FloatBuffer _packed = new();
    private readonly FloatBuffer _result = new();

    /// <summary>Room for a row or two of what a layer works on.</summary>
    public FloatBuffer Rows { get; } = new();

    /// <summary>One for each worker of a team.</summary>
    public static void Provide(ref MatrixScratch[] scratch, int workers)
    {
        while (scratch.Length < workers)
        {
            scratch = [.. scratch, new MatrixScratch()];
        }
    }

    /// <summary>c = a · b.</summary>
    public void Multiply(KernelSet kernels, Matrix a, Matrix b, Span<float> c, int stride, bool adds = false)
    {
        _packed.Resize((long)b.Rows * PanelLayout.Padded(b.Columns));
        Packing.Pack(b.Values, b.Stride, b.Rows, b.Columns, _packed.Span);
        Multiply(kernels, a, b.Columns, c, stride, adds);
    }

    /// <summary>c = a · bᵀ.</summary>
    public void MultiplyByTransposed(KernelSet kernels, Matrix a, Matrix b, Span<float> c, int stride, bool adds = false)
    {
        _packed.Resize((long)b.Columns * PanelLayout.Padded(b.Rows));
        Packing.PackTransposed(b.Values, b.Stride, b.Rows, b.Columns, _packed.Span);
        Multiply(kernels, a, b.Rows, c, stride, adds);
    }

    /// <summary>c = aᵀ · b.</summary>
    public void TransposedMultiply(KernelSet kernels, Matrix a, Matrix b, Span<float> c, int stride, bool adds = false)
    {
        int padded = PanelLayout.Padded(b.Columns);
        ReadOnlySpan<float> right = b.Values;
        int rightStride = b.Stride;
        if (padded != b.Columns)
        {
            _packed.Resize((long)b.Rows * padded);
            Pad(b, _packed.Span, padded);
            right = _packed.Span;
            rightStride = padded;
        }
        _result.Resize((long)a.Columns * padded);
        Span<float> result = _result.Span;
        result.Clear();
        kernels.TransposedProduct(a.Columns, a.Rows, a.Values, a.Stride, right, rightStride, result, padded);
        Hand(result, a.Columns, b.Columns, c, stride, adds);
    }

    private static void Pad(Matrix matrix, Span<float> target, int stride)
    {
        target.Clear();
        for (int i = 0; i < matrix.Rows; i++)
        {
            matrix.Values.Slice(i * matrix.Stride, matrix.Columns).CopyTo(target[(i * stride)..]);
        }
    }

    private void Multiply(KernelSet kernels, Matrix a, int columns, Span<float> c, int stride, bool adds)
    {
        int padded = PanelLayout.Padded(columns);
        _result.Resize((long)a.Rows * padded);
        Span<float> result = _result.Span;
        kernels.Product([], a.Rows, a.Columns, a.Values, a.Stride, _packed.Span, result, padded);
        Hand(result, a.Rows, columns, c, stride, adds);
    }

    private static void Hand(ReadOnlySpan<float> result, int rows, int columns, Span<float> c, int stride, bool adds)
    {
        int padded = PanelLayout.Padded(columns);
        for (int i = 0; i < rows; i++)
        {
            Span<float> target = c.Slice(i * stride, columns);
            if (adds)
            {
                Spans.AddTo(target, result.Slice(i * padded, columns));
            }
            else
            {
                result.Slice(i * padded, columns).CopyTo(target);
            }
        }
    }
}
