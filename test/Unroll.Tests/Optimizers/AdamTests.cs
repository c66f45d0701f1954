using System.Text.Json;
using Unroll.Kernels;

namespace Unroll.Tests.Optimizers;

public class AdamTests
{
    private const int Count = 100;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_ManySteps_FollowsTheDoubleTwin(bool amsGrad)
    {
        Adam adam = new() { LearningRate = 0.01, Beta1 = 0.8, AmsGrad = amsGrad };
        State state = new();
        double[] w = new double[Count], m = new double[Count], v = new double[Count], largest = new double[Count];
        for (int step = 1; step <= 20; step++)
        {
            float[] g = Gradient(step);
            state.Step(adam, step, g);
            for (int i = 0; i < Count; i++)
            {
                m[i] += (g[i] - m[i]) * (1 - 0.8);
                v[i] += ((double)g[i] * g[i] - v[i]) * (1 - 0.999);
                largest[i] = Math.Max(largest[i], v[i]);
                double alpha = 0.01 * Math.Sqrt(1 - Math.Pow(0.999f, step)) / (1 - Math.Pow(0.8f, step));
                w[i] -= alpha * m[i] / (Math.Sqrt(amsGrad ? largest[i] : v[i]) + 1e-7);
                Assert.Equal(w[i], state.Weights[i], 1e-6 * Math.Max(0.1, Math.Abs(w[i])));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Update_EveryWidth_GivesTheSameBits(int lanes)
    {
        SimdWidth width = (SimdWidth)lanes;
        Assert.SkipUnless(Simd.IsSupported(width), $"No {width} here.");
        Adam adam = new() { AmsGrad = true };
        State expected = new(), actual = new();
        for (int step = 1; step <= 5; step++)
        {
            float[] g = Gradient(step);
            adam.Update(new(step, adam.LearningRate), expected.Weights, g, default, expected.Slots, SimdWidth.Scalar);
            adam.Update(new(step, adam.LearningRate), actual.Weights, g, default, actual.Slots, width);
        }

        Assert.Equal(expected.Weights, actual.Weights);
        Assert.Equal(expected.First, actual.First);
        Assert.Equal(expected.Second, actual.Second);
        Assert.Equal(expected.Third, actual.Third);
    }

    [Fact]
    public void Step_InPieces_GivesTheSameBits()
    {
        Adam adam = new();
        State whole = new(), pieces = new();
        for (int step = 1; step <= 5; step++)
        {
            float[] g = Gradient(step);
            whole.Step(adam, step, g);
            foreach (Range r in new Range[] { ..7, 7..39, 39.. })
                adam.Step(new(step, adam.LearningRate), pieces.Weights.AsSpan(r), g.AsSpan(r), new(pieces.First.AsSpan(r), pieces.Second.AsSpan(r)));
        }

        Assert.Equal(whole.Weights, pieces.Weights);
        Assert.Equal(whole.Second, pieces.Second);
    }

    [Fact]
    public void Step_DecayingMoments_BecomeZeroBelowTheNormalFloats()
    {
        Adam adam = new() { Beta1 = 0.5, Beta2 = 0.5 };
        State state = new();
        state.Step(adam, 1, Gradient(1));
        for (int step = 2; step < 300; step++)
        {
            state.Step(adam, step, new float[Count]);
            Assert.DoesNotContain(state.First, float.IsSubnormal);
            Assert.DoesNotContain(state.Second, float.IsSubnormal);
        }

        Assert.All(state.First, m => Assert.Equal(0, m));
        Assert.All(state.Second, v => Assert.Equal(0, v));
    }

    [Fact]
    public void FromConfig_KerasOptions_RoundTrip()
    {
        const string Json = """{"name":"adam","learning_rate":0.01,"weight_decay":0.02,"clipnorm":0.5,"global_clipnorm":null,"clipvalue":null,"use_ema":true,"ema_momentum":0.9,"ema_overwrite_frequency":4,"loss_scale_factor":null,"gradient_accumulation_steps":3,"beta_1":0.8,"beta_2":0.99,"epsilon":1E-06,"amsgrad":true}""";
        using JsonDocument document = JsonDocument.Parse(Json);
        Optimizer optimizer = Optimizer.FromConfig("Adam", document.RootElement);
        Assert.Equal(Json, JsonSerializer.Serialize(optimizer.Config));
        Assert.Equal(3, optimizer.SlotCount);
    }

    [Theory]
    [InlineData("""{"loss_scale_factor":0}""", "Optimizer Adam: 'loss_scale_factor' must be above 0, but is 0.")]
    [InlineData("""{"clipnorm":0.5,"clipvalue":1}""", "Optimizer Adam: only one of clipnorm, global_clipnorm and clipvalue can be set. Choose one.")]
    [InlineData("""{"gradient_accumulation_steps":1}""", "Optimizer Adam: 'gradient_accumulation_steps' must be 2 or more, but is 1.")]
    public void FromConfig_UnsupportedOption_NamesIt(string json, string message)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal(message, Assert.Throws<ModelConfigException>(() => Optimizer.FromConfig("Adam", document.RootElement)).Message);
    }

    private static float[] Gradient(int step)
    {
        Philox random = new(3, 0);
        float[] g = new float[Count];
        for (int i = 0; i < Count; i++)
            g[i] = (float)random.NormalAt((ulong)step, (ulong)i);
        return g;
    }

    private sealed class State
    {
        public float[] Weights { get; } = new float[Count];

        public float[] First { get; } = new float[Count];

        public float[] Second { get; } = new float[Count];

        public float[] Third { get; } = new float[Count];

        public OptimizerSlots Slots => new(First, Second, Third);

        public void Step(Optimizer optimizer, long step, float[] gradient) => optimizer.Step(new(step, optimizer.LearningRate), Weights, gradient, Slots);
    }
}
