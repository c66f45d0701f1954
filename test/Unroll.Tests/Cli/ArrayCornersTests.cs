using System.Numerics.Tensors;
using Unroll.Cli.Output;

namespace Unroll.Tests.Cli;

public class ArrayCornersTests
{
    [Fact]
    public void Format_SmallMatrix_IsWhole()
    {
        var matrix = Tensor.Create([1, 20, -3, 4], [2, 2]);
        Assert.Equal("array([[ 1, 20],\n       [-3,  4]], dtype=int32)", ArrayCorners.Format(matrix).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Format_LargeMatrix_HasCornersOnly()
    {
        var matrix = Tensor.Create(Enumerable.Range(0, 2000).ToArray(), [500, 4]);
        string expected = """
            array([[   0,    1,    2,    3],
                   [   4,    5,    6,    7],
                   [   8,    9,   10,   11],
                   ...,
                   [1988, 1989, 1990, 1991],
                   [1992, 1993, 1994, 1995],
                   [1996, 1997, 1998, 1999]], dtype=int32)
            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), ArrayCorners.Format(matrix).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Format_Floats_HaveTheirPoint()
    {
        var matrix = Tensor.Create([0f, 1f], [1, 2]);
        Assert.Equal("array([[0., 1.]], dtype=float32)", ArrayCorners.Format(matrix));
    }
}
