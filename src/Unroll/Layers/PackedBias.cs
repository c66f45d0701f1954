using Unroll.Kernels;

namespace Unroll;

/// <summary>A bias as a product's rows begin with it: the part of each group of filters padded to whole groups of columns.</summary>
internal sealed class PackedBias
{
    private readonly FloatBuffer _packed = new();
    private int _stride;

    /// <summary>What rows of a group begin with; empty for zeros, where there is no bias.</summary>
    public ReadOnlySpan<float> Of(int group = 0) => _packed.Span.Slice(group * _stride, _stride);

    /// <param name="bias">The bias, if there is one.</param>
    /// <param name="columns">Numbers of each group.</param>
    public void Update(Parameter? bias, int columns)
    {
        _stride = bias is null ? 0 : PanelLayout.Padded(columns);
        int groups = bias is null ? 0 : bias.Count / columns;
        _packed.Resize((long)groups * _stride);
        _packed.Span.Clear();
        for (int g = 0; g < groups; g++)
        {
            bias!.Values.Slice(g * columns, columns).CopyTo(_packed.Span[(g * _stride)..]);
        }
    }
}
