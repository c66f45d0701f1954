namespace Unroll;

/// <summary>A tensor seen as rows along some of its axes: as it lies in memory where these are the last ones, else through a map of one sample.</summary>
internal sealed class AxisRows
{
    private int[] _dimensions = [];
    private int[] _map = [];
    private int _size;

    /// <summary>Numbers in a row.</summary>
    public int Width { get; private set; }

    public int Count { get; private set; }

    /// <summary>Whether the rows lie in the tensor as they are.</summary>
    public bool IsPlain { get; private set; }

    /// <param name="dimensions">Of the tensor.</param>
    /// <param name="axes">None of them the batch; negative ones count from the end.</param>
    public void Begin(ReadOnlySpan<int> dimensions, IReadOnlyList<int> axes)
    {
        if (!dimensions[1..].SequenceEqual(_dimensions))
        {
            _dimensions = dimensions[1..].ToArray();
            int rank = dimensions.Length;
            int[] sorted = [.. axes.Select(a => a < 0 ? a + rank : a).Order()];
            _size = _dimensions.Aggregate(1, static (a, b) => a * b);
            Width = sorted.Aggregate(1, (width, axis) => width * _dimensions[axis - 1]);
            IsPlain = sorted[0] == rank - sorted.Length;
            _map = IsPlain ? [] : Map(dimensions, sorted, _size);
        }
        Count = dimensions[0] * _size / Width;
    }

    /// <summary>Copies a tensor's rows into the buffer, unless they lie in the tensor as they are.</summary>
    public void Gather(ReadOnlySpan<float> tensor, FloatBuffer buffer)
    {
        Span<float> rows = Room(tensor.Length, buffer);
        for (int first = 0; first < rows.Length; first += _map.Length)
        {
            for (int i = 0; i < _map.Length; i++)
            {
                rows[first + i] = tensor[first + _map[i]];
            }
        }
    }

    /// <summary>The rows: the tensor itself, or the buffer.</summary>
    public Span<float> View(Span<float> tensor, FloatBuffer buffer) => IsPlain ? tensor : buffer.Span;

    /// <inheritdoc cref="View(Span{float}, FloatBuffer)"/>
    public ReadOnlySpan<float> View(ReadOnlySpan<float> tensor, FloatBuffer buffer) => IsPlain ? tensor : buffer.Span;

    /// <summary>Makes room for rows in the buffer if they can't stand in the tensor.</summary>
    public Span<float> Room(int count, FloatBuffer buffer)
    {
        buffer.Resize(IsPlain ? 0 : count);
        return buffer.Span;
    }

    /// <summary>Copies rows from the buffer into the tensor, unless they stand there already.</summary>
    public void Scatter(FloatBuffer buffer, Span<float> tensor)
    {
        for (int first = 0; !IsPlain && first < tensor.Length; first += _map.Length)
        {
            for (int i = 0; i < _map.Length; i++)
            {
                tensor[first + _map[i]] = buffer.Span[first + i];
            }
        }
    }

    private static int[] Map(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> axes, int size)
    {
        // The axes from the one that changes slowest to the one that changes fastest in the rows, and their strides in the tensor.
        var order = new List<int>();
        var strides = new int[dimensions.Length];
        for (int axis = dimensions.Length - 1, stride = 1; axis > 0; axis--)
        {
            strides[axis] = stride;
            stride *= dimensions[axis];
        }
        for (int axis = 1; axis < dimensions.Length; axis++)
        {
            if (!axes.Contains(axis))
            {
                order.Add(axis);
            }
        }
        order.AddRange(axes);
        var map = new int[size];
        for (int i = 0; i < size; i++)
        {
            int rest = i;
            for (int n = order.Count - 1; n >= 0; n--)
            {
                map[i] += rest % dimensions[order[n]] * strides[order[n]];
                rest /= dimensions[order[n]];
            }
        }
        return map;
    }

    /// <summary>Refuses axes that aren't there, the batch, and one that is named twice.</summary>
    public static int[] Check(Layer layer, IReadOnlyList<int> axes, Shape shape)
    {
        int[] resolved = [.. axes.Select(a => a < 0 ? a + shape.Rank : a).Order()];
        if (resolved.Length == 0 || resolved[0] < 1 || resolved[^1] >= shape.Rank || resolved.Distinct().Count() < resolved.Length)
        {
            Throw.Shape($"{layer} works along the axes {Shape.Text([.. axes])}, but got shape {shape}. Name axes from 1 to {shape.Rank - 1}, each once.");
        }
        return resolved;
    }
}
