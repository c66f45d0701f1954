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
    private const double RmsEpsilon = 1e-6;
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
            LayerKind.Conv1D => AlongTime(w, x => Convolve(x, w[0].unsqueeze(1), w[1], [0, Layers.Window / 2])),
            LayerKind.DepthwiseConv1D => AlongTime(w, x => Convolve(x, w[0].unsqueeze(1), w[1], [0, Layers.Window / 2], groups: Layers.Features)),
            LayerKind.Conv2D => OverPlane(w, x => Convolve(x, w[0], w[1], [Layers.PlaneWindow / 2, Layers.PlaneWindow / 2])),
            LayerKind.DepthwiseConv2D => OverPlane(w, x => Depthwise(x, w[0], w[1])),
            LayerKind.SeparableConv2D => OverPlane(w, x => Convolve(Depthwise(x, w[0], null), w[1], w[2], [0, 0])),
            LayerKind.MaxPooling2D => OverPlane(w, static x => Functional.max_pool2d(x, [2, 2])),
            LayerKind.AveragePooling2D => OverPlane(w, static x => Functional.avg_pool2d(x, [2, 2])),
            LayerKind.MaxPooling1D => AlongTime(w, static x => Functional.max_pool2d(x, [1, 2])),
            LayerKind.AveragePooling1D => AlongTime(w, static x => Functional.avg_pool2d(x, [1, 2])),
            LayerKind.GlobalMaxPooling1D => new(w, static x => x.max(2).values),
            LayerKind.GlobalAveragePooling1D => new(w, static x => x.mean([1])),
            LayerKind.LayerNormalization => new(w, x => Functional.layer_norm(x, [Layers.Features], w[0], w[1], Epsilon)),
            LayerKind.BatchNormalization => BatchNormalization(w),
            LayerKind.RmsNormalization => new(w, x => x * (x.square().mean([2], keepdim: true) + RmsEpsilon).rsqrt() * w[0]),
            LayerKind.UnitNormalization => new(w, static x => Functional.normalize(x, p: 2, dim: 2)),
            LayerKind.Add => new(w, static x => x + x),
            LayerKind.Multiply => new(w, static x => x * x),
            LayerKind.Concatenate => new(w, static x => torch.cat([x, x], 2)),
            LayerKind.Dropout => new(w, static x => Functional.dropout(x, 0.5, training: true)),
            LayerKind.Attention => new(w, static x => torch.bmm(Functional.softmax(torch.bmm(x, x.transpose(1, 2)), 2), x)),
            LayerKind.MultiHeadAttention => MultiHeadAttention(w),
            LayerKind.Softmax => new(w, static x => Functional.softmax(x, 2)),
            LayerKind.TimeDistributedDense => new(w, x => Functional.linear(x, w[0], w[1])),
            _ => throw new NotSupportedException($"{layer} has no function."),
        };
    }

    /// <summary>What Keras has as [inputs, outputs] or [window, inputs, outputs] with the outputs first.</summary>
    private static torch.Tensor Weight(LayerKind layer, float[] values, int[] shape)
    {
        long[] order = shape.Length switch
        {
            1 => [0],
            2 => [1, 0],
            3 => layer == LayerKind.DepthwiseConv1D ? [1, 0, 2] : [2, 0, 1],
            _ => shape[3] == 1 ? [2, 0, 1, 3] : [3, 0, 1, 2],
        };
        return Values.Permuted(values, Array.ConvertAll(shape, static axis => (long)axis), order);
    }

    /// <summary>From and to [batch, height, width, channels]. libtorch wants channels first, and is fastest where they are last in memory.</summary>
    private static LayerFunction OverPlane(torch.Tensor[] w, Func<torch.Tensor, torch.Tensor> forward) =>
        new(w, x => forward(ChannelsFirst(x)).permute(0, 2, 3, 1));

    /// <summary>From and to [batch, steps, channels]: a plane of one row, for which libtorch has the faster functions.</summary>
    private static LayerFunction AlongTime(torch.Tensor[] w, Func<torch.Tensor, torch.Tensor> forward)
    {
        LayerFunction plane = OverPlane(w, forward);
        return new(w, x => plane.Forward(x.unsqueeze(1)).squeeze(1));
    }

    private static torch.Tensor ChannelsFirst(torch.Tensor x) => x.permute(0, 3, 1, 2);

    private static torch.Tensor Depthwise(torch.Tensor x, torch.Tensor kernel, torch.Tensor? bias) =>
        Convolve(x, kernel, bias, [Layers.PlaneWindow / 2, Layers.PlaneWindow / 2], groups: Layers.PlaneChannels);

    private static torch.Tensor Convolve(torch.Tensor x, torch.Tensor kernel, torch.Tensor? bias, long[] padding, long groups = 1) =>
        Functional.conv2d(x, ChannelsFirst(kernel), bias, padding: padding, groups: groups);

    private static LayerFunction BatchNormalization(torch.Tensor[] w)
    {
        torch.Tensor mean = torch.zeros(Layers.Features);
        torch.Tensor variance = torch.ones(Layers.Features);
        return AlongTime(w, x => Functional.batch_norm(x, mean, variance, w[0], w[1], training: true, Momentum, Epsilon));
    }

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
