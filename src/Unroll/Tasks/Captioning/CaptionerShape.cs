namespace Unroll;

/// <summary>How big a captioner's model is.</summary>
public sealed record CaptionerShape
{
    /// <summary>Rows of its pictures.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 8 or more than 1024.</exception>
    public int Height { get; init => field = Side(value, nameof(Height)); } = 64;

    /// <summary>Columns of its pictures.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 8 or more than 1024.</exception>
    public int Width { get; init => field = Side(value, nameof(Width)); } = 64;

    /// <summary>Filters of its convolutions, from the picture on; each but the last halves rows and columns.</summary>
    public IReadOnlyList<int> Filters { get; init; } = [16, 32, 48, 48];

    /// <summary>Units of its LSTM; a multiple of 8.</summary>
    public int Units { get; init; } = 128;

    private static int Side(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 8, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1024, name);
        return value;
    }
}
