using Unroll.Kernels;

namespace Unroll;

/// <summary>One use of a recurrent layer in one workspace: plans the batch, brings data into the order of time, lets workers scan, and takes the results out.</summary>
internal sealed partial class RecurrentRun
{
    /// <summary>Less work than this, in multiply-adds, is done by the caller alone.</summary>
    private const long SmallWork = 200_000;

    /// <summary>What a copied float costs, in multiply-adds.</summary>
    private const long WorkOfCopy = 8;

    /// <summary>Recurrent weights beyond this, in floats, 1 MB, don't stay in a second-level cache, so workers own slices of them.</summary>
    private const long LargestShared = 1 << 18;

    /// <summary>The weights, in floats, that a row is worth walking through at each step: with fewer rows a worker waits for them.</summary>
    private const long WeightsForRow = 1 << 14;

    /// <summary>Sums, or their gradients, that are worked on between two phases, in floats: 1 MB, which a cache holds from the one to the other.</summary>
    private const int SumsAtOnce = 1 << 18;

    /// <summary>Rows that are worth a pass over the weights' gradients where one is wider than that.</summary>
    private const int RowsAtOnce = 512;

    /// <summary>Both kernels up to this, in floats, stay in a second-level cache together.</summary>
    private const long LargestJoined = 1 << 17;

    /// <summary>The rows of a tile: parts of rows are cut at its multiples.</summary>
    private const int RowGrain = 6;

    private readonly RowPlan _plan = new();
    private readonly TokenTable _tokens = new();
    private readonly JoinedInputs _joined = new();
    private readonly ScanState _s;
    private readonly ScanState _prefix;
    private readonly FloatBuffer _x = new();
    private readonly FloatBuffer _inputFactors = new();
    private readonly FloatBuffer _kernel = new();
    private readonly GateColumns? _candidateColumns;
    private readonly Action<int, int> _scan;
    private readonly Action<int, int> _project;
    private readonly Action<int, int> _pack;
    private (long Kernel, long Recurrent, long Bias) _packedVersions = (-1, -1, -1);
    private (long Kernel, long Recurrent, long Bias) _joinedVersions = (-1, -1, -1);
    private (long Kernel, long Recurrent, long Bias) _prefixVersions = (-1, -1, -1);
    private (int Token, int Steps, long Table) _prefixOf;
    private LayerRun _run = null!;
    private bool _dropsInputs;
    private ScanState _scanning = null!;
    private int _scanFrom;
    private int _scanTo;
    private bool _scanBack;
    private bool _byUnits;
    private SpinBarrier? _barrier;
    private Projection _projection;
    private int _projectFrom;
    private int _projectRows;
    private bool _projectsByRows;
    private bool _copiesInputs;
    private int _copyFrom;

    public RecurrentRun(RecurrentLayer layer)
    {
        Layer = layer;
        var layout = new GateLayout(layer.Cell, layer.Units);
        InputColumns = new GateColumns(layout, layer.InputGates);
        RecurrentColumns = new GateColumns(layout, layer.RecurrentGates);
        _candidateColumns = layer.CandidateGates is null ? null : new GateColumns(layout, layer.CandidateGates);
        _s = NewState(layout);
        _prefix = NewState(layout);
        _prefix.Batch = 1;
        (_scan, _project, _pack) = (ScanPart, ProjectPart, PackPart);
        (_stepDone, _stepBegins, _prefixStepBegins) = (WriteStep, AddStepGradient, AddPrefixGradient);
        (_prepareBackward, _useGradients, _addKernelByEntry) = (PrepareBackward, UseGradients, AddKernelByEntry);
        (_addTokenGradients, _addUnpacked) = (AddTokenGradients, AddUnpacked);
    }

    public RecurrentLayer Layer { get; }

    public GateColumns InputColumns { get; }

    public GateColumns RecurrentColumns { get; }

    public FloatBuffer Kernel => _kernel;

    /// <summary>What was computed for the last batch, for tests of what the engine saves.</summary>
    public WorkCounts Counts { get; private set; }

    /// <summary>What the last batch was computed in, likewise for tests.</summary>
    public ScanState State => _s;

    private bool HasC => Layer.StateCount == 2;

    private ScanState NewState(GateLayout layout)
    {
        var state = new ScanState(layout) { RecurrentColumns = RecurrentColumns, CandidateColumns = _candidateColumns };
        state.General = Layer.NewGeneralCell(state);
        return state;
    }

    private int ReadStep(int t) => Layer.GoBackwards ? _s.Steps - 1 - t : t;

