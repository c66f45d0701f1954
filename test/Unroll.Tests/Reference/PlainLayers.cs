namespace Unroll.Tests.Reference;

/// <summary>Layers in plain double arithmetic, straight from their definitions.</summary>
internal static class PlainLayers
{
    public static NdArray Each(NdArray x, Func<double, double> f) => NdArray.Make(x.Dimensions, i => f(x[i]));

    /// <summary>Element by element over inputs that stretch along axes of length 1.</summary>
    public static NdArray Merge(TwinCall call, int[] dimensions, Func<double[], double> join) =>
        NdArray.Make(dimensions, i => join([.. call.X.Select(x => x[[.. i.Zip(x.Dimensions, (at, length) => length == 1 ? 0 : at)]])]));

    public static NdArray Softmax(NdArray x, int axis) => NdArray.Make(x.Dimensions, i =>
    {
        double sum = Enumerable.Range(0, x.Dimensions[axis]).Sum(k => Math.Exp(x[With(i, axis, k)]));
        return Math.Exp(x[i]) / sum;
    });

    /// <summary>(x - mean) / sqrt(variance + epsilon) of the elements that share the given axes.</summary>
    public static NdArray Standardize(NdArray x, int[] along, double epsilon, bool centers, Func<int[], bool>? counts = null) => NdArray.Make(x.Dimensions, i =>
    {
        double[] row = [.. x.Indices().Where(j => SameOutside(i, j, along) && (counts is null || counts(j))).Select(j => x[j])];
        double n = row.Length + (counts is null ? 0 : 1e-7);
        double mean = centers ? row.Sum() / n : 0;
        return (x[i] - mean) / Math.Sqrt((row.Sum(v => (v - mean) * (v - mean)) / n) + epsilon);
    });

    /// <summary>The windows of [batch, height, width, channels], or of [batch, time, channels] as a picture one pixel high.</summary>
    public static NdArray Convolve(NdArray x, NdArray kernel, NdArray? bias, (int Y, int X) stride, (int Y, int X) dilation, WindowPadding padding, int groups)
    {
        bool isLine = x.Dimensions.Length == 3;
        (x, kernel) = (AsPlane(x), AsKernel(kernel));
        int[] k = kernel.Dimensions;
        (int height, int top) = Axis(x.Dimensions[1], k[0], stride.Y, dilation.Y, isLine ? WindowPadding.Valid : padding);
        (int width, int left) = Axis(x.Dimensions[2], k[1], stride.X, dilation.X, padding);
        int perGroup = k[3] / groups;
        NdArray y = NdArray.Make([x.Dimensions[0], height, width, k[3]], i =>
        {
            double sum = bias?.Values[i[3]] ?? 0;
            for (int ky = 0; ky < k[0]; ky++)
            {
                for (int kx = 0; kx < k[1]; kx++)
                {
                    int row = (i[1] * stride.Y) + (ky * dilation.Y) - top, column = (i[2] * stride.X) + (kx * dilation.X) - left;
                    for (int c = 0; c < k[2]; c++)
                    {
                        sum += x.Or0(i[0], row, column, (i[3] / perGroup * k[2]) + c) * kernel[ky, kx, c, i[3]];
                    }
                }
            }
            return sum;
        });
        return isLine ? AsLine(y) : y;
    }

    /// <summary>A depthwise kernel, [window, channels, multiplier], as one with a group for each channel.</summary>
    public static NdArray DepthwiseAsGroups(NdArray kernel)
    {
        int[] d = kernel.Dimensions;
        return new NdArray([.. d[..^2], 1, d[^2] * d[^1]]) { Values = kernel.Values };
    }

    public static NdArray Pool(NdArray x, (int Y, int X) size, (int Y, int X) stride, WindowPadding padding, Func<double[], double> take)
    {
        bool isLine = x.Dimensions.Length == 3;
        x = AsPlane(x);
        (int height, int top) = Axis(x.Dimensions[1], size.Y, stride.Y, 1, isLine ? WindowPadding.Valid : padding);
        (int width, int left) = Axis(x.Dimensions[2], size.X, stride.X, 1, padding);
        NdArray y = NdArray.Make([x.Dimensions[0], height, width, x.Dimensions[3]], i =>
        {
            var inside = new List<double>();
            foreach (int[] at in new NdArray(size.Y, size.X).Indices())
            {
                int row = (i[1] * stride.Y) + at[0] - top, column = (i[2] * stride.X) + at[1] - left;
                if (row >= 0 && row < x.Dimensions[1] && column >= 0 && column < x.Dimensions[2])
                {
                    inside.Add(x[i[0], row, column, i[3]]);
                }
            }
            return take([.. inside]);
        });
        return isLine ? AsLine(y) : y;
    }

    /// <summary>Weights of scores, [queries, values]: a softmax over the values that count.</summary>
    public static double[] Weights(double[] scores, bool[] counts)
    {
        double sum = scores.Where((_, j) => counts[j]).Sum(Math.Exp);
        return [.. scores.Select((s, j) => counts[j] ? Math.Exp(s) / sum : 0)];
    }

