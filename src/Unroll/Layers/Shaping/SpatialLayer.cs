namespace Unroll;

/// <summary>A moving layer along one or two axes between batch and features: [batch, time, features], or [batch, height, width, channels].</summary>
public abstract class SpatialLayer : MovingLayer
{
    private readonly int _count;

    private protected SpatialLayer(int axes) => _count = axes;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        Shape shape = inputs[0].Shape;
        if (shape.Rank != _count + 2)
        {
            Throw.Shape($"{this} expects inputs of shape {(_count == 1 ? "[batch, time, features]" : "[batch, height, width, channels]")}, but got {shape}. Reshape them.");
        }
        for (int i = 0; i < _count; i++)
        {
            if (shape[i + 1] != Shape.Any && Length(i, shape[i + 1]) < 1)
            {
                Throw.Shape($"{this} leaves nothing of an axis of length {shape[i + 1]}, but got shape {shape}. Use longer inputs.");
            }
        }
    }

    /// <summary>How long an axis becomes.</summary>
    private protected abstract int Length(int axis, int length);

    /// <summary>Where a place along an axis comes from; what is outside the input is zero.</summary>
    private protected abstract int Source(int axis, int place);

    private protected override int[] Moved(ReadOnlySpan<int> axes)
    {
        int[] moved = axes.ToArray();
        for (int i = 0; i < _count; i++)
        {
            moved[i] = axes[i] == Shape.Any ? Shape.Any : Length(i, axes[i]);
        }
        return moved;
    }

    private protected override void Map(ReadOnlySpan<int> axes, Span<int> rows)
    {
        int[] moved = Moved(axes);
        for (int r = 0; r < rows.Length; r++)
        {
            int rest = r, source = 0, stride = 1;
            for (int i = _count - 1; i >= 0; i--)
            {
                int place = Source(i, rest % moved[i]);
                source = source < 0 || place < 0 || place >= axes[i] ? -1 : source + (place * stride);
                rest /= moved[i];
                stride *= axes[i];
            }
            rows[r] = source;
        }
    }
}
