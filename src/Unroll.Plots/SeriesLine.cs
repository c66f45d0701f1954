namespace Unroll.Plots;

/// <summary>A line over time.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">Its values; NaN leaves a gap.</param>
public sealed record SeriesLine(string Name, IReadOnlyList<double> Values);
