namespace Unroll.Tests.Losses;

public class LossReductionTests
{
    private static readonly float[] s_values = [1, 2, 3, 4];

    [Theory]
    [InlineData(Reduction.SumOverBatchSize, 2.5)]
    [InlineData(Reduction.Mean, 2.5)]
    [InlineData(Reduction.Sum, 10)]
    [InlineData(Reduction.MeanWithSampleWeight, 2.5)]
    [InlineData(Reduction.None, 10)]
    public void Weights_Nothing_FollowKeras(Reduction reduction, double expected) => Check(reduction, [], [], expected);

    [Theory]
    [InlineData(Reduction.SumOverBatchSize, 3.25)]
    [InlineData(Reduction.Sum, 13)]
    [InlineData(Reduction.MeanWithSampleWeight, 13 / 3.5)]
    public void Weights_SampleWeights_FollowKeras(Reduction reduction, double expected) => Check(reduction, [0, 0.5f, 0, 3], [], expected);

    [Theory]
    [InlineData(Reduction.SumOverBatchSize, 8.0 / 3)]
    [InlineData(Reduction.Sum, 8)]
    [InlineData(Reduction.MeanWithSampleWeight, 8.0 / 3)]
    public void Weights_Mask_DividesByWhatIsLeft(Reduction reduction, double expected) => Check(reduction, [], [1, 0, 1, 1], expected);

    [Theory]
    [InlineData(Reduction.SumOverBatchSize, 12.0 / 3)]
    [InlineData(Reduction.Sum, 12)]
    [InlineData(Reduction.MeanWithSampleWeight, 12.0 / 5)]
    public void Weights_MaskAndSampleWeights_Multiply(Reduction reduction, double expected) => Check(reduction, [2, 7, 2, 1], [1, 0, 1, 1], expected);

    [Fact]
    public void Weights_OnePerSample_CountForAllItsSteps() => Check(Reduction.MeanWithSampleWeight, [1, 3], [], (3 + 21) / 4.0);

    [Theory]
    [InlineData(Reduction.SumOverBatchSize)]
    [InlineData(Reduction.MeanWithSampleWeight)]
    public void Weights_AllMasked_GiveZero(Reduction reduction) => Check(reduction, [], [0, 0, 0, 0], 0);

    [Fact]
    public void Weights_CountThatDoesNotFit_SaysSo() =>
        Assert.Equal(
            "3 sample weights don't fit 4 loss values. Give one weight for each sample, or one for each of its steps.",
            Assert.Throws<ShapeException>(() => LossReduction.Weights(Reduction.Sum, [1, 2, 3], default, new float[4])).Message);

    private static void Check(Reduction reduction, float[] sampleWeights, byte[] mask, double expected)
    {
        float[] weights = new float[4];
        LossReduction.Weights(reduction, sampleWeights, mask, weights);
        Assert.Equal(expected, LossReduction.Sum(weights, s_values), 1e-6);
    }
}
