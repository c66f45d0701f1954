using Unroll.Kernels;

namespace Unroll;

/// <summary>For samples of given axes, the row of the input that each element of each window is.</summary>
internal sealed class WindowMap
{
    private int[] _sample = [];
    private int[] _sources = [];
    private TapList? _ofWindows;
    private TapList? _ofInputs;

    /// <summary>Windows in a sample.</summary>
    public int Windows { get; private set; }

    /// <summary>How windows lie along height.</summary>
    public WindowAxis Rows { get; private set; }

    /// <summary>How windows lie along width or time.</summary>
    public WindowAxis Columns { get; private set; }

    /// <summary>The input's height; 1 where it has none.</summary>
    public int Height { get; private set; }

    /// <summary>The input's width, or steps.</summary>
    public int Width { get; private set; }

    /// <summary>Windows along the height.</summary>
    public int Down { get; private set; }

    /// <summary>Windows along the width.</summary>
    public int Across { get; private set; }

    /// <summary>Elements in a window.</summary>
    public int Taps { get; private set; }

    /// <summary>Rows of channels in a sample of the input.</summary>
    public int InputRows { get; private set; }

    /// <summary>Whether each window is the row of its own number.</summary>
    public bool IsIdentity { get; private set; }

    /// <summary>Whether no row of the input is in two windows.</summary>
    public bool IsDisjoint { get; private set; }

    /// <summary>Whether every row of the input is in a window.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The input rows of all windows' elements, window by window; -1 for padding.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>What windows are made of.</summary>
    public TapList OfWindows => _ofWindows ??= TapList.OfWindows(_sources, Taps);

    /// <summary>The windows that the input's rows are in.</summary>
    public TapList OfInputs => _ofInputs ??= TapList.OfInputs(_sources, Taps, InputRows);

    /// <summary>The channels of a sample.</summary>
    public int Channels(ReadOnlySpan<float> sample) => sample.Length / InputRows;

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
        (Rows, Columns) = (rows, columns);
        (Height, Width) = (_sample.Length == 1 ? 1 : _sample[0], _sample[^1]);
        (Down, Across) = (rows.Count(Height), columns.Count(Width));
        Windows = Down * Across;
        Taps = rows.Size * columns.Size;
        InputRows = Height * Width;
        _sources = new int[Windows * Taps];
        (_ofWindows, _ofInputs) = (null, null);
        IsIdentity = Taps == 1 && Windows == InputRows;
        for (int i = 0; i < _sources.Length; i++)
        {
            (int window, int tap) = (i / Taps, i % Taps);
            int y = rows.Place(window / Across, tap / columns.Size, Height), x = columns.Place(window % Across, tap % columns.Size, Width);
            _sources[i] = y < 0 || y >= Height || x < 0 || x >= Width ? -1 : (y * Width) + x;
        }
        var windows = new int[InputRows];
        foreach (int row in _sources.Where(static row => row >= 0))
        {
            windows[row]++;
        }
        IsDisjoint = windows.Max() <= 1;
        IsComplete = windows.Min() >= 1;
    }
}
