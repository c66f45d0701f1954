namespace Unroll;

/// <summary>For samples of given axes, the row of the input that each element of each window is.</summary>
internal sealed class WindowMap
{
    private int[] _sample = [];
    private int[] _sources = [];

    /// <summary>Windows in a sample.</summary>
    public int Windows { get; private set; }

    /// <summary>Elements in a window.</summary>
    public int Taps { get; private set; }

    /// <summary>Rows of channels in a sample of the input.</summary>
    public int InputRows { get; private set; }

    /// <summary>Whether each window is the row of its own number.</summary>
    public bool IsIdentity { get; private set; }

    /// <summary>The input rows of a window's elements; -1 for padding.</summary>
    public ReadOnlySpan<int> Of(int window) => _sources.AsSpan(window * Taps, Taps);

    /// <param name="dimensions">[batch, time, channels], or [batch, height, width, channels].</param>
    /// <param name="rows">Along height; still where there is none.</param>
    /// <param name="columns">Along width or time.</param>
    public void Begin(ReadOnlySpan<int> dimensions, WindowAxis rows, WindowAxis columns)
    {
        if (dimensions[1..^1].SequenceEqual(_sample))
        {
            return;
        }
        _sample = dimensions[1..^1].ToArray();
        (int height, int width) = (_sample.Length == 1 ? 1 : _sample[0], _sample[^1]);
        int across = columns.Count(width);
        Windows = rows.Count(height) * across;
        Taps = rows.Size * columns.Size;
        InputRows = height * width;
        _sources = new int[Windows * Taps];
        IsIdentity = Taps == 1 && Windows == InputRows;
        for (int i = 0; i < _sources.Length; i++)
        {
            (int window, int tap) = (i / Taps, i % Taps);
            int y = rows.Place(window / across, tap / columns.Size, height), x = columns.Place(window % across, tap % columns.Size, width);
            _sources[i] = y < 0 || y >= height || x < 0 || x >= width ? -1 : (y * width) + x;
        }
    }
}