    /// <summary>Attention with scores of query i and key j of a sample.</summary>
    public static NdArray Attend(TwinCall call, bool causal, Func<int, int, int, double> score)
    {
        NdArray query = call.X[0], value = call.X[1];
        int values = value.Dimensions[1];
        return NdArray.Make([query.Dimensions[0], query.Dimensions[1], value.Dimensions[2]], i =>
        {
            bool[] counts = [.. Enumerable.Range(0, values).Select(j => call.Counts(1, i[0], j) && (!causal || j <= i[1]))];
            counts = counts.Contains(true) ? counts : [.. counts.Select(_ => true)];
            double[] weights = Weights([.. Enumerable.Range(0, values).Select(j => score(i[0], i[1], j))], counts);
            return call.Counts(0, i[0], i[1]) ? weights.Select((w, j) => w * value[i[0], j, i[2]]).Sum() : 0;
        });
    }

    /// <summary>Heads whose kernels and biases stand as in Keras: query, key, perhaps gate, value, output; a query attends to a value of its sample and head where it may.</summary>
    public static NdArray AttendWithHeads(TwinCall call, bool causal, Func<int, int, int, int, bool>? may = null)
    {
        NdArray[] w = call.W;
        NdArray? gate = w.Length == 10 ? Each(Project(call.X[0], w[4], w[5]), x => 1 / (1 + Math.Exp(-x))) : null;
        NdArray query = Project(call.X[0], w[0], w[1]), key = Project(call.X[^1], w[2], w[3]), value = Project(call.X[1], w[^4], w[^3]);
        int[] q = query.Dimensions;
        int values = value.Dimensions[1];
        NdArray found = NdArray.Make([q[0], q[1], q[2], value.Dimensions[3]], i =>
        {
            bool[] counts = [.. Enumerable.Range(0, values).Select(j => call.Counts(1, i[0], j) && call.Counts(0, i[0], i[1]) && (!causal || j <= i[1]) && (may is null || may(i[0], i[2], i[1], j)))];
            double[] scores = [.. Enumerable.Range(0, values).Select(j => Enumerable.Range(0, q[3]).Sum(k => query[i[0], i[1], i[2], k] * key[i[0], j, i[2], k]) / Math.Sqrt(q[3]))];
            double[] weights = counts.Contains(true) ? Weights(scores, counts) : [.. counts.Select(_ => 1.0 / values)];
            return weights.Select((weight, j) => weight * value[i[0], j, i[2], i[3]]).Sum() * (gate?[i] ?? 1);
        });
        NdArray kernel = w[^2];
        return NdArray.Make([q[0], q[1], kernel.Dimensions[2]], i =>
            w[^1].Values[i[2]] + new NdArray(kernel.Dimensions[0], kernel.Dimensions[1]).Indices().Sum(k => found[i[0], i[1], k[0], k[1]] * kernel[k[0], k[1], i[2]]));
    }

    public static int[] With(int[] index, int axis, int at) => [.. index.Select((v, a) => a == axis ? at : v)];

    /// <summary>A twin that takes its channels last, of a layer that has them first.</summary>
    public static Func<TwinCall, NdArray> ChannelsFirst(Func<TwinCall, NdArray> twin) => call =>
    {
        NdArray y = twin(call with { X = [.. call.X.Select(ToLast)] });
        int[] d = y.Dimensions;
        return d.Length == 2 ? y : NdArray.Make([d[0], d[^1], .. d[1..^1]], i => y[[i[0], .. i[2..], i[1]]]);
    };

    private static NdArray ToLast(NdArray x)
    {
        int[] d = x.Dimensions;
        return NdArray.Make([d[0], .. d[2..], d[1]], i => x[[i[0], i[^1], .. i[1..^1]]]);
    }

    private static NdArray Project(NdArray x, NdArray kernel, NdArray bias) =>
        NdArray.Make([x.Dimensions[0], x.Dimensions[1], kernel.Dimensions[1], kernel.Dimensions[2]], i =>
            bias[i[2], i[3]] + Enumerable.Range(0, kernel.Dimensions[0]).Sum(k => x[i[0], i[1], k] * kernel[k, i[2], i[3]]));

    private static bool SameOutside(int[] a, int[] b, int[] along) => !a.Where((v, axis) => !along.Contains(axis) && v != b[axis]).Any();

    private static (int Count, int Before) Axis(int length, int size, int stride, int dilation, WindowPadding padding)
    {
        int extent = ((size - 1) * dilation) + 1, count = (int)Math.Ceiling((double)length / stride);
        return padding switch
        {
            WindowPadding.Same => (count, Math.Max(0, ((count - 1) * stride) + extent - length) / 2),
            WindowPadding.Causal => (count, extent - 1),
            _ => (((length - extent) / stride) + 1, 0),
        };
    }

    private static NdArray AsPlane(NdArray x) => x.Dimensions.Length == 4 ? x : new NdArray(x.Dimensions[0], 1, x.Dimensions[1], x.Dimensions[2]) { Values = x.Values };

    private static NdArray AsLine(NdArray y) => new(y.Dimensions[0], y.Dimensions[2], y.Dimensions[3]) { Values = y.Values };

    private static NdArray AsKernel(NdArray kernel) =>
        kernel.Dimensions.Length == 4 ? kernel : new NdArray([1, .. kernel.Dimensions]) { Values = kernel.Values };
}
