using Unroll.Kernels;
using Unroll.Tests.Kernels;

namespace Unroll.Tests.Layers;

public class ActivationTests
{
    private const int Width = 23;

    private static readonly Dictionary<string, Func<double, double>> _twins = new()
    {
        ["linear"] = x => x,
        ["relu"] = x => Math.Max(x, 0),
        ["relu6"] = x => Math.Clamp(x, 0, 6),
        ["leaky_relu"] = x => x < 0 ? 0.2 * x : x,
        ["elu"] = x => x > 0 ? x : Math.Exp(x) - 1,
        ["selu"] = x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1)),
        ["gelu"] = x => x * 0.5 * (1 + MathReference.Erf(x / Math.Sqrt(2))),
        ["silu"] = x => x * MathReference.Sigmoid(x),
        ["mish"] = x => x * Math.Tanh(MathReference.Softplus(x)),
        ["softplus"] = MathReference.Softplus,
        ["softsign"] = x => x / (1 + Math.Abs(x)),
        ["tanh"] = Math.Tanh,
        ["sigmoid"] = MathReference.Sigmoid,
        ["hard_sigmoid"] = x => Math.Clamp(x + 3, 0, 6) / 6,
        ["hard_silu"] = x => x * Math.Clamp(x + 3, 0, 6) / 6,
        ["exponential"] = Math.Exp,
        ["celu"] = x => Math.Max(x, 0) + Math.Min(0, Math.Exp(x) - 1),
        ["hard_tanh"] = x => Math.Clamp(x, -1, 1),
        ["log_sigmoid"] = x => -MathReference.Softplus(-x),
        ["tanh_shrink"] = x => x - Math.Tanh(x),
        ["soft_shrink"] = x => Math.Abs(x) > 0.5 ? x - (0.5 * Math.Sign(x)) : 0,
        ["hard_shrink"] = x => Math.Abs(x) > 0.5 ? x : 0,
        ["squareplus"] = x => (x + Math.Sqrt((x * x) + 4)) / 2,
        ["sparse_plus"] = x => x <= -1 ? 0 : x >= 1 ? x : (x + 1) * (x + 1) / 4,
        ["sparse_sigmoid"] = x => Math.Clamp((x + 1) / 2, 0, 1),
    };

    public static TheoryData<string> Names => [.. _twins.Keys, "softmax", "log_softmax"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_AgainstDouble_Close(string name)
    {
        float[] x = Inputs(), y = new float[x.Length];
        Activation.FromName(name).Forward(x, y, Width);
        double[] expected = Twin(name, [.. x.Select(v => (double)v)]);
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(expected[i], y[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])));

        Activation.FromName(name).Forward(x, x, Width);
        Assert.Equal(y, x);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_AgainstCentralDifferences_Close(string name)
    {
        const double Delta = 1e-5;
        Activation activation = Activation.FromName(name);
        float[] x = Inputs(), y = new float[x.Length], dy = new float[x.Length];
        Random random = new(2);
        for (int i = 0; i < dy.Length; i++)
            dy[i] = (float)random.NextDouble() - 0.5f;
        activation.Forward(x, y, Width);
        float[] dx = [.. dy];
        activation.Backward(activation.NeedsInput ? x : [], y, dx, dx, Width);

        double[] at = [.. x.Select(v => (double)v)];
        for (int i = 0; i < x.Length; i++)
        {
            double old = at[i];
            at[i] = old + Delta;
            double[] above = Twin(name, at);
            at[i] = old - Delta;
            double[] below = Twin(name, at);
            at[i] = old;
            double slope = dy.Select((d, j) => d * (above[j] - below[j])).Sum() / (2 * Delta);
            Assert.Equal(slope, dx[i], 2e-6 * Math.Max(1, Math.Abs(slope)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(46)]
    [InlineData(100)]
    public void Softmax_EveryWidth_SameBits(int length)
    {
        Random random = new(3);
        float[] x = [.. Enumerable.Range(0, 3 * length).Select(_ => (float)(random.NextDouble() * 20 - 10))];
        foreach (bool logarithm in new[] { false, true })
        {
            float[] y = new float[x.Length], dx = new float[x.Length], otherY = new float[x.Length], otherDx = new float[x.Length];
            SoftmaxKernel.Forward(x, y, length, logarithm, SimdWidth.Scalar);
            SoftmaxKernel.Backward(y, x, dx, length, logarithm, SimdWidth.Scalar);
            foreach (SimdWidth width in SimdWidths.Available)
            {
                SoftmaxKernel.Forward(x, otherY, length, logarithm, width);
                SoftmaxKernel.Backward(y, x, otherDx, length, logarithm, width);
                SimdWidths.AssertSameBits(y, otherY, width);
                SimdWidths.AssertSameBits(dx, otherDx, width);
            }
        }
    }

    [Fact]
    public void FromName_Keras2Alias_GivesKeras3Activation()
    {
        Assert.Same(Activation.Silu, Activation.FromName("swish"));
        Assert.Same(Activation.HardSilu, Activation.FromName("hard_swish"));
        Assert.Equal("hard_silu", Activation.HardSilu.ToString());
    }

    [Fact]
    public void FromName_Unknown_ListsKnownNames()
    {
        ModelConfigException error = Assert.Throws<ModelConfigException>(() => Activation.FromName("tanhh"));
        Assert.Equal(
            "Unknown activation 'tanhh'. Known are: celu, elu, exponential, gelu, hard_shrink, hard_sigmoid, hard_silu, hard_swish, hard_tanh, leaky_relu, linear, "
            + "log_sigmoid, log_softmax, mish, relu, relu6, selu, sigmoid, silu, soft_shrink, softmax, softplus, softsign, sparse_plus, sparse_sigmoid, squareplus, swish, tanh, tanh_shrink.", error.Message);
    }

    // Three rows between -8 and 8, away from the kinks at -3, -1, -0.5, 0, 0.5, 1, 3 and 6.
    private static float[] Inputs() => [.. Enumerable.Range(0, 3 * Width).Select(i => -8.03f + 16f * (i * 31 % (3 * Width)) / (3 * Width))];

    private static double[] Twin(string name, double[] x)
    {
        if (_twins.TryGetValue(name, out Func<double, double>? f))
            return [.. x.Select(f)];

        List<double> y = [];
        foreach (double[] row in x.Chunk(Width))
        {
            double max = row.Max(), sum = row.Sum(v => Math.Exp(v - max));
            y.AddRange(row.Select(v => name == "softmax" ? Math.Exp(v - max) / sum : v - max - Math.Log(sum)));
        }

        return [.. y];
    }
}
