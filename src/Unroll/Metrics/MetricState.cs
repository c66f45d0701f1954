namespace Unroll;

/// <summary>A metric's running state, owned by the training. <c>default</c> is a fresh one.</summary>
internal struct MetricState
{
    /// <summary>The weighted sum of the values so far.</summary>
    public double Total;

    /// <summary>The sum of the weights so far.</summary>
    public double Count;

    /// <summary>What metrics that are no mean keep; null before the first sample.</summary>
    public double[]? Cells { get; private set; }

    /// <summary>The cells, so many, at first 0.</summary>
    public Span<double> CellsOf(int count)
    {
        if (Cells?.Length != count)
            Cells = new double[count];
        return Cells;
    }

    /// <summary>The state as numbers.</summary>
    public readonly double[] Save() => [Total, Count, .. Cells ?? []];

    /// <summary>Takes over what <see cref="Save"/> gave.</summary>
    /// <returns>Whether it can be such numbers.</returns>
    public bool Load(double[] state)
    {
        if (state.Length < 2)
        {
            return false;
        }
        (Total, Count, Cells) = (state[0], state[1], state.Length == 2 ? null : state[2..]);
        return true;
    }

    /// <summary>Begins again, with the same memory.</summary>
    public void Reset()
    {
        (Total, Count) = (0, 0);
        Cells?.AsSpan().Clear();
    }
}
