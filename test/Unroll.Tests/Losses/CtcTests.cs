using Unroll.Tests.Reference;

namespace Unroll.Tests.Losses;

public class CtcTests
{
    private const int Classes = 4;
    private const int Steps = 5;

    [Theory]
    [InlineData()]
    [InlineData(2)]
    [InlineData(1, 2)]
    [InlineData(1, 1)]
    [InlineData(3, 3, 3)]
    [InlineData(1, 2, 3)]
    [InlineData(2, 1, 2, 1)]
    [InlineData(3, 2, 1, 3, 2)]
    public void Values_EveryAlignmentWrittenDown_AreTheirSum(params int[] labels)
    {
        float[] x = new Samples(1).Floats(Steps * Classes, 2);
        var twin = new CtcTwin(Samples.Doubles(x), Classes);
        Assert.Equal(twin.Loss(labels), Value(labels, x, Classes), 2e-6);
        Gradients.Check("The gradient", twin.Gradient(labels), Gradient(labels, x, 1), 1e-6);
    }

    [Fact]
    public void Gradient_AgreesWithDifferencesInDouble()
    {
        const double Step = 1e-5;
        int[] labels = [1, 3, 3];
        double[] x = Samples.Doubles(new Samples(2).Floats(Steps * Classes, 3)), slopes = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            slopes[i] = (Loss(i, Step) - Loss(i, -Step)) / (2 * Step) * 0.75;
        }
        Gradients.Check("The gradient", slopes, Gradient(labels, [.. x.Select(v => (float)v)], 0.75f), 1e-6);

