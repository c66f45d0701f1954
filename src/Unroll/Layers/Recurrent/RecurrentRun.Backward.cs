using Unroll.Kernels;

namespace Unroll;

internal sealed partial class RecurrentRun
{
    /// <summary>Rows whose gradients at the input are computed at once.</summary>
    private const int BackRows = 64;

    private readonly ScanHook _stepBegins;
    private readonly ScanHook _prefixStepBegins;
    private readonly Action<int, int> _prepareBackward;
    private readonly Action<int, int> _useGradients;
    private readonly Action<int, int> _addKernelByEntry;
    private readonly Action<int, int> _addTokenGradients;
    private readonly Action<int, int> _addUnpacked;
    private readonly FloatBuffer _kernelTransposed = new();
    private readonly FloatBuffer _dKernel = new();
    private readonly FloatBuffer _dRecurrent = new();
    private readonly FloatBuffer _dCandidate = new();
    private readonly FloatBuffer _dInputBias = new();
    private readonly FloatBuffer _dRecurrentBias = new();
    private readonly FloatBuffer _entrySums = new();
    private readonly FloatBuffer _dx = new();
    private bool _byToken;
    private bool _needsDX;
    private ScanState _using = null!;
    private int _useFrom;
    private int _useTo;

    public void Backward(LayerRun run)
    {
        bool hasTable = _s.Table is not null;

        // Where the optimizer takes each place's square, or others read the embeddings too, the gradient at each place is needed; else a sum by token is enough.
        _byToken = hasTable && run.Needs[0] && !run.TakesSquares && run.IsOnlyReader(0);
        _needsDX = run.Needs[0] && !_byToken;
        _s.BackwardThroughPrefix = _s.Prefix is not null && _needsDX;
        ReserveTransposed();
        ReserveWeightGradients(hasTable);
        run.Team.Run(_prepareBackward);
        BeginGradients();
        _s.StepBegins = Layer.ReturnSequences && run.Outputs[0].HasGradient ? _stepBegins : null;
        for (int to = _s.Steps; to > 0; to = _useFrom)
        {
            (_using, _useFrom, _useTo) = (_s, (to - 1) / _s.DZSteps * _s.DZSteps, to);
            Scan(_s, _useFrom, to, back: true);
            run.Team.Run(_useGradients);
        }
        if (_s.Prefix is not null)
        {
            BackwardPrefix();
        }
        if (hasTable)
        {
            run.Team.Run(_addKernelByEntry);
        }
        if (_byToken)
        {
            run.Team.Run(_addTokenGradients);
            run.Settled[0] = true;
        }
        RunParallel(_addUnpacked, WorkOfCopy * ((long)_dKernel.Length + _dRecurrent.Length + _dCandidate.Length));
        TakeStateGradients();
        CountBackward();
    }

    private void CountBackward() => Counts = Counts with
    {
        BackwardRows = _s.BackwardThroughPrefix ? (long)_s.Steps * _s.Batch : Rows(_s, 0, _s.Steps),
        PrefixGradientRows = _s.Prefix is null || _s.BackwardThroughPrefix ? 0 : _prefix.Steps,
    };

    private void ReserveTransposed()
    {
        GateLayout layout = _s.Layout;
        _s.RecurrentTransposed.Resize((long)layout.UnitStride * RecurrentColumns.Width);
        if (_candidateColumns is not null)
        {
            _s.CandidateTransposed.Resize((long)layout.UnitStride * _candidateColumns.Width);
        }
        if (_run.Needs[0])
        {
            _kernelTransposed.Resize((long)PanelLayout.Padded(Layer.Kernel.Shape[0]) * InputColumns.Width);
        }
    }

    /// <summary>Packs the transposed weights and clears what gradients are added up in.</summary>
    private void PrepareBackward(int worker, int workers)
    {
        int units = _s.Layout.Units;
        (int from, int to) = Team.Share(Panels(units), 1, worker, workers);
        RecurrentColumns.PackTransposed(Layer.Recurrent.Values, units, _s.RecurrentTransposed.Span, from, to);
        _candidateColumns?.PackTransposed(Layer.Recurrent.Values, units, _s.CandidateTransposed.Span, from, to);
        if (_run.Needs[0])
        {
            // The other way round, so that a worker without a panel of the one has some of the other.
            int inputs = Layer.Kernel.Shape[0];
            (from, to) = Team.Share(Panels(inputs), 1, workers - 1 - worker, workers);
            InputColumns.PackTransposed(Layer.Kernel.Values, inputs, _kernelTransposed.Span, from, to);
        }
        foreach (FloatBuffer sums in (ReadOnlySpan<FloatBuffer>)[_dRecurrent, _dCandidate, _dKernel, _dInputBias, _dRecurrentBias, _entrySums])
        {
            (from, to) = Team.Share(sums.Span.Length, PanelLayout.Group, worker, workers);
            sums.Span[from..to].Clear();
        }
    }

