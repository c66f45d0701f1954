namespace Unroll.Kernels;

/// <summary>
/// What one use of a recurrent layer works on. Rows of the batch stand in the order of <see cref="RowPlan"/>, time comes before rows,
/// and the sums stand in blocks (see <see cref="GateLayout"/>).
/// </summary>
internal sealed class ScanState(GateLayout layout)
{
    public GateLayout Layout { get; } = layout;

    public int Batch { get; set; }

    public int Steps { get; set; }

    /// <summary>Whether every step is kept, for the backward pass.</summary>
    public bool Keep { get; set; }

    /// <summary>Whether the gates kept are more than a second-level cache holds: 512 KB.</summary>
    public bool KeepsMuch => Keep && Z.Length > 1 << 17;

    /// <summary>Steps that <see cref="Z"/> holds.</summary>
    public int ZSteps { get; set; }

    /// <summary>Rows that are at work at each step: always the first ones.</summary>
    public int[] Active { get; set; } = [];

    /// <summary>Whether all rows are at work all the time.</summary>
    public bool AllRowsWork => !Active.AsSpan().ContainsAnyExcept(Batch);

    /// <summary>The sums, then the gates: [block][step][row][64].</summary>
    public FloatBuffer Z { get; } = new();

    /// <summary>The sums' gradients of the steps at hand, laid out like the sums: what the scan leaves is used up before the steps before them are begun, while a cache holds it.</summary>
    public FloatBuffer DZ { get; } = new();

    /// <summary>Steps that <see cref="DZ"/> holds.</summary>
    public int DZSteps { get; set; }

    /// <summary>h before each step, and after the last: [1 + steps][row][units]; two steps in turn where nothing is kept.</summary>
    public FloatBuffer H { get; } = new();

    /// <summary>c, laid out like h.</summary>
    public FloatBuffer C { get; } = new();

    /// <summary>tanh(c) after each step, [step][row][units]; one step of it where nothing is kept.</summary>
    public FloatBuffer TanhC { get; } = new();

    /// <summary>What the recurrent product sees in place of h, laid out like it: h with recurrent dropout.</summary>
    public FloatBuffer DroppedH { get; } = new();

    /// <summary>r h, which a GRU that resets before the product multiplies: laid out like tanh(c).</summary>
    public FloatBuffer ResetH { get; } = new();

    /// <summary>The recurrent dropout's factors, [row][units].</summary>
    public FloatBuffer RecurrentFactors { get; } = new();

    public bool HasRecurrentDropout { get; set; }

    /// <summary>1 for a real step, [step][row]; meaningless without <see cref="HasHoles"/>.</summary>
    public byte[] Mask { get; set; } = [];

    /// <summary>Whether rows at work have masked steps.</summary>
    public bool HasHoles { get; set; }

    /// <summary>What the sums begin with where no token table gives it: the bias, [block][64].</summary>
    public FloatBuffer Bias { get; } = new();

    /// <summary>With a token table: the sums' beginning for each entry, [block][entry][64].</summary>
    public FloatBuffer? Table { get; set; }

    /// <summary>Entries that the table has room for.</summary>
    public int TableRoom { get; set; }

    /// <summary>The table's entry for each step and row, [step][row].</summary>
    public int[] Entries { get; set; } = [];

    /// <summary>Where inputs and h are multiplied as one, instead of the inputs of many steps before: both of the step at hand, side by side.</summary>
    public JoinedInputs? Joined { get; set; }

    /// <summary>The recurrent kernel's columns and panels.</summary>
    public required GateColumns RecurrentColumns { get; init; }

    public FloatBuffer Recurrent { get; } = new();

    public FloatBuffer RecurrentTransposed { get; } = new();

    /// <summary>Of a GRU that resets before the product: the candidate's columns and panels.</summary>
    public GateColumns? CandidateColumns { get; init; }

    public FloatBuffer Candidate { get; } = new();

