namespace Unroll.Datasets;

/// <summary>A digit that somebody spoke.</summary>
/// <param name="Voice">Who: the name of the recording's folder.</param>
/// <param name="Digit">0 to 9.</param>
/// <param name="Sound">The recording.</param>
public sealed record SpokenDigit(string Voice, int Digit, Sound Sound);
