using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Unroll.Tests.Initializers;

public class InitializerTests
{
    [Fact]
    public void GlorotUniform_Matrix_FillsItsBoundsEvenly() => CheckUniform(Initializer.GlorotUniform, [100, 200], Math.Sqrt(6.0 / 300));

    [Fact]
    public void GlorotUniform_ConvolutionKernel_MultipliesFansByTheField() => CheckUniform(Initializer.GlorotUniform, [3, 40, 60], Math.Sqrt(6.0 / 300));

    [Fact]
    public void HeUniform_Matrix_FillsItsBoundsEvenly() => CheckUniform(Initializer.HeUniform, [100, 200], Math.Sqrt(6.0 / 100));

    [Fact]
    public void LecunUniform_Vector_TakesItsLengthAsFan() => CheckUniform(Initializer.LecunUniform, [20_000], Math.Sqrt(3.0 / 20_000));

    [Fact]
    public void RandomUniform_Default_FillsItsBoundsEvenly() => CheckUniform(Initializer.RandomUniform, [1000, 20], 0.05);

    [Fact]
    public void VarianceScaling_ByOutputs_FillsItsBoundsEvenly() => CheckUniform(new VarianceScaling(2, ScalingMode.FanOut, ScalingDistribution.Uniform), [100, 200], Math.Sqrt(6.0 / 200));

    [Fact]
    public void VarianceScaling_Untruncated_HasItsDeviationAndTails()
    {
        float[] values = Fill(new VarianceScaling(4, ScalingMode.FanIn, ScalingDistribution.UntruncatedNormal), [100, 200]);
        (double mean, double deviation) = Moments(values);
        Assert.Equal(0, mean, 0.005);
        Assert.Equal(0.2, deviation, 0.005);
        Assert.Contains(values, x => Math.Abs(x) > 0.5);
    }

    [Fact]
    public void GlorotNormal_Matrix_HasItsDeviationAfterTheCut() => CheckTruncated(Initializer.GlorotNormal, Math.Sqrt(2.0 / 300));

    [Fact]
    public void HeNormal_Matrix_HasItsDeviationAfterTheCut() => CheckTruncated(Initializer.HeNormal, Math.Sqrt(2.0 / 100));

    [Fact]
    public void LecunNormal_Matrix_HasItsDeviationAfterTheCut() => CheckTruncated(Initializer.LecunNormal, Math.Sqrt(1.0 / 100));

    [Fact]
    public void TruncatedNormal_MeanAndDeviation_StaysWithinTwoDeviations() => CheckTruncated(new TruncatedNormal(1, 0.5), 0.5 * Remaining, 1);

