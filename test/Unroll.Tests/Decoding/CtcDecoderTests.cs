using System.Numerics.Tensors;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Decoding;

public class CtcDecoderTests
{
    private const int Steps = 5;
    private const int Classes = 3;

    // keras/src/ops/nn_test.py, with the lengths 3, 3 and 1.
    private static readonly float[] _keras =
    [
        0.1f, 0.4f, 0.2f, 0.4f, 0.3f, -0.3f, 0.4f, 0.2f, 0.3f, 0.2f, 0.4f, 0.3f,
        0.7f, 0.4f, 0.3f, 0.2f, 0.3f, 0.3f, 0.4f, 0.1f, 0.6f, -0.1f, 0.1f, 0.5f,
        0.1f, 0.4f, 0.2f, 0.7f, 0.3f, 0.3f, -0.2f, 0.7f, 0.3f, 0.2f, 0.4f, 0.1f,
    ];

    [Fact]
    public void Greedy_KerasTest_GivesTheLabelsAndScoresThere()
    {
        Tensor<float> logits = Tensor.Create(_keras, [3, 3, 4]);
        IReadOnlyList<CtcHypothesis> merged = CtcDecoder.Greedy(logits, new() { Lengths = [3, 3, 1] });
        Assert.Equal(new[] { [1, 2], [2], new[] { 3 } }, merged.Select(h => h.Labels.ToArray()));
        Assert.Equal([-1.2, -1.7, -0.7], merged.Select(h => Math.Round(h.Score, 6)));
        IReadOnlyList<CtcHypothesis> repeated = CtcDecoder.Greedy(logits, new() { Lengths = [3, 3, 1], MergeRepeated = false });
        Assert.Equal(new[] { [1, 2, 2], [2], new[] { 3 } }, repeated.Select(h => h.Labels.ToArray()));
    }

    [Fact]
    public void BeamSearch_KerasTest_GivesTheLabelsAndScoresThere()
    {
        IReadOnlyList<IReadOnlyList<CtcHypothesis>> found = CtcDecoder.BeamSearch(Tensor.Create(_keras, [3, 3, 4]), new() { Lengths = [3, 3, 1], Width = 4, Results = 2 });
        Assert.Equal(new[] { [1, 2], [2], new[] { 3 } }, found.Select(f => f[0].Labels.ToArray()));
        Assert.Equal(new[] { [2], [3], new[] { 1 } }, found.Select(f => f[1].Labels.ToArray()));
        double[] scores = [-2.426537, -2.435596, -2.127681, -2.182338, -1.063386, -1.363386];
        Assert.All(found.SelectMany(f => f).Zip(scores), pair => Assert.Equal(pair.Second, pair.First.Score, 2e-6));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void BeamSearch_WidthForAllPrefixes_IsExhaustive(ulong seed, int blank)
    {
        float[] x = new Samples(seed).Floats(Steps * Classes, 2);
        Dictionary<string, double> all = new CtcTwin(Samples.Doubles(x), Classes, blank).Probabilities();
        IReadOnlyList<CtcHypothesis> found = CtcDecoder.BeamSearch(Tensor.Create(x, [1, Steps, Classes]), new() { Blank = blank, Width = 200, Results = 200 })[0];
        Assert.Equal(all.Count, found.Count);
        Assert.All(found, h => Assert.Equal(Math.Log(all[string.Join(',', h.Labels)]), h.Score, 1e-6));
        Assert.Equal(found.OrderByDescending(h => h.Score).Select(h => h.Score), found.Select(h => h.Score));
    }

    // A prefix that was dropped and comes back is the one that its followers grew from.
    [Fact]
    public void BeamSearch_NarrowBeam_FindsEachSequenceOnce()
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            float[] x = new Samples(seed).Floats(12 * Classes, 2);
            IReadOnlyList<CtcHypothesis> found = CtcDecoder.BeamSearch(Tensor.Create(x, [1, 12, Classes]), new() { Width = 3, Results = 3 })[0];
            Assert.Equal(3, found.Select(h => string.Join(',', h.Labels)).Distinct().Count());
        }
    }

    [Fact]
    public void BothSearches_NoSteps_GiveNoLabels()
    {
        Tensor<float> logits = Tensor.Create(_keras, [3, 3, 4]);
        Assert.Empty(CtcDecoder.Greedy(logits, new() { Lengths = [0, 0, 0] })[1].Labels);
        CtcHypothesis found = Assert.Single(CtcDecoder.BeamSearch(logits, new() { Lengths = [0, 0, 0], Results = 5 })[1]);
        Assert.Empty(found.Labels);
        Assert.Equal(0, found.Score);
    }

    [Fact]
    public void BothSearches_BadInput_SayWhatToDo()
    {
        Tensor<float> logits = Tensor.Create(_keras, [3, 3, 4]);
        Assert.Equal(
            "Predictions to decode have the shape [batch, time, classes], but got [9, 4]. Let the model predict at each step (ReturnSequences).",
            Assert.Throws<ShapeException>(() => CtcDecoder.Greedy(Tensor.Create(_keras, [9, 4]))).Message);
        Assert.Equal(
            "The blank is class 4, but the predictions are of 4 classes, 0 to 3. Give one of these.",
            Assert.Throws<ArgumentException>(() => CtcDecoder.Greedy(logits, new() { Blank = 4 })).Message);
        Assert.Equal(
            "2 lengths don't fit the predictions of 3 sequences. Give one for each.",
            Assert.Throws<ShapeException>(() => CtcDecoder.BeamSearch(logits, new() { Lengths = [3, 3] })).Message);
        Assert.Equal(
            "The length of sequence 1 is 4, but its predictions have 3 steps. Give a length from 0 to 3.",
            Assert.Throws<ArgumentException>(() => CtcDecoder.BeamSearch(logits, new() { Lengths = [3, 4, 1] })).Message);
        Assert.Equal(
            "3 results can't come of a beam that follows 2 hypotheses. Raise Width, or lower Results.",
            Assert.Throws<ArgumentException>(() => CtcDecoder.BeamSearch(logits, new() { Width = 2, Results = 3 })).Message);
        float[] broken = [.. _keras];
        broken[17] = float.NaN;
        Assert.Equal(
            "The predictions at step 1 of sequence 1 are no logits: they hold NaN or infinity, or all are -infinity. The model's weights are damaged, or its inputs hold NaN.",
            Assert.Throws<InvalidOperationException>(() => CtcDecoder.Greedy(Tensor.Create(broken, [3, 3, 4]))).Message);
    }
}
