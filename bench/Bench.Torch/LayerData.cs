using TorchSharp;

namespace Bench;

/// <summary>The catalogue's data in the layout that libtorch likes best.</summary>
internal static class LayerData
{
    public static torch.Tensor Inputs(Job job) =>
        Values.Permuted(Layers.Inputs(job), Array.ConvertAll(Layers.InputShape(job), static axis => (long)axis), Axes(job.Layer));

    /// <summary>The given gradient of the output, laid out as that is.</summary>
    public static torch.Tensor OutputGradient(LayerKind layer, Func<torch.Tensor, torch.Tensor> forward, torch.Tensor x)
    {
        using var free = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        torch.Tensor output = forward(x);

        // What pools all steps leaves [batch, features].
        long[] axes = output.dim() == 2 ? [0, 1] : Axes(layer);
        var shape = new long[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            shape[axes[i]] = output.shape[i];
        }
        return Values.Permuted(Numbers.Uniform(6, (int)output.numel(), 1), shape, axes).MoveToOuterDisposeScope();
    }

    /// <summary>The order in memory of the axes that Keras has as [batch, ..., channels].</summary>
    private static long[] Axes(LayerKind layer) => layer switch
    {
        _ when Layers.IsPlane(layer) => [0, 1, 2, 3],
        LayerKind.GlobalMaxPooling1D => [0, 2, 1],
        LayerKind.BidirectionalLstm => [1, 0, 2],
        _ => [0, 1, 2],
    };
}
