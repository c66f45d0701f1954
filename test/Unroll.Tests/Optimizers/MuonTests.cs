using System.Text.Json;
using Unroll.Tests.Kernels;
using Unroll.Tests.Reference;
using Unroll.Tests.SameBits;

namespace Unroll.Tests.Optimizers;

[Collection(nameof(Alone))]
public class MuonTests
{
    private static readonly (double, double, double) _coefficients = (3.4445, -4.7750, 2.0315);

    // keras/src/optimizers/muon_test.py
    [Fact]
    public void Step_KerasTests_GiveTheValuesThere()
    {
        float[] matrix = [0.2499f, 0.9105f, 0.2655f, 0.8824f];
        new NewtonSchulz().Run(matrix, 2, 2, 5, _coefficients);
        AdafactorTests.AssertNear([-0.4422, 0.6457, 0.7285, 0.2968], matrix, 1e-3);
        var muon = new Muon { LearningRate = 0.5, WeightDecay = 0, AdamWeightDecay = 0 };
        AdafactorTests.AssertNear([0.988775, 1.887053, 2.873428, 3.97035], AdafactorTests.Steps(muon, [2, 2], [1, 2, 3, 4], [[1, 6, 7, 2]]), 1e-2);
        AdafactorTests.AssertNear([0.5, 1.5, 2.5, 3.5], AdafactorTests.Steps(muon, [4], [1, 2, 3, 4], [[1, 6, 7, 2]]), 1e-4);
    }

    [Theory]
    [InlineData(6, 10)]
    [InlineData(10, 6)]
    [InlineData(33, 33)]
    [InlineData(1, 8)]
    [InlineData(70, 40)]
    public void Step_SeveralSteps_AgreesWithTheTwin(int rows, int columns)
    {
        var muon = new Muon { LearningRate = 0.05 };
        var samples = new Samples(1);
        float[] start = samples.Floats(rows * columns);
        float[][] gradients = [.. Enumerable.Range(0, 4).Select(_ => samples.Floats(rows * columns))];
        Gradients.Check("The weights", Twin(muon, rows, columns, start, gradients), AdafactorTests.Steps(muon, [rows, columns], start, gradients), 1e-5);
    }

    [Fact]
    public void DecayOf_OtherWeights_IsAdams()
    {
        var muon = new Muon { WeightDecay = 0.1, AdamWeightDecay = 0.2, ExcludeLayers = ["^last", "odd.kernel"] };
        Assert.Equal([0.1, 0.2, 0.2, 0.2, 0.2, 0.1], new[] { "dense/kernel", "last/kernel", "odd/kernel", "word_embedding/embeddings", "odd_kernel", "outlast/kernel" }.Select(Decay));
        Assert.Equal(0.2, muon.DecayOf(new Parameter("dense/bias", [3], Initializer.Zeros)));
        Assert.Equal(0.1, new Muon { WeightDecay = 0.1, ExcludeEmbeddings = false }.DecayOf(new Parameter("embedding/embeddings", [3, 3], Initializer.Zeros)));

        double? Decay(string name) => muon.DecayOf(new Parameter(name, [3, 3], Initializer.Zeros));
    }

    [Fact]
    public void Step_ExcludedLayer_IsAdamW()
    {
        float[] start = new Samples(1).Floats(12), gradient = new Samples(2).Floats(12);
        float[] expected = AdafactorTests.Steps(new AdamW { LearningRate = 0.02 }, [3, 4], start, [gradient, gradient]);
        var muon = new Muon { LearningRate = 0.1, AdamRateRatio = 0.2, AdamWeightDecay = 0.0008, ExcludeLayers = ["kernel"] };
        AdafactorTests.AssertNear(Samples.Doubles(expected), AdafactorTests.Steps(muon, [3, 4], start, [gradient, gradient]), 1e-7);
    }

    [Fact]
    public void Train_OneTwoAndFiveThreads_SameBits()
    {
        string[] digests = [.. new[] { 1, 2, 5 }.Select(count =>
        {
            using var threads = new Threads(count);
            (TrainingLoop loop, Dataset data, int[] samples) = MatrixLoop.New(new Muon());
            for (int i = 0; i < 3; i++) loop.Step(data, samples);
            return loop.Digest(data, samples);
        })];
        Assert.Single(digests.Distinct());
    }

