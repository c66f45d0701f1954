namespace Unroll;

/// <summary>The axes behind the batch in another order. Keras's Permute.</summary>
public sealed class Permute : MovingLayer
{
    private readonly int[] _axes;

    /// <summary>Puts the input's axis <paramref name="axes"/>[i] at place i; they count from 1, the batch being 0.</summary>
    /// <exception cref="ArgumentException">They are not the numbers from 1 on.</exception>
    public Permute(params ReadOnlySpan<int> axes)
    {
        _axes = axes.ToArray();
        if (_axes.Length == 0 || !_axes.Order().SequenceEqual(Enumerable.Range(1, _axes.Length)))
        {
            Throw.Argument($"Permute takes each axis from 1 on once, but got {Shape.Text(_axes)}.", nameof(axes));
        }
    }

    /// <summary>Where each axis comes from.</summary>
    public IReadOnlyList<int> Axes => _axes;

    internal override string ClassName => "Permute";

    internal override string DefaultName => "permute";

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        if (inputs[0].Shape.Rank != _axes.Length + 1)
        {
            Throw.Shape($"{this} orders {_axes.Length} axes behind the batch, but got shape {inputs[0].Shape}. Name all axes.");
        }
    }

    private protected override int[] Moved(ReadOnlySpan<int> axes)
    {
        var moved = new int[axes.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] = axes[_axes[i] - 1];
        }
        return moved;
    }

    // Where the last axis stays the last, its numbers move together.
    private protected override int RowWidth(ReadOnlySpan<int> axes) => _axes[^1] == axes.Length ? axes[^1] : 1;

    private protected override void Map(ReadOnlySpan<int> axes, Span<int> rows)
    {
        int width = RowWidth(axes);
        int[] moved = Moved(axes);
        for (int r = 0; r < rows.Length; r++)
        {
            int rest = r * width, source = 0;
            for (int i = moved.Length - 1; i >= 0; i--)
            {
                source += rest % moved[i] * Product(axes[_axes[i]..]);
                rest /= moved[i];
            }
            rows[r] = source / width;
        }
    }
}
