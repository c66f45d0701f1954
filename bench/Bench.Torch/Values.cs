using TorchSharp;

namespace Bench;

/// <summary>Numbers in and out of libtorch.</summary>
internal static class Values
{
    public static void Set(this torch.Tensor parameter, float[] values)
    {
        using var free = torch.no_grad();
        using torch.Tensor source = torch.tensor(values, [.. parameter.shape]);
        parameter.copy_(source);
    }

    /// <summary>A contiguous tensor with the given axes in another order.</summary>
    public static torch.Tensor Permuted(float[] values, ReadOnlySpan<long> shape, long[] order)
    {
        using torch.Tensor given = torch.tensor(values, shape);
        using torch.Tensor permuted = given.permute(order);
        return permuted.contiguous();
    }

    /// <summary>Tokens as libtorch likes them, [steps, batch].</summary>
    public static torch.Tensor TimeFirst(ReadOnlySpan<int> tokens, int batch) => torch.tensor(
        Array.ConvertAll(Cells.TimeFirst(tokens, batch, Stories.Length), static t => (long)t), [Stories.Length, batch]);

    public static double SumOfSquares(this torch.Tensor tensor)
    {
        using torch.Tensor flat = tensor.detach().contiguous();
        return Numbers.SumOfSquares(flat.data<float>().ToArray());
    }
}