    public FloatBuffer CandidateTransposed { get; } = new();

    /// <summary>dLoss/dh of the step at hand, [row][units].</summary>
    public FloatBuffer DH { get; } = new();

    /// <summary>dLoss/dc of the step at hand, [row][units].</summary>
    public FloatBuffer DC { get; } = new();

    /// <summary>What comes back through a product that dh must not take as it is, [row][units].</summary>
    public FloatBuffer DProduct { get; } = new();

    /// <summary>The states of the prefix that the rows share before they begin, a batch of one; or null.</summary>
    public ScanState? Prefix { get; set; }

    /// <summary>Whether the backward pass also walks, row by row, through the steps of the prefix.</summary>
    public bool BackwardThroughPrefix { get; set; }

    /// <summary>Activations other than the cell's usual ones.</summary>
    public GeneralCell? General { get; set; }

    /// <summary>Hands a step's h to the layer's output: step, first row, row step, rows, first unit, end unit.</summary>
    public ScanHook? StepDone { get; set; }

    /// <summary>Adds the output's gradient of a step to dh, likewise.</summary>
    public ScanHook? StepBegins { get; set; }

    /// <summary>The distance between blocks in <see cref="Z"/>.</summary>
    public nint BlockStride => (nint)ZSteps * Batch * PanelLayout.Width;

    /// <summary>The distance between blocks in <see cref="DZ"/>.</summary>
    public nint DZBlockStride => (nint)DZSteps * Batch * PanelLayout.Width;

    /// <summary>Rows before a step in <see cref="DZ"/>.</summary>
    public nint DZRowsBefore(int step) => (nint)(step % DZSteps) * Batch;

    /// <summary>Rows before a step in <see cref="Z"/>.</summary>
    public nint ZRowsBefore(int step) => (nint)(Keep ? step : step % ZSteps) * Batch;

    /// <summary>Rows before a step in h and c.</summary>
    public nint StateRowsBefore(int step) => (nint)(Keep ? step : step & 1) * Batch;

    /// <summary>Rows before a step in what is made once a step.</summary>
    public nint OnceRowsBefore(int step) => Keep ? (nint)step * Batch : 0;
}

/// <summary>
/// A step's inputs and h side by side, [row][inputs][units], and both kernels, one on the other. One product serves both, with the bits of two, since its
/// sums add up the inputs first. That saves the sums' way through memory, and suits kernels that a cache holds together.
/// </summary>
internal sealed class JoinedInputs
{
    /// <summary>The inputs, [sample][step][inputs].</summary>
    public FloatBuffer X { get; set; } = new();

    public int Inputs { get; set; }

    public bool Backwards { get; set; }

    /// <summary>The sample of each row.</summary>
    public int[] Order { get; set; } = [];

    public FloatBuffer Rows { get; } = new();

    /// <summary>The kernels' panels.</summary>
    public FloatBuffer Kernels { get; } = new();

    /// <summary>Where h begins in a row.</summary>
    public int First => PanelLayout.Padded(Inputs);
}

/// <summary>Something to do at a step for a part of the rows and units.</summary>
internal delegate void ScanHook(int step, in ScanPart part, int rows);

/// <summary>The part of a scan that a worker owns: some rows through all of time; or some blocks of all rows, with a barrier each step.</summary>
internal readonly record struct ScanPart(int FirstRow, int EndRow, int FirstBlock, int EndBlock, SpinBarrier? Barrier)
{
    /// <summary>How many of the first <paramref name="active"/> rows are the worker's.</summary>
    public int RowsOf(int active) => Math.Max(Math.Min(active, EndRow) - FirstRow, 0);

    /// <summary>The block to take in the place of block <paramref name="i"/>: to and fro in turn, since the weights that a step ends with may still be in a cache.</summary>
    public int ToAndFro(int i, int step) => step % 2 == 0 ? i : FirstBlock + EndBlock - 1 - i;
}