    private static int Panels(int rows) => (rows + PanelLayout.Width - 1) / PanelLayout.Width;

    private void BeginGradients()
    {
        Begin(_s, StepsAtOnce(_s));
        if (_s.Prefix is not null)
        {
            Begin(_prefix, _prefix.Steps);
        }
        for (int place = 0; place < _s.Batch; place++)
        {
            int units = _s.Layout.Units;
            Span<float> dh = GradientOf(_s.DH, place);
            Range row = (_plan.Order[place] * units)..((_plan.Order[place] + 1) * units);
            if (_run.Outputs[0].HasGradient && !Layer.ReturnSequences && Speaks(_s.Steps - 1, place))
            {
                Spans.AddTo(dh, _run.OutputGradient(0)[row]);
            }
            if (_run.Outputs[0].HasGradient && Layer.ReturnSequences)
            {
                for (int t = _s.Steps - 1; t >= _plan.End[place]; t--)
                {
                    AddOutputGradient(t, place, dh, 0);
                }
            }
            if (_run.Outputs[1].HasGradient)
            {
                Spans.AddTo(dh, _run.OutputGradient(1)[row]);
            }
            if (HasC && _run.Outputs[2].HasGradient)
            {
                Spans.AddTo(GradientOf(_s.DC, place), _run.OutputGradient(2)[row]);
            }
        }
    }

    private static void Begin(ScanState s, int stepsAtOnce)
    {
        s.DZSteps = stepsAtOnce;
        s.DZ.Resize(s.DZBlockStride * s.Layout.Blocks);
        long size = (long)s.Batch * s.Layout.UnitStride;
        s.DH.Resize(size);
        s.DC.Resize(size);
        s.DProduct.Resize(size);
        s.DH.Span.Clear();
        s.DC.Span.Clear();
    }

    private Span<float> GradientOf(FloatBuffer gradient, int place) => gradient.Span.Slice(place * _s.Layout.UnitStride, _s.Layout.Units);

    private void AddOutputGradient(int t, int place, Span<float> dh, int from)
    {
        if (Speaks(t, place))
        {
            int units = _s.Layout.Units;
            Spans.AddTo(dh, _run.OutputGradient(0).Slice((((_plan.Order[place] * _s.Steps) + t) * units) + from, dh.Length));
        }
    }

    private void AddStepGradient(int t, in ScanPart part, int rows)
    {
        (int from, int count) = UnitsOf(part);
        for (int r = 0; r < rows; r++)
        {
            int place = part.FirstRow + r;
            AddOutputGradient(t, place, GradientOf(_s.DH, place).Slice(from, count), from);
        }
    }

    /// <summary>The prefix as one row. Where the rows have not gone through it themselves, what comes back from those that begin after a step is added up in their order.</summary>
    private void BackwardPrefix()
    {
        if (!_s.BackwardThroughPrefix)
        {
            _prefix.BackwardThroughPrefix = false;
            CopyWeights(_s.RecurrentTransposed, _prefix.RecurrentTransposed);
            if (_candidateColumns is not null)
            {
                CopyWeights(_s.CandidateTransposed, _prefix.CandidateTransposed);
            }
            _prefix.StepBegins = _prefixStepBegins;
            Scan(_prefix, 0, _prefix.Steps, back: true);
        }
        (_using, _useFrom, _useTo) = (_prefix, 0, _prefix.Steps);
        _run.Team.Run(_useGradients);
    }

    private void AddPrefixGradient(int t, in ScanPart part, int rows)
    {
        (int from, int count) = UnitsOf(part);
        Span<float> dh = _prefix.DH.Span.Slice(from, count);
        for (int place = _s.Active[t]; place < _s.Batch; place++)
        {
            if (_plan.Begin[place] == t + 1)
            {
                Spans.AddTo(dh, GradientOf(_s.DH, place).Slice(from, count));
                if (HasC)
                {
                    Spans.AddTo(_prefix.DC.Span.Slice(from, count), GradientOf(_s.DC, place).Slice(from, count));
                }
            }
            if (_s.StepBegins is not null)
            {
                AddOutputGradient(t, place, dh, from);
            }
        }
    }

    private void TakeStateGradients()
    {
        for (int i = 1; i < _run.Inputs.Length; i++)
        {
            if (!_run.Needs[i])
            {
                continue;
            }
            int units = _s.Layout.Units;
            for (int place = 0; place < _s.Batch; place++)
            {
                GradientOf(i == 1 ? _s.DH : _s.DC, place).CopyTo(_run.InputGradient(i)[(_plan.Order[place] * units)..]);
            }
        }
    }
}