    public void Forward(LayerRun run)
    {
        _run = run;
        TensorValue input = run.Input;
        (_s.Batch, _s.Steps, _s.Keep) = (input.Dimensions[0], input.Dimensions[1], run.Keep);
        int features = input.Dimensions[2];
        DrawDropout(features);
        TokenLookup? lookup = _dropsInputs ? null : input.Lookup;
        Plan(lookup);
        Pack();
        _s.Joined = lookup is null && CanJoin(features) ? _joined : null;
        Reserve(_s, lookup is not null);
        SetInitialState();
        PrepareOutputs();
        int computed = 0;
        if (lookup is not null)
        {
            _tokens.Prepare(this, lookup, _plan, _s, Layer.GoBackwards);
            computed = _tokens.Computed;
            SharePrefix(lookup);
            Scan(_s, 0, _s.Steps, back: false);
        }
        else
        {
            _s.Table = null;
            input.Materialize(_run.Team);
            if (_s.Joined is not null)
            {
                Join(input);
                Scan(_s, 0, _s.Steps, back: false);
            }
            else
            {
                ProjectAndScan(features);
            }
        }
        FinishOutputs();
        Counts = Counts with { TableEntries = computed, ForwardRows = Rows(_s, 0, _s.Steps), BackwardRows = 0, PrefixGradientRows = 0 };
    }

    private static long Rows(ScanState s, int from, int to)
    {
        long rows = 0;
        foreach (int active in s.Active.AsSpan(from, to - from))
        {
            rows += active;
        }
        return rows;
    }

    private void Plan(TokenLookup? lookup)
    {
        TensorValue? mask = _run.StepMask();
        (int batch, int steps) = (_s.Batch, _s.Steps);
        if (mask is not null)
        {
            _plan.MakeMasked(mask.Bools, batch, steps, Layer.GoBackwards);
        }
        else if (lookup is not null && !HasInitialState && !KeepsState && !_s.HasRecurrentDropout)
        {
            _plan.MakeShared(lookup.Tokens.Ints, batch, steps, Layer.GoBackwards);
        }
        else
        {
            _plan.MakePlain(batch, steps);
        }
        _isMasked = mask is not null;
        (_s.Active, _s.Mask, _s.HasHoles) = (_plan.Active, _plan.Mask, _plan.HasHoles);
        _s.Prefix = _plan.PrefixSteps > 0 ? _prefix : null;
    }

    private bool KeepsState => Layer.Stateful || _run.Streams;

    private bool HasInitialState => _run.Inputs.Length > 1;

    private void DrawDropout(int features)
    {
        _dropsInputs = _run.Training && Layer.Dropout > 0;
        if (_dropsInputs)
        {
            _inputFactors.Resize((long)_s.Batch * features);
            DropoutFactors.Fill(_inputFactors.Span, Layer.Dropout, _run.Random(0), _run.Step);
        }
        _s.HasRecurrentDropout = _run.Training && Layer.RecurrentDropout > 0;
    }

    private void Reserve(ScanState s, bool hasTable)
    {
        GateLayout layout = s.Layout;
        long stepRows = (long)s.Steps * s.Batch;
        long sumsOfStep = (long)layout.Blocks * PanelLayout.Width * s.Batch;
        s.ZSteps = s.Keep ? s.Steps : hasTable || s.Joined is not null ? 1 : StepsAtOnce(s);
        long states = (s.Keep ? stepRows + s.Batch : 2L * s.Batch) * layout.UnitStride;
        long once = (s.Keep ? stepRows : s.Batch) * layout.UnitStride;
        s.Z.Resize(sumsOfStep * s.ZSteps);
        s.H.Resize(states);
        if (HasC)
        {
            s.C.Resize(states);
            s.TanhC.Resize(once);
        }
        if (_candidateColumns is not null)
        {
            s.ResetH.Resize(once);
        }
        if (s.HasRecurrentDropout)
        {
            s.DroppedH.Resize(states);
        }
        s.General?.Reserve();
    }

    private static int StepsAtOnce(ScanState s)
    {
        int rows = Math.Max(RowsAtOnce, SumsAtOnce / (s.Layout.Blocks * PanelLayout.Width));
        return Math.Clamp(rows / s.Batch, 1, s.Steps);
    }

    /// <summary>A cache of this layer's call that all workspaces of the model share.</summary>
    public T? FindShared<T>()
        where T : class => _run.FindShared<T>();

    public void Publish(object shared) => _run.Publish(shared);
}

/// <summary>What a recurrent layer computed for a batch.</summary>
/// <param name="TableEntries">Tokens whose input product was computed.</param>
/// <param name="PrefixRows">Steps of the shared prefix that were computed.</param>
/// <param name="ForwardRows">Rows times steps of the forward scan.</param>
/// <param name="BackwardRows">Rows times steps of the backward scan.</param>
/// <param name="PrefixGradientRows">Steps of the shared prefix that the backward pass took as one row each.</param>
internal readonly record struct WorkCounts(int TableEntries, int PrefixRows, long ForwardRows, long BackwardRows, int PrefixGradientRows);
