using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Unroll.Tests.Losses;

public class CrossentropyTests
{
    private const int Samples = 5;

    [Theory]
    [InlineData(3, false, 0)]
    [InlineData(3, true, 0)]
    [InlineData(46, false, 0.1)]
    [InlineData(46, true, 0.1)]
    [InlineData(600, true, 0)]
    public void Categorical_ValuesAndGradient_AgreeWithTheDoubleTwin(int classes, bool logits, double smoothing)
    {
        CategoricalCrossentropy loss = new() { FromLogits = logits, LabelSmoothing = smoothing };
        float[] p = Draw(classes, logits), y = new float[p.Length];
        for (int i = 0; i < y.Length; i++)
            y[i] = (i * 7 % 11) / 10f;
        Check(loss, new Targets(y), p, classes, logits, (k, x) =>
        {
            double sum = x.Sum(), value = 0, logSum = Math.Log(x.Sum(Math.Exp));
            for (int c = 0; c < classes; c++)
            {
                double t = y[k * classes + c] * (1 - smoothing) + smoothing / classes;
                value -= t * (logits ? x[c] - logSum : Math.Log(x[c] / sum));
            }

            return value;
        });
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(46, true)]
    [InlineData(600, true)]
    public void Sparse_ValuesAndGradient_AgreeWithTheDoubleTwin(int classes, bool logits)
    {
        SparseCategoricalCrossentropy loss = new() { FromLogits = logits };
        float[] p = Draw(classes, logits);
        int[] y = [0, classes - 1, 1, 2, 1];
        Check(loss, new Targets(y), p, classes, logits, (k, x) =>
            logits ? Math.Log(x.Sum(Math.Exp)) - x[y[k]] : Math.Log(x.Sum()) - Math.Log(x[y[k]]));
    }

