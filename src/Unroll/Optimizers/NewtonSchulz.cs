using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// The nearest orthogonal matrix to one, about, by the quintic iteration that <see cref="Muon"/> takes (Keras: <c>zeropower_via_newtonschulz5</c>):
/// X / |X|, then again and again a X + (b X Xᵀ + c (X Xᵀ)²) X. Xᵀ is kept, so that rows are long and products small. Each thread owns rows of each product.
/// One training uses it, and its memory again for each weight.
/// </summary>
internal sealed class NewtonSchulz
{
    private readonly Action<int, int> _gram;
    private readonly Action<int, int> _square;
    private readonly Action<int, int> _next;
    private readonly FloatBuffer _products = new();
    private readonly FloatBuffer _squares = new();
    private readonly FloatBuffer _packed = new();
    private FloatBuffer _x = new();
    private FloatBuffer _nextX = new();
    private int _long;
    private int _short;
    private int _stride;
    private float _a;

    public NewtonSchulz() => (_gram, _square, _next) = (GramShare, SquareShare, NextShare);

    /// <summary>Replaces a matrix, [rows, columns].</summary>
    public void Run(Span<float> matrix, int rows, int columns, int iterations, (double A, double B, double C) coefficients)
    {
        (_long, _short) = (Math.Max(rows, columns), Math.Min(rows, columns));
        _stride = PanelLayout.Padded(_short);
        _a = (float)coefficients.A;
        Load(matrix, rows, columns);
        for (int i = 0; i < iterations; i++)
        {
            Iterate((float)coefficients.B, (float)coefficients.C);
        }
        Store(matrix, rows, columns);
    }

    private void Load(Span<float> matrix, int rows, int columns)
    {
        Spans.Scale(matrix, (float)(1 / (Math.Sqrt(SquareSum.Of(matrix)) + 1e-7)));
        foreach (FloatBuffer buffer in (ReadOnlySpan<FloatBuffer>)[_x, _nextX])
        {
            buffer.Resize((long)_long * _stride);
            buffer.Span.Clear();
        }
        foreach (FloatBuffer buffer in (ReadOnlySpan<FloatBuffer>)[_products, _squares, _packed])
        {
            buffer.Resize((long)_short * _stride);
        }
        if (rows > columns)
        {
            for (int r = 0; r < rows; r++)
            {
                matrix.Slice(r * columns, columns).CopyTo(_x.Span[(r * _stride)..]);
            }
        }
        else
        {
            Packing.Transpose(matrix, columns, rows, columns, _x.Span, _stride);
        }
    }

    private void Store(Span<float> matrix, int rows, int columns)
    {
        if (rows > columns)
        {
            for (int r = 0; r < rows; r++)
            {
                _x.Span.Slice(r * _stride, columns).CopyTo(matrix[(r * columns)..]);
            }
        }
        else
        {
            Packing.Transpose(_x.Span, _stride, columns, rows, matrix, columns);
        }
    }

    private void Iterate(float b, float c)
    {
        Team team = Team.Current;
        int work = checked((int)Math.Min(int.MaxValue, (long)_long * _short));
        team.Run(_gram, work);
        team.Run(_square, work);

        // b X Xᵀ + c (X Xᵀ)² is symmetric, so that it may stand on either side.
        Spans.Blend(_squares.Span, c, _products.Span, b);
        Packing.Pack(_squares.Span, _stride, _short, _short, _packed.Span);
        team.Run(_next, work);
        (_x, _nextX) = (_nextX, _x);
    }

    private void GramShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_short, PanelLayout.Group, worker, workers);
        MultiplyTransposed(_x, _long, _products, from, to);
    }

    private void SquareShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_short, PanelLayout.Group, worker, workers);
        MultiplyTransposed(_products, _short, _squares, from, to);
    }

    /// <summary>Some rows of the product of a matrix's transpose and the matrix.</summary>
    private void MultiplyTransposed(FloatBuffer matrix, int depth, FloatBuffer product, int from, int to)
    {
        if (from == to)
        {
            return;
        }
        Span<float> rows = product.Span[(from * _stride)..(to * _stride)];
        rows.Clear();
        KernelSet.Best.TransposedProduct(to - from, depth, matrix.Span[from..], _stride, matrix.Span, _stride, rows, _stride);
    }

    private void NextShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_long, 1, worker, workers);
        if (from == to)
        {
            return;
        }
        ReadOnlySpan<float> x = _x.Span[(from * _stride)..(to * _stride)];
        Span<float> next = _nextX.Span[(from * _stride)..(to * _stride)];
        x.CopyTo(next);
        Spans.Scale(next, _a);
        KernelSet.Best.Product(to - from, _short, x, _stride, _packed.Span, next, _stride);
    }
}
