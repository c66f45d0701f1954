namespace Unroll;

/// <summary>A value and its time.</summary>
/// <param name="Time">When.</param>
/// <param name="Value">How much, in the series' units.</param>
public readonly record struct SeriesValue(DateTime Time, float Value);
