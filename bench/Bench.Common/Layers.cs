namespace Bench;

/// <summary>What goes into the catalogue's layers.</summary>
public static class Layers
{
    /// <summary>Features of a step.</summary>
    public const int Features = 128;

    /// <summary>Filters of the convolution over a plane.</summary>
    public const int PlaneFilters = 32;

    /// <summary>Channels of a plane.</summary>
    public const int PlaneChannels = 16;

    /// <summary>Heads of the attention that has several; together they are as wide as the features.</summary>
    public const int Heads = 4;

    /// <summary>Units of a direction, or of what stands at every step.</summary>
    public const int HalfUnits = Features / 2;

    /// <summary>Steps of the windows along time.</summary>
    public const int Window = 5;

    /// <summary>Rows and columns of the windows over a plane.</summary>
    public const int PlaneWindow = 3;

    private const int Steps = 100;
    private const int PlaneSize = 28;

    /// <summary>The inputs' shape with channels last: [batch, steps, features], or [batch, height, width, channels].</summary>
    public static int[] InputShape(Job job) => IsPlane(job.Layer)
        ? [job.Batch, PlaneSize, PlaneSize, PlaneChannels]
        : [job.Batch, Steps, Features];

    /// <summary>Whether a layer works on planes.</summary>
    public static bool IsPlane(LayerKind layer) =>
        layer is LayerKind.Conv2D or LayerKind.DepthwiseConv2D or LayerKind.SeparableConv2D or LayerKind.MaxPooling2D or LayerKind.AveragePooling2D;

    /// <summary>The inputs, small enough for a softmax of their products to be more than a 1 among zeros.</summary>
    public static float[] Inputs(Job job) => Numbers.Uniform(5, Count(InputShape(job)), 0.3f);

    /// <summary>The shapes of the weights that train, in Keras's layout and order.</summary>
    public static int[][] WeightShapes(LayerKind layer) => layer switch
    {
        LayerKind.Dense => [[Features, Features], [Features]],
        LayerKind.Conv1D => [[Window, Features, Features], [Features]],
        LayerKind.DepthwiseConv1D => [[Window, Features, 1], [Features]],
        LayerKind.Conv2D => [[PlaneWindow, PlaneWindow, PlaneChannels, PlaneFilters], [PlaneFilters]],
        LayerKind.DepthwiseConv2D => [[PlaneWindow, PlaneWindow, PlaneChannels, 1], [PlaneChannels]],
        LayerKind.SeparableConv2D => [[PlaneWindow, PlaneWindow, PlaneChannels, 1], [1, 1, PlaneChannels, PlaneFilters], [PlaneFilters]],
        LayerKind.RmsNormalization => [[Features]],
        LayerKind.LayerNormalization or LayerKind.BatchNormalization => [[Features], [Features]],

        // The query's, the key's, the value's and the output's kernel and bias, with the heads beside each other.
        LayerKind.MultiHeadAttention => Times(4, [Features, Features], [Features]),
        LayerKind.BidirectionalLstm => Times(2, [Features, 4 * HalfUnits], [HalfUnits, 4 * HalfUnits], [4 * HalfUnits]),
        LayerKind.TimeDistributedDense => [[Features, HalfUnits], [HalfUnits]],
        _ => [],
    };

    /// <summary>Elements of a shape.</summary>
    public static int Count(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int axis in shape)
        {
            count *= axis;
        }
        return count;
    }

    private static int[][] Times(int count, params int[][] shapes) => [.. Enumerable.Repeat(shapes, count).SelectMany(static s => s)];
}