    [Fact]
    public void Train_SteadyStep_AllocatesNothing()
    {
        using var threads = new Threads(2);
        (TrainingLoop loop, Dataset data, int[] samples) = MatrixLoop.New(new Muon { ExcludeLayers = ["dense_1"] });
        Assert.Equal(0, AllocationTests.LeastBytes(() => loop.Step(data, samples)));
    }

    [Fact]
    public void FromConfig_KerasOptions_RoundTrip()
    {
        const string Json = """
            {"name":"muon","learning_rate":0.5,"weight_decay":null,"clipnorm":null,"global_clipnorm":null,"clipvalue":null,"use_ema":false,"ema_momentum":0.99,"ema_overwrite_frequency":null,"loss_scale_factor":null,"gradient_accumulation_steps":null,"adam_beta_1":0.8,"adam_beta_2":0.99,"epsilon":1E-05,"exclude_layers":["last"],"muon_a":3,"muon_b":-4,"muon_c":2,"adam_lr_ratio":0.5,"momentum":0.9,"ns_steps":6,"nesterov":false,"exclude_embeddings":false,"adam_weight_decay":null,"rms_rate":null}
            """;
        Assert.Equal(Json, JsonSerializer.Serialize(Read(Json).Config.ToDictionary(o => o.Key, o => o.Value)));
        var model = new Sequential { new InputLayer(2), new Dense(1) };
        model.Compile(Loss.MeanSquaredError, Read(Json));
        Assert.Equal(["last"], Assert.IsType<Muon>(Model.FromJson(model.ToJson()).Compiled.Optimizer).ExcludeLayers);
        Assert.Equal("Optimizer Muon: 'ns_steps' must be from 0 to 100, but is 101.", Assert.Throws<ModelConfigException>(() => Read("""{"ns_steps":101}""")).Message);
        Assert.Equal("Optimizer Muon: 'exclude_layers' must be a list of texts, but is [1].", Assert.Throws<ModelConfigException>(() => Read("""{"exclude_layers":[1]}""")).Message);
        Assert.StartsWith(
            "Optimizer Muon: 'exclude_layers' must be regular expressions without groups that look around or back:",
            Assert.Throws<ModelConfigException>(() => Read("""{"exclude_layers":["("]}""")).Message, StringComparison.Ordinal);
    }

    private static Optimizer Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Optimizer.FromConfig("Muon", document.RootElement);
    }

    private static double[] Twin(Muon options, int rows, int columns, float[] start, float[][] gradients)
    {
        double[] w = Samples.Doubles(start), m = new double[w.Length];
        foreach (float[] gradient in gradients)
        {
            double[] g = Samples.Doubles(gradient);
            w = [.. w.Select(x => x * (1 - (options.WeightDecay!.Value * options.LearningRate)))];
            m = [.. m.Zip(g, (a, b) => (options.Momentum * a) + b)];
            double[] update = Orthogonal([.. g.Zip(m, (a, b) => a + (options.Momentum * b))], rows, columns, options.Iterations);
            double rate = options.LearningRate * options.RmsRate!.Value * Math.Sqrt(Math.Max(rows, columns));
            w = [.. w.Zip(update, (a, b) => a - (rate * b))];
        }
        return w;
    }

    private static double[] Orthogonal(double[] matrix, int rows, int columns, int iterations)
    {
        (double a, double b, double c) = _coefficients;
        double norm = Math.Sqrt(matrix.Sum(v => v * v)) + 1e-7;
        double[] x = [.. matrix.Select(v => v / norm)];
        for (int i = 0; i < iterations; i++)
        {
            // X Xᵀ X and (X Xᵀ)² X are the same from either side, so that there is no need to transpose.
            double[] cubed = Product(Product(x, Transposed(x, rows, columns), rows, columns, rows), x, rows, rows, columns);
            double[] fifth = Product(Product(x, Transposed(x, rows, columns), rows, columns, rows), cubed, rows, rows, columns);
            x = [.. x.Select((v, k) => (a * v) + (b * cubed[k]) + (c * fifth[k]))];
        }
        return x;
    }

    private static double[] Transposed(double[] x, int rows, int columns) => [.. Enumerable.Range(0, x.Length).Select(i => x[(i % rows * columns) + (i / rows)])];

    private static double[] Product(double[] x, double[] y, int rows, int depth, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => Enumerable.Range(0, depth).Sum(k => x[(i / columns * depth) + k] * y[(k * columns) + (i % columns)]))];
}
