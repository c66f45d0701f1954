namespace Unroll;

/// <summary>One thing that is said of a text, and what it may be.</summary>
/// <param name="Name">Such as <c>day</c>.</param>
/// <param name="Labels">The names of the model's outputs for it, in their order.</param>
public sealed record LabelSet(string Name, IReadOnlyList<string> Labels);
