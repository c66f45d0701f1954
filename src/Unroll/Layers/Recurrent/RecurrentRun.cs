using Unroll.Kernels;

namespace Unroll;

/// <summary>One use of a recurrent layer in one workspace: plans the batch, brings data into the order of time, lets workers scan, and takes the results out.</summary>
internal sealed partial class RecurrentRun
{
    /// <summary>Less work than this, in multiply-adds, is done by the caller alone.</summary>
    private const long SmallWork = 200_000;

    /// <summary>Recurrent weights beyond this, in floats, don't stay in a second-level cache of 1 MB, so workers own slices of them.</summary>
    private const long LargestShared = 200_000;

    /// <summary>Sums, or their gradients, that are worked on between two phases, in floats: 1 MB, which a cache holds from the one to the other.</summary>
    private const int SumsAtOnce = 1 << 18;

    /// <summary>Rows that are worth a pass over the weights' gradients where one is wider than that.</summary>
    private const int RowsAtOnce = 512;

    /// <summary>The rows of a tile: parts of rows are cut at its multiples.</summary>
    private const int RowGrain = 6;

    private readonly RowPlan _plan = new();
    private readonly TokenTable _tokens = new();
    private readonly ScanState _s;
    private readonly ScanState _prefix;
    private readonly FloatBuffer _x = new();
    private readonly FloatBuffer _inputFactors = new();
    private readonly FloatBuffer _kernel = new();
    private readonly GateColumns? _candidateColumns;
    private readonly Action<int, int> _scan;
    private readonly Action<int, int> _project;
    private (long Kernel, long Recurrent, long Bias) _packedVersions = (-1, -1, -1);
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
        (_scan, _project) = (ScanPart, ProjectPart);
        (_stepDone, _stepBegins, _prefixStepBegins) = (WriteStep, AddStepGradient, AddPrefixGradient);
        (_packTransposed, _useGradients, _addKernelByEntry) = (PackTransposed, UseGradients, AddKernelByEntry);
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
            input.Materialize();
            ProjectAndScan(features);
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

