using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Beam search over a decoder with state, for many sources at once: of all continuations of the hypotheses that are followed, the likeliest go on.
/// What is found for a source depends neither on the other sources nor on threads. The greedy hypothesis is always followed to its end,
/// so that no width finds a worse score than <see cref="Greedy"/>. Among equals the hypothesis with the better place goes first, then the lower token.
/// </summary>
public static class BeamSearch
{
    /// <summary>The likeliest token each time.</summary>
    /// <param name="decoder">The decoder with its sources.</param>
    /// <param name="options">The start and the end; width and number of results are 1 whatever they say.</param>
    /// <returns>A hypothesis for each source.</returns>
    /// <exception cref="InvalidOperationException">The decoder gave a log-probability that is no number.</exception>
    public static IReadOnlyList<Hypothesis> Greedy(IStepDecoder decoder, DecodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. Search(decoder, options with { Width = 1, Results = 1 }).Select(static results => results[0])];
    }

    /// <summary>The best hypotheses of a beam.</summary>
    /// <param name="decoder">The decoder with its sources.</param>
    /// <param name="options">How to search.</param>
    /// <returns>For each source its hypotheses, the best score first: <see cref="DecodingOptions.Results"/> at most.</returns>
    /// <exception cref="ArgumentException">The decoder doesn't know the start or the end token.</exception>
    /// <exception cref="InvalidOperationException">The decoder gave a log-probability that is no number.</exception>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> Search(IStepDecoder decoder, DecodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(options);
        CheckToken(decoder, options.StartToken, "start");
        CheckToken(decoder, options.EndToken, "end");
        var penalties = new double[options.MaxLength + 1];
        for (int n = 0; n < penalties.Length; n++)
        {
            penalties[n] = DoubleMath.Pow((5.0 + n) / 6, options.LengthPenalty);
        }
        SourceBeam[] beams = [.. Enumerable.Range(0, decoder.Sources).Select(source => new SourceBeam(source, options, penalties, decoder.Tokens))];
        DecoderStep? step = null;
        while (beams.Sum(static beam => beam.Live.Count) is > 0 and int rows)
        {
            step = Gather(decoder, beams, rows, step);
            decoder.Step(step);
            int row = 0;
            foreach (SourceBeam beam in beams)
            {
                int count = beam.Live.Count;
                if (count > 0)
                {
                    beam.Advance(step, row);
                    row += count;
                }
            }
        }
        return [.. beams.Select(static beam => beam.Results())];
    }

    /// <summary>The live hypotheses, each with the state that the step before gave it.</summary>
    private static DecoderStep Gather(IStepDecoder decoder, SourceBeam[] beams, int rows, DecoderStep? before)
    {
        var step = new DecoderStep(decoder, rows);
        int row = 0;
        foreach (SourceBeam beam in beams)
        {
            foreach (SearchNode node in beam.Live)
            {
                Span<float> state = step.Set(row++, node.Token, beam.Source);
                if (before is null)
                {
                    decoder.Begin(beam.Source, state);
                }
                else
                {
                    before.NextStateOf(node.Row).CopyTo(state);
                }
            }
        }
        return step;
    }

    private static void CheckToken(IStepDecoder decoder, int token, string what)
    {
        if ((uint)token >= (uint)decoder.Tokens)
        {
            Throw.Argument($"The {what} token is {token}, but the decoder knows the tokens 0 to {decoder.Tokens - 1}. Give one of these.");
        }
    }
}
