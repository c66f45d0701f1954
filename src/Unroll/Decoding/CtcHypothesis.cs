namespace Unroll;

/// <summary>Labels that <see cref="CtcDecoder"/> has read off a sequence of predictions.</summary>
/// <param name="Labels">Class numbers, without blanks.</param>
/// <param name="Score">Of a beam search the natural logarithm of the labels' probability, as far as its hypotheses made it out; of a greedy search less the sum of each step's largest logit.</param>
public sealed record CtcHypothesis(IReadOnlyList<int> Labels, double Score);
