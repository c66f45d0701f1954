using System.Numerics.Tensors;

namespace Unroll;

/// <summary>
/// Reads labels off the predictions of a model that was trained with <see cref="Ctc"/> (Keras: <c>ops.ctc_decode</c>). Predictions are logits, [batch, time, classes].
/// </summary>
public static class CtcDecoder
{
    /// <summary>The likeliest class of each step, of equals the first; of a run of one class one is left, and then blanks are taken out. Keras: <c>strategy="greedy"</c>.</summary>
    /// <param name="logits">[batch, time, classes].</param>
    /// <param name="options">The blank, the lengths, and whether runs are merged.</param>
    /// <returns>A hypothesis for each sequence. As in Keras, its score is less the sum of the largest logits as they stand.</returns>
    /// <exception cref="ShapeException">The predictions don't have three axes, or there aren't as many lengths as sequences.</exception>
    /// <exception cref="ArgumentException">The blank is no class, or a length is longer than the predictions.</exception>
    /// <exception cref="InvalidOperationException">A prediction is no number.</exception>
    public static IReadOnlyList<CtcHypothesis> Greedy(Tensor<float> logits, CtcDecodingOptions? options = null)
    {
        options ??= new CtcDecodingOptions();
        CtcPredictions predictions = new(logits, options);
        return [.. Enumerable.Range(0, predictions.Count).Select(source => Greedy(predictions, source, options))];
    }

    /// <summary>
    /// A search over prefixes of labels (Graves, 2012; Hannun et al., 2014): of all ways to go on at each step the likeliest prefixes are followed, the alignments of one
    /// added up. Among equals the prefix with the better place goes first, one that stays as it is before those that it becomes, these by class. Keras: <c>strategy="beam_search"</c>.
    /// </summary>
    /// <param name="logits">[batch, time, classes].</param>
    /// <param name="options">How to search.</param>
    /// <returns>For each sequence its hypotheses, the best score first: <see cref="CtcDecodingOptions.Results"/> at most.</returns>
    /// <exception cref="ShapeException">The predictions don't have three axes, or there aren't as many lengths as sequences.</exception>
    /// <exception cref="ArgumentException">The blank is no class, a length is longer than the predictions, or more results are asked for than hypotheses are followed.</exception>
    /// <exception cref="InvalidOperationException">A prediction is no number.</exception>
    public static IReadOnlyList<IReadOnlyList<CtcHypothesis>> BeamSearch(Tensor<float> logits, CtcDecodingOptions? options = null)
    {
        options ??= new CtcDecodingOptions();
        if (options.Results > options.Width)
            Throw.Argument($"{options.Results} results can't come of a beam that follows {options.Width} hypotheses. Raise Width, or lower Results.");
        CtcPredictions predictions = new(logits, options);
        return [.. Enumerable.Range(0, predictions.Count).Select(source => Search(predictions, source, options))];
    }

    private static CtcHypothesis Greedy(CtcPredictions predictions, int source, CtcDecodingOptions options)
    {
        List<int> labels = [];
        double sum = 0;
        int before = -1;
        for (int t = 0; t < predictions.Length(source); t++)
        {
            ReadOnlySpan<float> x = predictions.Step(source, t);
            int best = Metric.ArgMax(x);
            sum += x[best];
            if (best != options.Blank && !(options.MergeRepeated && best == before))
                labels.Add(best);
            before = best;
        }

        return new CtcHypothesis(labels, -sum);
    }

    private static CtcHypothesis[] Search(CtcPredictions predictions, int source, CtcDecodingOptions options)
    {
        CtcBeam beam = new(options.Width, options.Blank);
        for (int t = 0; t < predictions.Length(source); t++)
            beam.Advance(predictions.Step(source, t));
        return beam.Results(options.Results);
    }
}
