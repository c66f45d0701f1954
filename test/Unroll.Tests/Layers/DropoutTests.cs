using Unroll.Tests.Reference;

namespace Unroll.Tests.Layers;

public class DropoutTests
{
    private const int Batch = 3, Steps = 40, Features = 30;

    [Fact]
    public void Forward_WithANoiseShape_DropsAlikeAlongAxesOfOne()
    {
        float[] kept = Factors([null, 1, null]);
        Assert.All(Enumerable.Range(0, kept.Length), i => Assert.Equal(kept[(i / (Steps * Features) * Steps * Features) + (i % Features)], kept[i]));
        Assert.Equal(2, kept.Distinct().Count());
        kept = Factors([1, null, 1]);
        Assert.All(Enumerable.Range(0, kept.Length), i => Assert.Equal(kept[i / Features % Steps * Features], kept[i]));
        Assert.Equal(2, kept.Distinct().Count());
    }

    [Fact]
    public void Forward_Spatial_DropsWholeChannelsWhereverTheyStand()
    {
        var input = new InputLayer(Steps, 2, Features);
        var last = new Model(input.Tensor, new SpatialDropout2D(0.4f).Apply(input.Tensor), seed: 3);
        float[] y = Trained(last);
        const int Sample = Steps * 2 * Features;
        Assert.All(Enumerable.Range(0, y.Length), i => Assert.Equal(y[(i / Sample * Sample) + (i % Features)], y[i]));
        input = new InputLayer(Features, Steps, 2);
        var first = new Model(input.Tensor, new SpatialDropout2D(0.4f) { DataFormat = DataFormat.ChannelsFirst }.Apply(input.Tensor), seed: 3);
        Assert.All(Trained(first).Chunk(Steps * 2), c => Assert.Equal(c[0], Assert.Single(c.Distinct())));
    }

    private static float[] Trained(Model model)
    {
        var run = new ModelRun(model);
        run.Inputs[0].Resize([Batch, .. model.Inputs[0].Shape.Axes[1..]]);
        run.Inputs[0].Floats.Fill(1);
        run.Forward(training: true, keep: false);
        Assert.Equal(2, run.Outputs[0].Floats.ToArray().Distinct().Count());
        return run.Outputs[0].Floats.ToArray();
    }

    [Fact]
    public void Forward_WithTheInputsNoiseShape_DrawsAsWithoutOne() => Assert.Equal(Factors(null), Factors([null, Steps, null]));

    /// <summary>What ones become, and what their gradient is.</summary>
    private static float[] Factors(int?[]? noiseShape)
    {
        var input = new InputLayer(Steps, Features);
        var model = new Model(input.Tensor, new Dropout(0.4f) { NoiseShape = noiseShape }.Apply(input.Tensor), seed: 3);
        var run = new ModelRun(model) { NeedsInputGradients = true };
        run.Inputs[0].Resize(Batch, Steps, Features);
        run.Inputs[0].Floats.Fill(1);
        run.Forward(training: true, keep: true);
        run.Outputs[0].Gradient.Fill(1);
        run.Backward();
        float[] y = run.Outputs[0].Floats.ToArray();
        Assert.Equal(y, run.Inputs[0].Gradient);
        Assert.All(y, v => Assert.True(v is 0 or 1 / 0.6f));
        return y;
    }
}
