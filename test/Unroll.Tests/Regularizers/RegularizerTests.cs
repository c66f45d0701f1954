using System.Globalization;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Regularizers;

public class RegularizerTests
{
    private static readonly Dictionary<string, Regularizer> _regularizers = new()
    {
        ["L1"] = new L1(0.03),
        ["L2"] = new L2(0.2),
        ["L1L2"] = new L1L2(0.03, 0.2),
        ["Orthogonal, rows"] = new OrthogonalRegularizer(0.4),
        ["Orthogonal, columns"] = new OrthogonalRegularizer(0.4, OrthogonalMode.Columns),
    };

    public static TheoryData<string> Names => [.. _regularizers.Keys];

    [Fact]
    public void Penalty_KnownValues_AsKeras()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 25)];
        Assert.Equal(0.3 * 25, new L1(0.3).Penalty(ones, [5, 5]), 1e-12);
        Assert.Equal(50, new L2(2).Penalty(ones, [5, 5]), 1e-12);
        Assert.Equal(75, new L1L2(1, 2).Penalty(ones, [5, 5]), 1e-12);
        Assert.Equal(0.01, new OrthogonalRegularizer().Penalty(ones, [5, 5]), 1e-12);
        Assert.Equal(0, new OrthogonalRegularizer().Penalty([1, 0, 0, 2], [2, 2]), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AddGradient_CentralDifferences_Agree(string name)
    {
        Regularizer regularizer = _regularizers[name];
        int[] shape = [4, 3];
        float[] values = new Samples(3).Floats(12);
        var gradient = new float[12];
        gradient.AsSpan().Fill(1);
        regularizer.AddGradient(values, shape, gradient);
        for (int i = 0; i < values.Length; i++)
        {
            const float step = 1f / 1024;
            float[] more = [.. values], less = [.. values];
            more[i] += step;
            less[i] -= step;
            double difference = (regularizer.Penalty(more, shape) - regularizer.Penalty(less, shape)) / ((double)more[i] - less[i]);
            Assert.Equal(1 + difference, gradient[i], 2e-5);
        }
    }

    [Theory]
    [InlineData(1, "max_norm")]
    [InlineData(0, "min_max")]
    [InlineData(-1, "unit")]
    [InlineData(0, "half way")]
    public void Apply_Norms_AreAsAsked(int axis, string kind)
    {
        NormConstraint constraint = kind switch
        {
            "max_norm" => new MaxNorm(0.5) { Axes = [axis] },
            "min_max" => new MinMaxNorm(0.6, 0.7) { Axes = [axis] },
            "half way" => new MinMaxNorm(0.6, 0.7) { Axes = [axis], Rate = 0.5 },
            _ => new UnitNorm { Axes = [axis] },
        };
        float[] before = new Samples(4).Floats(12), after = [.. before];
        constraint.Apply(after, [4, 3]);
        foreach ((double was, double norm) in Norms(before, axis).Zip(Norms(after, axis)))
        {
            double expected = kind switch
            {
                "max_norm" => Math.Min(was, 0.5),
                "min_max" => Math.Clamp(was, 0.6, 0.7),
                "half way" => (was + Math.Clamp(was, 0.6, 0.7)) / 2,
                _ => 1,
            };
            Assert.Equal(expected, norm, 1e-5);
        }
    }

    [Fact]
    public void Apply_SeveralAxes_OneNormForEachFilter()
    {
        float[] values = new Samples(5).Floats(2 * 3 * 4 * 2);
        new UnitNorm { Axes = [0, 1, 2] }.Apply(values, [2, 3, 4, 2]);
        for (int filter = 0; filter < 2; filter++)
            Assert.Equal(1, values.Where((_, i) => i % 2 == filter).Sum(v => (double)v * v), 1e-5);
    }

    [Fact]
    public void Apply_AxisThatIsNot_SaysSo() => Assert.Equal(
        "UnitNorm takes norms along axis 2, but the weight has shape [1, 2]. Choose one of its axes.",
        Assert.Throws<ShapeException>(() => new UnitNorm { Axes = [2] }.Apply([1, 2], [1, 2])).Message);

    [Fact]
    public void Fit_Constraints_HoldAfterEachBatch()
    {
        var model = new Sequential(seed: 1)
        {
            new InputLayer(3),
            new Dense(4) { KernelConstraint = new NonNeg(), BiasConstraint = new MaxNorm(0.01) },
        };
        model.Compile(Loss.MeanSquaredError, new Sgd { LearningRate = 0.5 });
        var samples = new Samples(6);
        model.Fit(new DataArray(samples.Floats(30), 10, 3), new DataArray(samples.Floats(40), 10, 4), new FitOptions { BatchSize = 5 }, TestContext.Current.CancellationToken);
        Assert.All(model.Weights[0].ToArray(), w => Assert.True(w >= 0));
        Assert.True(model.Weights[1].ToArray().Sum(b => (double)b * b) <= 0.00010001);
    }

    [Fact]
    public void Fit_FrozenLayer_HasNoPenalty()
    {
        var frozen = new Dense(2) { KernelRegularizer = new L2(5), Trainable = false };
        var model = new Sequential(seed: 1) { new InputLayer(3), frozen };
        var plain = new Sequential(seed: 1) { new InputLayer(3), new Dense(2) };
        DataArray x = new(new Samples(6).Floats(30), 10, 3), y = new(new Samples(7).Floats(20), 10, 2);
        foreach (Sequential m in new[] { model, plain })
            m.Compile(Loss.MeanSquaredError);
        Assert.Equal(plain.Evaluate(x, y)["loss"], model.Evaluate(x, y)["loss"]);
        frozen.Trainable = true;
        double squares = frozen.Weights[0].ToArray().Sum(w => (double)w * w);
        Assert.Equal(plain.Evaluate(x, y)["loss"] + 5 * squares, model.Evaluate(x, y)["loss"], 1e-5);
    }

    [Fact]
    public void FromConfig_ShortNames_HaveKerasDefaults()
    {
        var none = System.Text.Json.JsonDocument.Parse("{}").RootElement;
        Assert.Equal(["0.01", "0.01"], Regularizer.FromConfig("l1_l2", none).Config.Values.Select(v => ((double)v!).ToString(CultureInfo.InvariantCulture)));
        Assert.Equal("MaxNorm", Constraint.FromConfig("max_norm", none).ClassName);
        Assert.Equal("Regularizer 'L3' is unknown. Known are L1, L2, L1L2 and OrthogonalRegularizer.", Assert.Throws<ModelConfigException>(() => Regularizer.FromConfig("L3", none)).Message);
        Assert.Equal("Constraint 'Max' is unknown. Known are MaxNorm, MinMaxNorm, NonNeg and UnitNorm.", Assert.Throws<ModelConfigException>(() => Constraint.FromConfig("Max", none)).Message);
        Assert.StartsWith("The factor of a regularizer is a finite number of 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new L2(-1)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<double> Norms(float[] values, int axis) =>
        values.Select((v, i) => (Value: v, Key: axis == 0 ? i % 3 : i / 3)).GroupBy(p => p.Key).Select(g => Math.Sqrt(g.Sum(p => (double)p.Value * p.Value)));
}
