using TorchSharp;
using Functional = TorchSharp.torch.nn.functional;

namespace Bench;

/// <summary>A layer of the catalogue with the weights that all contestants share, in libtorch's layout.</summary>
/// <param name="Weights">Those that train.</param>
/// <param name="Forward">From the inputs to the outputs.</param>
internal sealed record LayerFunction(torch.Tensor[] Weights, Func<torch.Tensor, torch.Tensor> Forward)
{
    // Keras's.
    private const double Epsilon = 1e-3;
    private const double Momentum = 0.01;

    public static LayerFunction Create(LayerKind layer)
    {
        if (layer == LayerKind.BidirectionalLstm)
        {
            return BidirectionalLstm.Create();
        }
        int[][] shapes = Layers.WeightShapes(layer);
        torch.Tensor[] w = [.. new LayerWeights(layer).Values.Select((values, i) => Weight(layer, values, shapes[i]))];
        return layer switch
        {
            LayerKind.Dense => new(w, x => Functional.linear(x, w[0], w[1]).relu()),
            LayerKind.Conv1D => new(w, x => Functional.conv1d(x, w[0], w[1], padding: Layers.Window / 2)),
            LayerKind.DepthwiseConv1D => new(w, x => Functional.conv1d(x, w[0], w[1], padding: Layers.Window / 2, groups: Layers.Features)),
            LayerKind.Conv2D => new(w, x => Functional.conv2d(x, w[0], w[1], padding: [Layers.PlaneWindow / 2, Layers.PlaneWindow / 2])),
            LayerKind.MaxPooling1D => new(w, static x => Functional.max_pool1d(x, 2)),
            LayerKind.AveragePooling1D => new(w, static x => Functional.avg_pool1d(x, 2)),
            LayerKind.GlobalMaxPooling1D => new(w, static x => x.max(2).values),
            LayerKind.GlobalAveragePooling1D => new(w, static x => x.mean([2])),
            LayerKind.LayerNormalization => new(w, x => Functional.layer_norm(x, [Layers.Features], w[0], w[1], Epsilon)),
            LayerKind.BatchNormalization => BatchNormalization(w),
            LayerKind.Attention => new(w, static x => Attend(x.unsqueeze(1)).squeeze(1)),
            LayerKind.MultiHeadAttention => MultiHeadAttention(w),
            LayerKind.Softmax => new(w, static x => Functional.softmax(x, 2)),
            LayerKind.TimeDistributedDense => new(w, x => Functional.linear(x, w[0], w[1])),
            _ => throw new NotSupportedException($"{layer} has no function."),
        };
    }

    /// <summary>What Keras has as [window, inputs, outputs] is [outputs, inputs, window] here.</summary>
    private static torch.Tensor Weight(LayerKind layer, float[] values, int[] shape)
    {
        long[] order = shape.Length switch
        {
            1 => [0],
            2 => [1, 0],
            3 => layer == LayerKind.DepthwiseConv1D ? [1, 2, 0] : [2, 1, 0],
            _ => [3, 2, 0, 1],
        };
        return Values.Permuted(values, Array.ConvertAll(shape, static axis => (long)axis), order);
    }

    private static LayerFunction BatchNormalization(torch.Tensor[] w)
    {
        torch.Tensor mean = torch.zeros(Layers.Features);
        torch.Tensor variance = torch.ones(Layers.Features);
        return new(w, x => Functional.batch_norm(x, mean, variance, w[0], w[1], training: true, Momentum, Epsilon));
    }

    /// <summary>[batch, heads, steps, features], without the scale that libtorch divides by.</summary>
    private static torch.Tensor Attend(torch.Tensor x) => Functional.scaled_dot_product_attention(x * Math.Sqrt(Layers.Features), x, x);

    private static LayerFunction MultiHeadAttention(torch.Tensor[] w)
    {
        torch.Tensor kernel = torch.cat([w[0], w[2], w[4]]);
        torch.Tensor bias = torch.cat([w[1], w[3], w[5]]);
        torch.Tensor outKernel = w[6];
        torch.Tensor outBias = w[7];
        return new([kernel, bias, outKernel, outBias], x =>
        {
            // [batch, steps, 3, heads, width] to three of [batch, heads, steps, width].
            torch.Tensor[] all = Functional.linear(x, kernel, bias).view(x.shape[0], x.shape[1], 3, Layers.Heads, -1).permute(2, 0, 3, 1, 4).unbind(0);
            torch.Tensor y = Functional.scaled_dot_product_attention(all[0], all[1], all[2]);
            return Functional.linear(y.transpose(1, 2).reshape(x.shape[0], x.shape[1], -1), outKernel, outBias);
        });
    }
}
