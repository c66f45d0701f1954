namespace Unroll.Kernels;

/// <summary>
/// The left operand A of a product. Its element (i, k), where k = run * <see cref="Depth"/> + d, stands at
/// <see cref="Start"/>[i * <see cref="Row"/> + run * <see cref="Run"/> + d * <see cref="Step"/>].
/// </summary>
internal readonly unsafe struct LeftOperand(float* start, nint row, int depth, nint step = 1, int runs = 1, nint run = 0)
{
    public float* Start => start;

    public nint Row => row;

    public int Depth => depth;

    public nint Step => step;

    public int Runs => runs;

    public nint Run => run;

    /// <summary>The operand from another row on.</summary>
    public LeftOperand From(int i) => new(start + (i * row), row, depth, step, runs, run);
}

/// <summary>
/// The right operand B of a product, in groups of 16 columns. Its element (k, 16 g + j) stands at <see cref="Start"/>[k * <see cref="Row"/> + g * <see cref="Group"/> + j].
/// Weights are packed so that a group is one run of memory (Row = 16): a processor that takes one group at a time fetches it ahead and has it in its first-level cache.
/// </summary>
internal readonly unsafe struct RightOperand(float* start, nint row, nint group = PanelLayout.Group)
{
    public float* Start => start;

    public nint Row => row;

    public nint Group => group;

    /// <summary>A matrix packed in groups of <paramref name="depth"/> rows.</summary>
    public static RightOperand Packed(float* start, nint depth) => new(start, PanelLayout.Group, depth * PanelLayout.Group);

    /// <summary>The operand from another column on.</summary>
    public RightOperand From(int column) => new(start + (column / PanelLayout.Group * group) + (column % PanelLayout.Group), row, group);
}
