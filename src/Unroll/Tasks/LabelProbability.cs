namespace Unroll;

/// <summary>How likely a label is.</summary>
/// <param name="Label">The label's name.</param>
/// <param name="Probability">From 0 to 1.</param>
public readonly record struct LabelProbability(string Label, float Probability);
