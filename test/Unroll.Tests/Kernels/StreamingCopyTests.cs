using Unroll.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Kernels;

/// <summary>Copies that pass by the caches copy just what they are told to.</summary>
public class StreamingCopyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void CopyRows_AnyWidthStrideAndAlignment_CopiesTheRowsAndNoMore(int written)
    {
        foreach (int width in new[] { 1, 7, 8, 24, 33 })
        {
            foreach (int gap in new[] { 0, 3, 8 })
            {
                for (int shift = 0; shift < 9; shift++)
                {
                    const int Rows = 5;
                    float[] source = new Samples(1).Floats(Rows * (width + 2)), target = new float[shift + (Rows * (width + gap)) + 1], expected = [.. target];
                    for (int i = 0; i < Rows * width; i++)
                    {
                        expected[shift + (i / width * (width + gap)) + (i % width)] = source[(i / width * (width + 2)) + (i % width)];
                    }
                    StreamingCopy.CopyRows(source, width + 2, target.AsSpan(shift), width + gap, Rows, width, written);
                    Assert.Equal(expected, target);
                }
            }
        }
    }
}
