using System.Text.Json;
using Unroll.Tests.Golden;
using Unroll.Tests.Kernels;
using Unroll.Tests.Reference;
using Unroll.Tests.SameBits;

namespace Unroll.Tests.Optimizers;

[Collection(nameof(Alone))]
public class AdafactorTests
{
    // keras/src/optimizers/adafactor_test.py
    [Fact]
    public void Step_KerasTests_GiveTheValuesThere()
    {
        var adafactor = new Adafactor { LearningRate = 0.5 };
        AssertNear([-0.3693, 0.6307, 1.6307, 2.6307], Steps(adafactor, [4], [1, 2, 3, 4], [[1, 6, 7, 2]]), 1e-4);
        AssertNear([0.7007, -0.0081, 1.2492, 3.4407], Steps(adafactor, [2, 2], [1, 2, 3, 4], [[1, 6, 7, 2]]), 1e-4);
        var other = new Adafactor { LearningRate = 0.5, Beta2Decay = -0.65, Epsilon1 = 1e-15, Epsilon2 = 1e-4, ClipThreshold = 0.9, RelativeStep = false };
        float[] first = [.. Enumerable.Repeat(0.01f, 10)], then = [.. Enumerable.Range(1, 10).Select(i => i / 10f)];
        AssertNear([.. Enumerable.Repeat(0.55, 10)], Steps(other, [10], [.. Enumerable.Repeat(1f, 10)], [first]), 5e-4);
        AssertNear(
            [0.0554, 0.0548, 0.0546, 0.0546, 0.0546, 0.0546, 0.0546, 0.0545, 0.0545, 0.0545],
            Steps(other, [10], [.. Enumerable.Repeat(1f, 10)], [first, then, then, then, then]), 5e-4);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(5, 19)]
    [InlineData(1, 6)]
    [InlineData(2, 3, 17)]
    public void Step_SeveralSteps_AgreesWithTheTwin(params int[] shape)
    {
        var adafactor = new Adafactor { LearningRate = 0.05, ClipThreshold = 0.8 };
        int count = shape.Aggregate((a, b) => a * b);
        var samples = new Samples(1);
        float[] start = samples.Floats(count);
        float[][] gradients = [.. Enumerable.Range(0, 6).Select(_ => samples.Floats(count, 2))];
        Gradients.Check("The weights", Twin(adafactor, shape, start, gradients), Steps(adafactor, shape, start, gradients), 2e-6);
    }

    // A row and a column without a gradient, as tokens that never come up have, are 0 over 0 in a float32 product.
    [Fact]
    public void Step_DeadRowAndColumn_StayFinite()
    {
        float[] gradient = [0, 0, 0, 0, 1, 2, 0, 3, 4];
        float[] weights = Steps(new Adafactor(), [3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9], [gradient, gradient]);
        Assert.All(weights, w => Assert.True(float.IsFinite(w)));
        Assert.Equal([1f, 2, 3, 4, 7], [weights[0], weights[1], weights[2], weights[3], weights[6]]);
    }

    [Fact]
    public void FromConfig_KerasOptions_RoundTrip()
    {
        const string Json = """
            {"name":"adafactor","learning_rate":0.5,"weight_decay":null,"clipnorm":null,"global_clipnorm":null,"clipvalue":null,"use_ema":false,"ema_momentum":0.99,"ema_overwrite_frequency":null,"loss_scale_factor":null,"gradient_accumulation_steps":null,"beta_2_decay":-0.65,"epsilon_1":1E-15,"epsilon_2":0.0001,"clip_threshold":0.9,"relative_step":false}
            """;
        using JsonDocument document = JsonDocument.Parse(Json);
        Assert.Equal(Json, JsonSerializer.Serialize(Optimizer.FromConfig("Adafactor", document.RootElement).Config));
    }

    [Fact]
    public void Train_SteadyStep_AllocatesNothing()
    {
        using var threads = new Threads(2);
        (TrainingLoop loop, Dataset data, int[] samples) = MatrixLoop.New(new Adafactor());
        Assert.Equal(0, AllocationTests.LeastBytes(() => loop.Step(data, samples)));
    }

    internal static float[] Steps(Optimizer optimizer, int[] shape, float[] start, float[][] gradients)
    {
        var weight = new Parameter("kernel", shape, Initializer.Zeros);
        var state = new OptimizerState(optimizer, new ParameterStore([ParameterSegment.Create([weight], 0)]));
        weight.Set(start);
        foreach (float[] gradient in gradients) state.Step(new GivenGradients([[.. gradient]], [weight]), new HashSet<Parameter>());
        return weight.ToArray();
    }

    internal static void AssertNear(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private static double[] Twin(Adafactor options, int[] shape, float[] start, float[][] gradients)
    {
        int columns = shape[^1], rows = shape.Length > 1 ? shape[^2] : 1, matrices = start.Length / rows / columns;
        double[] w = Samples.Doubles(start), v = new double[w.Length], u = new double[w.Length], ofRows = new double[matrices * rows], ofColumns = new double[matrices * columns];
        for (int t = 1; t <= gradients.Length; t++)
        {
            double keep = 1 - Math.Pow(t, options.Beta2Decay);
            double[] g = Samples.Doubles(gradients[t - 1]), q = [.. g.Select(x => (x * x) + options.Epsilon1)];
            if (shape.Length == 1)
            {
                v = [.. v.Zip(q, (a, b) => (keep * a) + ((1 - keep) * b))];
            }
            else
            {
                ofRows = [.. ofRows.Select((r, i) => (keep * r) + ((1 - keep) * Enumerable.Range(0, columns).Average(c => q[(i * columns) + c])))];
                ofColumns = [.. ofColumns.Select((x, i) => (keep * x) + ((1 - keep) * Enumerable.Range(0, rows).Average(r => q[(((i / columns * rows) + r) * columns) + (i % columns)])))];
                for (int i = 0; i < v.Length; i++)
                {
                    int row = i / columns, matrix = row / rows;
                    v[i] = ofRows[row] / ofRows.Skip(matrix * rows).Take(rows).Average() * ofColumns[(matrix * columns) + (i % columns)];
                }
            }
            u = [.. g.Zip(v, (a, b) => a / Math.Sqrt(b))];
            double size = Math.Max(options.Epsilon2, Rms(w)) * Math.Min(options.LearningRate, 1 / Math.Sqrt(t)) / Math.Max(1, Rms(u) / options.ClipThreshold);
            w = [.. w.Zip(u, (a, b) => a - (size * b))];
        }
        return w;

        static double Rms(double[] x) => Math.Sqrt(x.Average(a => a * a));
    }
}
