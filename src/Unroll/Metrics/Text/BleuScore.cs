namespace Unroll;

/// <summary>BLEU and what it is made of.</summary>
/// <param name="Score">From 0 to 100.</param>
/// <param name="Precisions">The part of right n-grams in percent, for n of 1 to 4, after smoothing.</param>
/// <param name="BrevityPenalty">1, or less for texts shorter than their references.</param>
/// <param name="Length">Tokens of the texts.</param>
/// <param name="ReferenceLength">Tokens of the references, of several the one nearest in length.</param>
public sealed record BleuScore(double Score, IReadOnlyList<double> Precisions, double BrevityPenalty, int Length, int ReferenceLength);