        double Loss(int at, double by)
        {
            double[] moved = [.. x];
            moved[at] += by;
            return new CtcTwin(moved, Classes).Loss(labels);
        }
    }

    // keras/src/losses/losses_test.py. A row's labels are as many as are not 0: of the second row 1, 2 and 0, which counts as a class of its own there.
    [Fact]
    public void Loss_KerasLossTest_GivesTheValueThere()
    {
        float[] x = [.. Enumerable.Range(0, 24).Select(i => (i - 12) / 100f)], values = new float[2], weights = new float[2];
        Loss.Ctc.Values(new Targets([1, 2, 1, 0, 1, 2, 0, 2]), x, 3, true, values);
        LossReduction.Weights(Loss.Ctc.Reduction, [], [], weights);
        Assert.Equal(2.448645, LossReduction.Sum(weights, values), 2e-6);
    }

    // keras/src/ops/nn_test.py, whose second row has a length of 2.
    [Fact]
    public void Values_KerasOpTest_GiveTheValuesThere()
    {
        Assert.Equal(3.4411672, Value([1, 2, 1], [0.4f, 0.8f, 0.4f, 0.2f, 0.8f, 0.3f, 0.9f, 0.4f, 0.5f], 3), 1e-6);
        Assert.Equal(1.91680186, Value([1, 2, 0], [0.4f, 0.8f, 0.4f, 0.2f, 0.3f, 0.3f], 3), 1e-6);
    }

    [Fact]
    public void Values_LabelsAsFloats_GiveTheSameBits()
    {
        float[] x = new Samples(3).Floats(Steps * Classes), value = new float[1];
        Loss.Ctc.Values(new Targets([1f, 2, 0, 0]), x, Classes, true, value);
        Assert.Equal(Value([1, 2], x, Classes), value[0]);
    }

    // Probabilities of 1e-4 a step are below the smallest double after 80 of them.
    [Fact]
    public void Values_LongUnlikelySequence_StayFinite()
    {
        const int Length = 400;
        float[] x = new float[Length * 3];
        for (int t = 0; t < Length; t++) x[t * 3] = 10;
        int[] labels = [.. Enumerable.Range(0, Length).Select(t => 1 + (t % 2))];
        Assert.Equal(Length * Math.Log(Math.Exp(10) + 2), Value(labels, x, 3), 1e-2);
        Assert.All(Gradient(labels, x, 1, 3), d => Assert.True(float.IsFinite(d)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Values_LogitsThatAreNoNumbers_GiveNaN(float logit)
    {
        float[] x = new float[Steps * Classes];
        x[7] = logit;
        Assert.True(float.IsNaN(Value([1], x, Classes)));
        Assert.All(Gradient([1], x, 1), d => Assert.True(float.IsNaN(d)));
    }

    // Classes of probability 0 are as good as others while they are not needed.
    [Fact]
    public void Values_LogitsOfMinusInfinity_CountForNothing()
    {
        float[] x = new Samples(6).Floats(Steps * Classes), low = [.. x];
        for (int t = 0; t < Steps; t++) (x[(t * Classes) + 3], low[(t * Classes) + 3]) = (float.NegativeInfinity, -1e4f);
        Assert.Equal(Value([1, 2], low, Classes), Value([1, 2], x, Classes));
        Assert.Equal(Gradient([1, 2], low, 1), Gradient([1, 2], x, 1));
        Assert.Equal(float.PositiveInfinity, Value([3], x, Classes));
    }

    [Fact]
    public void Run_MaskedSteps_AreNoPartOfTheSequence()
    {
        float[] x = new Samples(4).Floats(4 * Classes), spread = new float[7 * Classes];
        byte[] mask = [0, 1, 1, 0, 1, 1, 0];
        int[] valid = [1, 2, 4, 5];
        for (int t = 0; t < 4; t++) x.AsSpan(t * Classes, Classes).CopyTo(spread.AsSpan(valid[t] * Classes));
        float[] gradient = new float[spread.Length], expected = Gradient([1, 3], x, 1);
        float loss = new CtcBatch(new Targets([1, 3, 0]), spread, Classes, mask, 1).Value(0, new CtcLattice(), gradient);
        Assert.Equal(Value([1, 3], x, Classes), loss);
        for (int t = 0; t < 7; t++)
        {
            int at = Array.IndexOf(valid, t);
            Assert.Equal(at < 0 ? new float[Classes] : expected[(at * Classes)..((at + 1) * Classes)], gradient[(t * Classes)..((t + 1) * Classes)]);
        }
        float none = new CtcBatch(new Targets([0, 0]), spread, Classes, new byte[7], 1).Value(0, new CtcLattice(), gradient);
        Assert.Equal(0, none);
        Assert.All(gradient, d => Assert.Equal(0, d));
    }

    [Fact]
    public void Values_BadLabels_SayWhatToDo()
    {
        Assert.Equal(
            "CTC: label 1 of sequence 0 is class 4, but the model predicts 4 classes, 0 to 3. Number classes from 1, since 0 is the blank, and pad labels with 0.",
            Assert.Throws<ArgumentException>(() => Value([1, 4], new float[Steps * Classes], Classes)).Message);
        Assert.Equal(
            "CTC: label 2 of sequence 0 is class -1, but the model predicts 4 classes, 0 to 3. Number classes from 1, since 0 is the blank, and pad labels with 0.",
            Assert.Throws<ArgumentException>(() => Value([1, 3, -1], new float[Steps * Classes], Classes)).Message);
        Assert.Equal(
            "CTC: the 3 labels of sequence 0 take 4 steps or more, with a blank between equal ones, but its prediction has 3. Give longer sequences or fewer labels, or leave it out.",
            Assert.Throws<ArgumentException>(() => Value([1, 2, 2], new float[3 * Classes], Classes)).Message);
        Assert.Equal(
            "CTC expects 2 rows of labels and of predictions of 4 classes, but got 3 labels and 8 predicted values. Give one row of each for each sequence.",
            Assert.Throws<ShapeException>(() => Loss.Ctc.Values(new Targets([1, 2, 0]), new float[8], Classes, true, new float[2])).Message);
    }

    [Fact]
    public void LossMetric_OfCtc_IsRefused()
    {
        Assert.StartsWith("CTC is no metric, as in Keras.", Assert.Throws<ArgumentException>(() => new LossMetric(Loss.Ctc)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Metric 'ctc' is unknown.", Assert.Throws<ArgumentException>(() => Metric.FromName("ctc")).Message, StringComparison.Ordinal);
    }

    private static float Value(int[] labels, float[] logits, int classes)
    {
        float[] value = new float[1];
        Loss.Ctc.Values(new Targets(labels), logits, classes, true, value);
        return value[0];
    }

    private static float[] Gradient(int[] labels, float[] logits, float weight, int classes = Classes)
    {
        float[] gradient = new float[logits.Length];
        Loss.Ctc.Gradient(new Targets(labels), logits, classes, true, [weight], gradient);
        return gradient;
    }
}