    /// <summary>As in Keras 3, a layer that is given its initial state reads a mask only where one is given too.</summary>
    private void Plan(TokenLookup? lookup)
    {
        TensorValue? mask = HasInitialState ? _run.ExplicitMask : _run.Mask;
        (int batch, int steps) = (_s.Batch, _s.Steps);
        if (mask is not null)
        {
            if (mask.Dimensions.Length != 2 || mask.Dimensions[0] != batch || mask.Dimensions[1] != steps)
            {
                Throw.Shape($"{Layer} expects a mask of shape [{batch}, {steps}], but got {Shape.Text(mask.Dimensions)}. A mask has one value a step.");
            }
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

    private void Pack()
    {
        var versions = (Layer.Kernel.Version, Layer.Recurrent.Version, Layer.Bias?.Version ?? 0);
        if (_packedVersions == versions)
        {
            return;
        }
        _packedVersions = versions;
        GateLayout layout = _s.Layout;
        int inputs = Layer.Kernel.Shape[0];
        _kernel.Resize((long)inputs * InputColumns.Width);
        InputColumns.Pack(Layer.Kernel.Values, inputs, _kernel.Span, 0, layout.Blocks);
        _s.Recurrent.Resize((long)layout.Units * RecurrentColumns.Width);
        RecurrentColumns.Pack(Layer.Recurrent.Values, layout.Units, _s.Recurrent.Span, 0, layout.Blocks);
        if (_candidateColumns is not null)
        {
            _s.Candidate.Resize((long)layout.Units * _candidateColumns.Width);
            _candidateColumns.Pack(Layer.Recurrent.Values, layout.Units, _s.Candidate.Span, 0, layout.Blocks);
        }
        _s.Bias.Resize((long)layout.Blocks * PanelLayout.Width);
        _s.Bias.Span.Clear();
        if (Layer.Bias is not null)
        {
            AddBias(Layer.InputBias, Layer.InputGates);
            if (Layer.RecurrentBias.Length > 0)
            {
                AddBias(Layer.RecurrentBias, Layer.RecurrentGates);
            }
        }
    }

    private void AddBias(ReadOnlySpan<float> bias, int[] gateOfSlot)
    {
        GateLayout layout = _s.Layout;
        for (int b = 0; b < layout.Blocks; b++)
        {
            for (int slot = 0; slot < layout.Slots; slot++)
            {
                if (gateOfSlot[slot] < 0)
                {
                    continue;
                }
                int from = (gateOfSlot[slot] * layout.Units) + (b * layout.UnitsInBlock);
                Spans.AddTo(_s.Bias.Span.Slice((b * PanelLayout.Width) + (slot * layout.UnitsOf(b)), layout.RealUnitsOf(b)), bias[from..]);
            }
        }
    }

    private void Reserve(ScanState s, bool hasTable)
    {
        GateLayout layout = s.Layout;
        long stepRows = (long)s.Steps * s.Batch;
        long sumsOfStep = (long)layout.Blocks * PanelLayout.Width * s.Batch;
        s.ZSteps = s.Keep ? s.Steps : hasTable ? 1 : StepsAtOnce(s);
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

    /// <summary>Each row's state stands ready at the step at which it begins.</summary>
    private void SetInitialState()
    {
        float[][]? kept = null;
        if (KeepsState && !HasInitialState && _run.States.TryGetValue(_run.Call, out float[][]? state) && state[0].Length == _s.Batch * _s.Layout.Units)
        {
            kept = state;
        }
        if (_s.HasRecurrentDropout)
        {
            DrawRecurrentDropout();
        }
        for (int place = 0; place < _s.Batch; place++)
        {
            ReadOnlySpan<float> h = HasInitialState ? _run.Inputs[1].Floats : kept is not null ? kept[0] : default;
            SetState(_s.H, place, h);
            if (HasC)
            {
                ReadOnlySpan<float> c = HasInitialState ? _run.Inputs[2].Floats : kept is not null ? kept[1] : default;
                SetState(_s.C, place, c);
            }
            if (_s.HasRecurrentDropout)
            {
                _run.Kernels.ScanDrop(_s, new ScanPart(place, place + 1, 0, _s.Layout.Blocks, null), _plan.Begin[place], 1);
            }
        }
    }

    private void SetState(FloatBuffer buffer, int place, ReadOnlySpan<float> given)
    {
        Span<float> target = StateAt(_s, buffer, _plan.Begin[place], place);
        target.Clear();
        if (!given.IsEmpty)
        {
            given.Slice(_plan.Order[place] * _s.Layout.Units, _s.Layout.Units).CopyTo(target);
        }
    }

    private static Span<float> StateAt(ScanState s, FloatBuffer state, int step, int place) =>
        state.Span.Slice((int)((s.StateRowsBefore(step) + place) * s.Layout.UnitStride), s.Layout.UnitStride);

    private void DrawRecurrentDropout()
    {
        (int units, int stride) = (_s.Layout.Units, _s.Layout.UnitStride);
        _s.RecurrentFactors.Resize((long)_s.Batch * stride);
        for (int place = 0; place < _s.Batch; place++)
        {
            Span<float> row = _s.RecurrentFactors.Span.Slice(place * stride, stride);
            DropoutFactors.Fill(row[..units], Layer.RecurrentDropout, _run.Random(1), _run.Step, _plan.Order[place] * units);
            row[units..].Clear();
        }
    }

    /// <summary>The steps that rows share before they begin are computed once; at inference they are kept as long as the weights stay the same.</summary>
    private void SharePrefix(TokenLookup lookup)
    {
        Counts = Counts with { PrefixRows = 0 };
        if (_s.Prefix is null)
        {
            return;
        }
        int steps = _plan.PrefixSteps;
        bool known = !_s.Keep && _prefix.Keep && _prefixVersions == _packedVersions && _prefixOf.Token == _plan.PrefixToken
            && _prefixOf.Table == lookup.Table.Version && _prefixOf.Steps >= steps;
        if (!known)
        {
            ComputePrefix(steps);
            (_prefixVersions, _prefixOf) = (_packedVersions, (_plan.PrefixToken, steps, lookup.Table.Version));
            Counts = Counts with { PrefixRows = steps };
        }
        for (int place = 0; place < _s.Batch; place++)
        {
            int begin = _plan.Begin[place];
            StateAt(_prefix, _prefix.H, begin, 0).CopyTo(StateAt(_s, _s.H, begin, place));
            if (HasC)
            {
                StateAt(_prefix, _prefix.C, begin, 0).CopyTo(StateAt(_s, _s.C, begin, place));
            }
        }
    }

    private void ComputePrefix(int steps)
    {
        (_prefix.Steps, _prefix.Keep) = (steps, true);
        if (_prefix.Active.Length != steps)
        {
            _prefix.Active = new int[steps];
            Array.Fill(_prefix.Active, 1);
        }
        (_prefix.Table, _prefix.TableRoom, _prefix.Entries) = (_s.Table, _s.TableRoom, _tokens.PrefixEntries);
        CopyWeights(_s.Recurrent, _prefix.Recurrent);
        if (_candidateColumns is not null)
        {
            CopyWeights(_s.Candidate, _prefix.Candidate);
        }
        Reserve(_prefix, hasTable: true);
        _prefix.H.Span[.._s.Layout.UnitStride].Clear();
        if (HasC)
        {
            _prefix.C.Span[.._s.Layout.UnitStride].Clear();
        }
        Scan(_prefix, 0, steps, back: false);
    }

    private static void CopyWeights(FloatBuffer from, FloatBuffer to)
    {
        to.Resize(from.Length);
        from.Span.CopyTo(to.Span);
    }

    /// <summary>Projects the inputs of some steps and scans them, so that the sums are still in a cache.</summary>
    private void ProjectAndScan(int features)
    {
        int stride = PanelLayout.Padded(features);
        int atOnce = StepsAtOnce(_s);
        _x.Resize((long)_s.ZSteps * _s.Batch * stride);
        var projection = new Projection(InputColumns, features, _x, stride, _kernel, _s.Z, _s.BlockStride, _s.Bias);
        _copiesInputs = true;
        for (int from = 0; from < _s.Steps; from += atOnce)
        {
            int to = Math.Min(from + atOnce, _s.Steps);
            _copyFrom = from;
            Project(projection, (int)_s.ZRowsBefore(from), (to - from) * _s.Batch);
            Scan(_s, from, to, back: false);
        }
        _copiesInputs = false;
    }

    /// <summary>Brings rows of x into the order of time, [step][place][features].</summary>
    private void CopyInputs(int fromRow, int toRow)
    {
        (int features, int stride) = (_projection.Inputs, _projection.XStride);
        ReadOnlySpan<float> source = _run.Input.Floats;
        for (int r = fromRow; r < toRow; r++)
        {
            (int t, int place) = Math.DivRem(r - _projectFrom, _s.Batch);
            int row = _plan.Order[place];
            Span<float> step = _x.Span.Slice(r * stride, features);
            source.Slice(((row * _s.Steps) + ReadStep(_copyFrom + t)) * features, features).CopyTo(step);
            if (_dropsInputs)
            {
                Spans.MultiplyBy(step, _inputFactors.Span.Slice(row * features, features));
            }
        }
    }

    /// <summary>Has the workers compute what the sums of some rows begin with.</summary>
    public void Project(Projection projection, int fromRow, int rows)
    {
        (_projection, _projectFrom, _projectRows) = (projection, fromRow, rows);
        _projectsByRows = rows >= 2 * RowGrain * _run.Team.Size;
        if (_copiesInputs && !_projectsByRows)
        {
            CopyInputs(fromRow, fromRow + rows);
        }
        RunParallel(_project, (long)rows * projection.Inputs * InputColumns.Width);
    }

    private void RunParallel(Action<int, int> body, long work)
    {
        if (work < SmallWork)
        {
            body(0, 1);
        }
        else
        {
            _run.Team.Run(body);
        }
    }

    private void ProjectPart(int worker, int workers)
    {
        (int from, int to) = _projectsByRows ? Team.Share(_projectRows, RowGrain, worker, workers) : (0, _projectRows);
        (int fromBlock, int toBlock) = _projectsByRows ? (0, _s.Layout.Blocks) : Team.Share(_s.Layout.Blocks, 1, worker, workers);
        if (_copiesInputs && _projectsByRows)
        {
            CopyInputs(_projectFrom + from, _projectFrom + to);
        }
        _run.Kernels.ProjectInputs(_projection, _projectFrom + from, _projectFrom + to, fromBlock, toBlock);
    }

    /// <summary>Has the workers scan: by rows where there are rows enough and the weights stay in a cache, else by units.</summary>
    private void Scan(ScanState s, int from, int to, bool back)
    {
        (_scanning, _scanFrom, _scanTo, _scanBack) = (s, from, to, back);
        GateLayout layout = s.Layout;
        long weights = (long)layout.Units * RecurrentColumns.Width;
        long rows = back && s.BackwardThroughPrefix ? (long)(to - from) * s.Batch : Rows(s, from, to);
        int workers = _run.Team.Size;
        _byUnits = s.General is null && s.CandidateColumns is null && layout.Blocks >= workers && (s.Batch < 4 * workers || weights > LargestShared);
        bool alone = rows * weights < SmallWork || (!_byUnits && s.Batch == 1);
        if (alone || workers == 1)
        {
            _byUnits = false;
            ScanPart(0, 1);
        }
        else if (_byUnits)
        {
            if (_barrier?.Workers != workers)
            {
                _barrier = new SpinBarrier(workers);
            }
            _run.Team.RunTogether(_scan);
        }
        else
        {
            _run.Team.Run(_scan);
        }
    }

    private void ScanPart(int worker, int workers)
    {
        GateLayout layout = _scanning.Layout;
        ScanPart part;
        if (_byUnits)
        {
            (int from, int to) = Team.Share(layout.Blocks, 1, worker, workers);
            part = new ScanPart(0, _scanning.Batch, from, to, workers == 1 ? null : _barrier);
        }
        else
        {
            part = new ScanPart(workers == 1 ? 0 : CutOf(worker, workers), workers == 1 ? _scanning.Batch : CutOf(worker + 1, workers), 0, layout.Blocks, null);
        }
        if (_scanBack)
        {
            _run.Kernels.ScanBackward(_scanning, part, _scanFrom, _scanTo);
        }
        else
        {
            _run.Kernels.ScanForward(_scanning, part, _scanFrom, _scanTo);
        }
    }

    /// <summary>The place where a worker's rows begin, so that all have as much to do over the steps at hand.</summary>
    private int CutOf(int worker, int workers)
    {
        ScanState s = _scanning;
        bool even = _scanBack && s.BackwardThroughPrefix;
        ReadOnlySpan<int> active = s.Active.AsSpan(_scanFrom, _scanTo - _scanFrom);
        long wanted = (even ? (long)active.Length * s.Batch : Rows(s, _scanFrom, _scanTo)) * worker / workers;
        (int low, int high) = (0, s.Batch);
        while (low < high)
        {
            int middle = (low + high) / 2;
            long before = 0;
            foreach (int rows in active)
            {
                before += even ? middle : Math.Min(middle, rows);
            }
            (low, high) = before < wanted ? (middle + 1, high) : (low, middle);
        }
        return worker == workers ? s.Batch : low;
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