    [Fact]
    public void RandomNormal_MeanAndDeviation_HasThem()
    {
        float[] values = Fill(new RandomNormal(1, 0.5), [100, 200]);
        (double mean, double deviation) = Moments(values);
        Assert.Equal(1, mean, 0.01);
        Assert.Equal(0.5, deviation, 0.01);
        Assert.Contains(values, x => Math.Abs(x - 1) > 1.5);
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(100, 24)]
    [InlineData(24, 100)]
    [InlineData(5, 1)]
    public void Orthogonal_Matrix_HasOrthonormalRowsOrColumns(int rows, int columns)
    {
        float[] q = Fill(new Orthogonal(2), [rows, columns]);
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                double dot = 0;
                for (int i = 0; i < length; i++)
                    dot += rows >= columns ? (double)q[i * columns + a] * q[i * columns + b] : (double)q[a * columns + i] * q[b * columns + i];
                Assert.Equal(a == b ? 4 : 0, dot, 1e-5);
            }
        }
    }

    [Fact]
    public void Orthogonal_Vector_SaysWhatItNeeds() =>
        Assert.Equal(
            "The initializer Orthogonal needs a weight of rank 2 or more, but got rank 1. Use another initializer for vectors.",
            Assert.Throws<ShapeException>(() => Fill(Initializer.Orthogonal, [5])).Message);

    [Fact]
    public void Constants_AnyShape_FillTheirValue()
    {
        Assert.All(Fill(Initializer.Zeros, [3, 2]), x => Assert.Equal(0, x));
        Assert.All(Fill(Initializer.Ones, [3, 2]), x => Assert.Equal(1, x));
        Assert.All(Fill(new Constant(0.25), [3, 2]), x => Assert.Equal(0.25f, x));
        Assert.Equal([2, 0, 0, 0, 2, 0], Fill(new Identity(2), [2, 3]));
    }

    [Fact]
    public void Fill_OwnSeed_IgnoresTheModels()
    {
        GlorotUniform seeded = new() { Seed = 3 };
        float[] first = new float[50], second = new float[50];
        seeded.Fill(first, [5, 10], new Philox(1, 2));
        seeded.Fill(second, [5, 10], new Philox(8, 9));
        Assert.Equal(first, second);
        Assert.NotEqual(first, Fill(Initializer.GlorotUniform, [5, 10]));
    }

    // The bits are the same on every machine: these digests hold wherever the tests run.
    [Theory]
    [InlineData("GlorotUniform", "ff67f16bb7b4f404")]
    [InlineData("RandomNormal", "33d3a0bc3f4fb58b")]
    [InlineData("HeNormal", "5fb32cdcb9b4ef76")]
    [InlineData("Orthogonal", "4a8fc0bcf367524d")]
    public void Fill_SeedAndStream_GiveTheCommittedBits(string className, string digest)
    {
        float[] values = Fill(Initializer.FromConfig(className, default), [50, 37]);
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(values)))[..16]);
    }

    [Theory]
    [InlineData("RandomUniform", """{"seed":7,"minval":-0.25,"maxval":0.5}""")]
    [InlineData("TruncatedNormal", """{"seed":null,"mean":0.25,"stddev":0.5}""")]
    [InlineData("Orthogonal", """{"seed":null,"gain":1.5}""")]
    [InlineData("Constant", """{"value":0.5}""")]
    [InlineData("Zeros", "{}")]
    [InlineData("HeNormal", """{"seed":null}""")]
    [InlineData("VarianceScaling", """{"seed":3,"scale":2,"mode":"fan_avg","distribution":"untruncated_normal"}""")]
    [InlineData("VarianceScaling", """{"seed":null,"scale":0.5,"mode":"fan_out","distribution":"uniform"}""")]
    public void FromConfig_KerasOptions_RoundTrip(string className, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Initializer initializer = Initializer.FromConfig(className, document.RootElement);
        Assert.Equal(className, initializer.ClassName);
        Assert.Equal(json, JsonSerializer.Serialize(initializer.Config));
    }

    [Fact]
    public void FromConfig_UnknownClass_NamesIt() =>
        Assert.StartsWith("Initializer 'Fancy' is unknown.", Assert.Throws<ModelConfigException>(() => Initializer.FromConfig("Fancy", default)).Message, StringComparison.Ordinal);

    [Fact]
    public void FromConfig_WrongKind_NamesTheOption()
    {
        using JsonDocument document = JsonDocument.Parse("""{"minval":"low"}""");
        Assert.Equal(
            "'minval' must be a number, but is \"low\".",
            Assert.Throws<ModelConfigException>(() => Initializer.FromConfig("RandomUniform", document.RootElement)).Message);
    }

    private const double Remaining = 0.87962566103423978;

    private static float[] Fill(Initializer initializer, int[] shape)
    {
        float[] values = new float[shape.Aggregate((a, b) => a * b)];
        initializer.Fill(values, shape, new Philox(42, 3));
        return values;
    }

    private static (double Mean, double Deviation) Moments(float[] values)
    {
        double mean = values.Average(x => (double)x);
        return (mean, Math.Sqrt(values.Average(x => (x - mean) * (x - mean))));
    }

    private static void CheckUniform(Initializer initializer, int[] shape, double limit)
    {
        float[] values = Fill(initializer, shape);
        Assert.All(values, x => Assert.InRange(x, -limit * 1.000001, limit * 1.000001));
        (double mean, double deviation) = Moments(values);
        Assert.Equal(0, mean, 0.02 * limit);
        Assert.Equal(limit / Math.Sqrt(3), deviation, 0.02 * limit);
    }

    private static void CheckTruncated(Initializer initializer, double deviation, double mean = 0)
    {
        float[] values = Fill(initializer, [100, 200]);
        double limit = 2 * deviation / Remaining;
        Assert.All(values, x => Assert.InRange(x - mean, -limit * 1.00001, limit * 1.00001));
        Assert.Contains(values, x => x - mean > 0.97 * limit);
        (double actualMean, double actualDeviation) = Moments(values);
        Assert.Equal(mean, actualMean, 0.02 * limit);
        Assert.Equal(deviation, actualDeviation, 0.01 * limit);
    }
}
