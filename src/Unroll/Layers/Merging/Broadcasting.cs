namespace Unroll;

/// <summary>Tensors of one batch that are to be worked on element by element: axes of length 1 stretch, and axes that are missing stand behind the batch.</summary>
internal static class Broadcasting
{
    /// <summary>The shape that all of them stretch to.</summary>
    public static Shape Join(Layer layer, ReadOnlySpan<Shape> shapes)
    {
        Shape joined = shapes[0];
        foreach (Shape shape in shapes[1..])
        {
            joined = Join(layer, joined, shape);
        }
        return joined;
    }

    private static Shape Join(Layer layer, Shape a, Shape b)
    {
        if (a.Rank < b.Rank)
        {
            (a, b) = (b, a);
        }
        int[] axes = a.Axes.ToArray();
        axes[0] = a[0] == Shape.Any ? b[0] : a[0];
        bool fits = a[0] == b[0] || a[0] == Shape.Any || b[0] == Shape.Any;
        for (int i = 1; i < b.Rank; i++)
        {
            ref int axis = ref axes[^i];
            int other = b[^i];
            fits &= axis == other || axis == 1 || other == 1 || axis == Shape.Any || other == Shape.Any;
            axis = axis == 1 || (axis == Shape.Any && other != 1) ? other : axis;
        }
        return fits
            ? new Shape(axes)
            : Throw.Shape<Shape>($"{layer} expects inputs whose axes are equal or 1, but got {a} and {b}. Reshape one of them.");
    }

    /// <summary>The dimensions that all inputs of a call stretch to.</summary>
    public static void Join(ReadOnlySpan<TensorValue> inputs, Span<int> dimensions)
    {
        dimensions.Fill(1);
        foreach (TensorValue input in inputs)
        {
            ReadOnlySpan<int> axes = input.Dimensions;
            dimensions[0] = axes[0];
            for (int i = 1; i < axes.Length; i++)
            {
                ref int axis = ref dimensions[^i];
                if (axis != axes[^i] && axis != 1 && axes[^i] != 1)
                {
                    Throw.Shape($"Inputs of dimensions {Shape.Text(inputs[0].Dimensions)} and {Shape.Text(axes)} can't be merged: axes have to be equal or 1. Pad the data to one length.");
                }
                axis = Math.Max(axis, axes[^i]);
            }
        }
    }

    /// <summary>y = x, stretched.</summary>
    public static void Expand(ReadOnlySpan<float> x, ReadOnlySpan<int> dimensions, Span<float> y, ReadOnlySpan<int> stretched)
    {
        var walk = new Walk(dimensions, stretched, stackalloc int[2 * stretched.Length]);
        int width = stretched[^1];
        for (int i = 0; i < y.Length; i += width, walk.Next())
        {
            for (int j = 0; j < width; j++)
            {
                y[i + j] = x[walk.Offset + (j * walk.Step)];
            }
        }
    }

    /// <summary>dx from the gradient of what was stretched: the sum over the copies of each element, in their order.</summary>
    public static void Reduce(ReadOnlySpan<float> dy, ReadOnlySpan<int> stretched, Span<float> dx, ReadOnlySpan<int> dimensions)
    {
        var walk = new Walk(dimensions, stretched, stackalloc int[2 * stretched.Length]);
        dx.Clear();
        int width = stretched[^1];
        for (int i = 0; i < dy.Length; i += width, walk.Next())
        {
            for (int j = 0; j < width; j++)
            {
                dx[walk.Offset + (j * walk.Step)] += dy[i + j];
            }
        }
    }

    /// <summary>Goes through the rows of the stretched tensor and keeps the place in the smaller one.</summary>
    private ref struct Walk
    {
        private readonly ReadOnlySpan<int> _stretched;
        private readonly Span<int> _strides;
        private readonly Span<int> _at;

        public Walk(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> stretched, Span<int> room)
        {
            _stretched = stretched;
            _strides = room[..stretched.Length];
            _at = room[stretched.Length..];
            room.Clear();
            int stride = 1;
            for (int i = 1; i < dimensions.Length; i++)
            {
                _strides[^i] = dimensions[^i] == 1 ? 0 : stride;
                stride *= dimensions[^i];
            }
            _strides[0] = stride;
        }

        /// <summary>Where the row begins in the smaller tensor.</summary>
        public int Offset { get; private set; }

        /// <summary>How far apart the row's elements are there: 1, or 0 where one stands for all.</summary>
        public readonly int Step => _strides[^1];

        public void Next()
        {
            for (int axis = _stretched.Length - 2; axis >= 0; axis--)
            {
                Offset += _strides[axis];
                if (++_at[axis] < _stretched[axis])
                {
                    return;
                }
                Offset -= _strides[axis] * _stretched[axis];
                _at[axis] = 0;
            }
        }
    }
}
