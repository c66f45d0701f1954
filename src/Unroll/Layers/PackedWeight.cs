using Unroll.Kernels;

namespace Unroll;

/// <summary>A weight in the layout of the products, made anew when the weight's version changes.</summary>
internal sealed class PackedWeight(bool transposed)
{
    private readonly FloatBuffer _packed = new();
    private long _version = -1;

    public ReadOnlySpan<float> Panels => _packed.Span;

    public void Update(Parameter weight) => Update(weight, weight.Shape[0], weight.Shape[1], weight.Shape[1], 0);

    /// <summary>Packs a matrix that stands in the weight: its rows are <paramref name="stride"/> apart, and it begins at <paramref name="offset"/>.</summary>
    public void Update(Parameter weight, int rows, int columns, int stride, int offset)
    {
        if (_version == weight.Version)
        {
            return;
        }
        _version = weight.Version;
        ReadOnlySpan<float> matrix = weight.Values[offset..];
        if (transposed)
        {
            _packed.Resize((long)PanelLayout.Padded(rows) * columns);
            Packing.PackTransposed(matrix, stride, rows, columns, _packed.Span);
        }
        else
        {
            _packed.Resize((long)rows * PanelLayout.Padded(columns));
            Packing.Pack(matrix, stride, rows, columns, _packed.Span);
        }
    }
}