    [Fact]
    public void Values_SaturatedProbabilities_AreClippedAndPassNoGradient()
    {
        CategoricalCrossentropy loss = new();
        float[] p = [1, 0, 0, 1, 0, 0], y = [1, 0, 0, 0, 1, 0], values = new float[2], gradient = new float[6];
        loss.Values(new Targets(y), p, 3, false, values);
        loss.Gradient(new Targets(y), p, 3, false, [1, 1], gradient);
        Assert.Equal(1e-7, values[0], 1e-9);
        Assert.Equal(16.118095, values[1], 1e-5);
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    [Fact]
    public void Values_LargeLogits_StayFinite()
    {
        float[] x = [1000, -1000, 0], values = new float[1], gradient = new float[3];
        new SparseCategoricalCrossentropy().Values(new Targets((ReadOnlySpan<int>)[1]), x, 3, true, values);
        new SparseCategoricalCrossentropy().Gradient(new Targets((ReadOnlySpan<int>)[1]), x, 3, true, [1], gradient);
        Assert.Equal(2000, values[0]);
        Assert.Equal([1, -1, 0], gradient);
    }

    [Fact]
    public void Values_FloatLabels_CountAsClassNumbers()
    {
        float[] x = [1, 2, 3], fromInt = new float[1], fromFloat = new float[1];
        new SparseCategoricalCrossentropy().Values(new Targets((ReadOnlySpan<int>)[2]), x, 3, true, fromInt);
        new SparseCategoricalCrossentropy().Values(new Targets((ReadOnlySpan<float>)[2f]), x, 3, true, fromFloat);
        Assert.Equal(fromInt, fromFloat);
    }

    [Fact]
    public void IgnoreClass_ItsTargets_HaveNoValueNoGradientAndNoMask()
    {
        SparseCategoricalCrossentropy loss = new() { IgnoreClass = -1 };
        int[] y = [-1, 1];
        float[] p = [0.5f, 0.5f, 0.25f, 0.75f], values = new float[2], gradient = new float[4];
        byte[] mask = [1, 1];
        loss.Values(new Targets(y), p, 2, false, values);
        loss.Gradient(new Targets(y), p, 2, false, [1, 1], gradient);
        loss.AndMask(new Targets(y), mask);
        Assert.True(loss.MakesMask);
        Assert.Equal(0, values[0]);
        Assert.Equal(0.28768207f, values[1], 1e-6f);
        Assert.Equal([0, 0], gradient[..2]);
        Assert.Equal([0, 1], mask);
    }

    [Fact]
    public void Values_LabelBeyondTheClasses_NamesSampleLabelAndRange() =>
        Assert.Equal(
            "Target 1 is class 3, but the model predicts 3 classes, 0 to 2. Check the labels or the size of the last layer; IgnoreClass leaves a class number out.",
            Assert.Throws<ArgumentException>(() =>
                new SparseCategoricalCrossentropy().Values(new Targets((ReadOnlySpan<int>)[0, 3]), new float[6], 3, true, new float[2])).Message);

    [Fact]
    public void Values_ClassNumbersForCategorical_SaysWhatToDo() =>
        Assert.Equal(
            "CategoricalCrossentropy expects a target for each of the 6 predicted probabilities, but got 2. "
            + "Make the labels one-hot, or use SparseCategoricalCrossentropy for class numbers.",
            Assert.Throws<ShapeException>(() =>
                Loss.CategoricalCrossentropy.Values(new Targets((ReadOnlySpan<int>)[0, 2]), new float[6], 3, true, new float[2])).Message);

    [Fact]
    public void ValuesAndGradient_SteadyState_AllocateNothing()
    {
        float[] p = Draw(46, true), y = new float[p.Length], values = new float[Samples], gradient = new float[p.Length], weights = new float[Samples];
        byte[] mask = [1, 1, 0, 1, 1];
        y[3] = 1;
        long before = 0;
        for (int i = 0; i < 100; i++)
        {
            if (i == 50)
                before = GC.GetAllocatedBytesForCurrentThread();
            Loss.CategoricalCrossentropy.Values(new Targets(y), p, 46, true, values);
            LossReduction.Weights(Reduction.SumOverBatchSize, default, mask, weights);
            Loss.CategoricalCrossentropy.Gradient(new Targets(y), p, 46, true, weights, gradient);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    // The bits are the same on every machine: these digests hold wherever the tests run.
    [Theory]
    [InlineData(true, "de9cf5c33492e9c9")]
    [InlineData(false, "7a9df7cb33946ef4")]
    public void ValuesAndGradient_FixedInputs_GiveTheCommittedBits(bool logits, string digest)
    {
        float[] p = Draw(300, logits), y = new float[p.Length], values = new float[Samples], gradient = new float[p.Length];
        for (int i = 0; i < Samples; i++)
            y[i * 301] = 1;
        Loss.CategoricalCrossentropy.Values(new Targets(y), p, 300, logits, values);
        Loss.CategoricalCrossentropy.Gradient(new Targets(y), p, 300, logits, [1, 0.5f, 2, 0, 3], gradient);
        byte[] bytes = [.. MemoryMarshal.AsBytes<float>(values), .. MemoryMarshal.AsBytes<float>(gradient)];
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
    }

    [Theory]
    [InlineData("CategoricalCrossentropy", """{"name":"cce","reduction":"sum","from_logits":true,"label_smoothing":0.1,"axis":-1}""")]
    [InlineData("SparseCategoricalCrossentropy", """{"name":"scce","reduction":null,"from_logits":false,"ignore_class":0}""")]
    [InlineData("SparseCategoricalCrossentropy", """{"name":"scce","reduction":"mean_with_sample_weight","from_logits":false,"ignore_class":null}""")]
    public void FromConfig_KerasOptions_RoundTrip(string className, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Loss loss = Loss.FromConfig(className, document.RootElement);
        Assert.Equal(className, loss.ClassName);
        Assert.Equal(json, JsonSerializer.Serialize(loss.Config));
    }

    [Fact]
    public void FromName_KerasNames_GiveTheLoss()
    {
        Assert.Same(Loss.CategoricalCrossentropy, Loss.FromName("categorical_crossentropy"));
        Assert.Same(Loss.SparseCategoricalCrossentropy, Loss.FromName("SparseCategoricalCrossentropy"));
        Assert.StartsWith("Loss 'wrong' is unknown. Known are", Assert.Throws<ArgumentException>(() => Loss.FromName("wrong")).Message, StringComparison.Ordinal);
    }

    private static float[] Draw(int classes, bool logits)
    {
        Philox random = new(1, 0);
        float[] values = new float[Samples * classes];
        for (int i = 0; i < values.Length; i++)
            values[i] = logits ? (float)(2 * random.NormalAt(0, (ulong)i)) : random.UniformAt(0, (ulong)i) / classes + 0.01f;
        return values;
    }

    private static void Check(Loss loss, Targets y, float[] prediction, int classes, bool logits, Func<int, double[], double> twin)
    {
        float[] values = new float[Samples], gradient = new float[prediction.Length], weights = [1, 0.5f, 2, 0, 3];
        loss.Values(y, prediction, classes, logits, values);
        loss.Gradient(y, prediction, classes, logits, weights, gradient);
        for (int i = 0; i < Samples; i++)
        {
            double[] row = [.. prediction.Skip(i * classes).Take(classes).Select(x => (double)x)];
            double expected = twin(i, row);
            Assert.Equal(expected, values[i], 1e-6 * Math.Max(1, Math.Abs(expected)));
            double[] differences = new double[classes];
            for (int k = 0; k < classes; k++)
            {
                double at = row[k], h = logits ? 1e-4 : 1e-5 * at;
                row[k] = at + h;
                double above = twin(i, row);
                row[k] = at - h;
                differences[k] = weights[i] * (above - twin(i, row)) / (2 * h);
                row[k] = at;
            }

            double largest = differences.Max(Math.Abs);
            for (int k = 0; k < classes; k++)
                Assert.Equal(differences[k], gradient[i * classes + k], 1e-6 * largest + 1e-8);
        }
    }
}
