using CsCheck;

namespace Unroll.Tests.Decoding;

/// <summary>What the searches promise, for any decoder.</summary>
public class BeamSearchTests
{
    private const int Start = 1;
    private const int End = 2;

    private static readonly Gen<(RandomDecoder Decoder, DecodingOptions Options)> _searches = Gen.Select(
        Gen.ULong.Array[1, 4], Gen.Int[3, 8], Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 9], Gen.Double[0, 1.5],
        (seeds, tokens, levels, width, length, alpha) =>
            (new RandomDecoder(seeds, tokens, levels), new DecodingOptions(Start, End, length) { Width = width, LengthPenalty = alpha, Results = 3 }));

    [Fact]
    public void Search_OfWidth1_IsTheWalkAlongTheLikeliestTokens() => _searches.Sample(search =>
    {
        IReadOnlyList<Hypothesis> greedy = BeamSearch.Greedy(search.Decoder, search.Options);
        for (int source = 0; source < greedy.Count; source++)
        {
            (List<int> tokens, double logProbability) = search.Decoder.Walk(source, search.Options);
            Hypothesis found = greedy[source];
            Assert.Equal(tokens.TakeWhile(t => t != End), found.Tokens);
            Assert.Equal(tokens[^1] == End, found.Ended);
            Assert.Equal(logProbability, found.LogProbability);
            Assert.Equal(tokens.Prepend(Start).SkipLast(1).Select(t => (float)t), found.Attention.Select(a => Assert.Single(a)));
        }
    });

    [Fact]
    public void Search_OfAnyWidth_IsNeverWorseThanGreedy() => _searches.Sample(search =>
    {
        IReadOnlyList<Hypothesis> greedy = BeamSearch.Greedy(search.Decoder, search.Options);
        IReadOnlyList<IReadOnlyList<Hypothesis>> beams = BeamSearch.Search(search.Decoder, search.Options);
        Assert.All(greedy.Zip(beams), pair => Assert.True(pair.Second[0].Score >= pair.First.Score, $"{pair.Second[0].Score} is worse than {pair.First.Score}."));
        Assert.True(search.Decoder.MostRows <= search.Decoder.Sources * (search.Options.Width + 1));
    });

    [Fact]
    public void Search_BeamThatHoldsEverything_FindsTheBestOfAll() => Gen.Select(Gen.ULong, Gen.Double[0, 1.5]).Sample((seed, alpha) =>
    {
        // Two tokens go on and one ends: 1 + 2 + 4 + 8 sequences end within four steps, 16 are cut.
        var options = new DecodingOptions(Start, End, 4) { Width = 24, LengthPenalty = alpha, Results = 1000 };
        List<Hypothesis> all = [.. BeamSearch.Search(new RandomDecoder([seed], 3, 1000), options)[0]];
        Assert.Equal(15, all.Count(h => h.Ended));
        Assert.Equal(16, all.Count(h => !h.Ended));
        IReadOnlyList<Hypothesis> best = BeamSearch.Search(new RandomDecoder([seed], 3, 1000), options with { Results = 5 })[0];
        Assert.Equal(all.Take(5).Select(h => h.Tokens), best.Select(h => h.Tokens));
    });

    [Fact]
    public void Search_SourcesAloneOrTogether_FindTheSame() => _searches.Sample(search =>
    {
        IReadOnlyList<IReadOnlyList<Hypothesis>> together = BeamSearch.Search(search.Decoder, search.Options);
        for (int source = 0; source < together.Count; source++)
        {
            IReadOnlyList<Hypothesis> alone = BeamSearch.Search(search.Decoder.Only(source), search.Options)[0];
            Assert.Equal(alone.Select(h => (h.Score, string.Join(' ', h.Tokens))), together[source].Select(h => (h.Score, string.Join(' ', h.Tokens))));
        }
    });

    [Fact]
    public void Search_Results_AreInOrderAndDistinct() => _searches.Sample(search =>
    {
        foreach (IReadOnlyList<Hypothesis> results in BeamSearch.Search(search.Decoder, search.Options))
        {
            Assert.InRange(results.Count, 1, search.Options.Results);
            Assert.Equal(results.OrderByDescending(h => h.Score).Select(h => h.Score), results.Select(h => h.Score));
            Assert.Equal(results.Count, results.Select(h => string.Join(' ', h.Tokens) + h.Ended).Distinct().Count());
            Assert.All(results, h => Assert.Equal(h.LogProbability / Math.Pow((5.0 + h.Tokens.Count + (h.Ended ? 1 : 0)) / 6, search.Options.LengthPenalty), h.Score, 1e-12));
        }
    });

    [Fact]
    public void Search_BadOptions_SaysWhatIsExpected()
    {
        var decoder = new RandomDecoder([1], 3, 5);
        Assert.Equal(
            "The end token is 7, but the decoder knows the tokens 0 to 2. Give one of these.",
            Assert.Throws<ArgumentException>(() => BeamSearch.Search(decoder, new DecodingOptions(1, 7, 5))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecodingOptions(1, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecodingOptions(1, 2, 5) { Width = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecodingOptions(1, 2, 5) { Results = 0 });
        Assert.StartsWith("The length penalty's exponent is 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new DecodingOptions(1, 2, 5) { LengthPenalty = -1 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_DecoderThatGivesNaN_SaysWhere()
    {
        Assert.Equal(
            "The decoder gave a log-probability that is no number, for token 0 of source 0. Its weights are damaged, or its inputs hold NaN.",
            Assert.Throws<InvalidOperationException>(() => BeamSearch.Greedy(new NaNDecoder(), new DecodingOptions(0, 1, 5))).Message);
    }

    private sealed class NaNDecoder : IStepDecoder
    {
        public int Sources => 1;

        public int Tokens => 2;

        public int StateSize => 0;

        public int AttentionSize => 0;

        public void Begin(int source, Span<float> state)
        {
        }

        public void Step(DecoderStep step) => step.LogProbabilities.Fill(float.NaN);
    }
}
