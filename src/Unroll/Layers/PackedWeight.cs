using Unroll.Kernels;

namespace Unroll;

/// <summary>A weight in the layout of the products, made anew when the weight's version changes.</summary>
internal sealed class PackedWeight(bool transposed)
{
    private readonly FloatBuffer _packed = new();
    private long _version = -1;

    public ReadOnlySpan<float> Panels => _packed.Span;

    public void Update(Parameter weight)
    {
        if (_version == weight.Version)
        {
            return;
        }
        _version = weight.Version;
        (int rows, int columns) = (weight.Shape[0], weight.Shape[1]);
        if (transposed)
        {
            _packed.Resize((long)PanelLayout.Padded(rows) * columns);
            Packing.PackTransposed(weight.Values, rows, columns, _packed.Span);
        }
        else
        {
            _packed.Resize((long)rows * PanelLayout.Padded(columns));
            Packing.Pack(weight.Values, rows, columns, _packed.Span);
        }
    }
}
