using Unroll.Kernels;

namespace Unroll;

/// <summary>The bias of a fresh LSTM: 1 for the forget gate.</summary>
internal sealed class ForgetBias(Initializer others, int units) : Initializer
{
    internal override void Fill(Span<float> values, ReadOnlySpan<int> shape, Philox random)
    {
        others.Fill(values, shape, random);
        values.Slice(units, units).Fill(1);
    }
}
