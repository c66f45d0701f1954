namespace Unroll;

/// <summary>The same numbers with other axes: [batch, ...] to [batch, targetShape]. Keras's Reshape.</summary>
public sealed class Reshape : MovingLayer
{
    private readonly int[] _target;

    /// <summary>Gives each sample the axes of <paramref name="targetShape"/>; one of them may be <see cref="Shape.Any"/> (-1) and follows from the others.</summary>
    /// <exception cref="ArgumentException">No axes, an axis below 1, or several open ones.</exception>
    public Reshape(params ReadOnlySpan<int> targetShape)
    {
        _target = targetShape.ToArray();
        if (_target.Length == 0 || Array.Exists(_target, static a => a is 0 or < Shape.Any) || _target.Count(static a => a == Shape.Any) > 1)
        {
            Throw.Argument($"Reshape takes axes of 1 or more, one of them -1 at most, but got {Shape.Text(_target)}.", nameof(targetShape));
        }
    }

    /// <summary>The axes behind the batch.</summary>
    public IReadOnlyList<int> TargetShape => _target;

    internal override string ClassName => "Reshape";

    internal override string DefaultName => "reshape";

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        long size = inputs[0].Shape.SampleSize;
        long known = _target.Where(static a => a != Shape.Any).Aggregate(1L, static (a, b) => a * b);
        if (size != Shape.Any && (Array.IndexOf(_target, Shape.Any) < 0 ? size != known : size % known != 0))
        {
            Throw.Shape($"{this} can't give samples of shape {inputs[0].Shape}, which have {size} numbers, the axes {Shape.Text(_target)}. Choose axes whose product is {size}.");
        }
    }

    private protected override int[] Moved(ReadOnlySpan<int> axes)
    {
        int[] moved = [.. _target];
        int open = Array.IndexOf(moved, Shape.Any);
        if (open >= 0 && !axes.Contains(Shape.Any))
        {
            moved[open] = 1;
            moved[open] = Product(axes) / Product(moved);
        }
        return moved;
    }

    private protected override int RowWidth(ReadOnlySpan<int> axes) => Product(axes);

    private protected override void Map(ReadOnlySpan<int> axes, Span<int> rows) => rows.Clear();
}
