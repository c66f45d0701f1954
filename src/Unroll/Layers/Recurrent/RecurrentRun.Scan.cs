using Unroll.Kernels;

namespace Unroll;

internal sealed partial class RecurrentRun
{
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

    /// <summary>
    /// Has the workers scan: by rows where there are rows enough and the weights stay in a cache, else by units, which wait for each other at each step
    /// and so for whatever else the machine has to do.
    /// </summary>
    private void Scan(ScanState s, int from, int to, bool back)
    {
        (_scanning, _scanFrom, _scanTo, _scanBack) = (s, from, to, back);
        GateLayout layout = s.Layout;
        long weights = (long)layout.Units * RecurrentColumns.Width;
        long rows = back && s.BackwardThroughPrefix ? (long)(to - from) * s.Batch : Rows(s, from, to);
        int workers = _run.Team.Size;
        long shared = Math.Min(LargestShared, s.Batch / workers * WeightsForRow);
        _byUnits = s.General is null && s.CandidateColumns is null && layout.Blocks >= workers && (s.Batch < 4 * workers || weights > shared);
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
            _run.Team.RunTogether(_scan, rows * weights);
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

    /// <summary>
    /// The place where a worker's rows begin, so that all have as much to do over the steps at hand. On the way back a row that stands in the prefix costs
    /// two thirds of one at work, since what the prefix kept stays in a cache.
    /// </summary>
    private int CutOf(int worker, int workers)
    {
        ScanState s = _scanning;
        bool all = _scanBack && s.BackwardThroughPrefix;
        ReadOnlySpan<int> active = s.Active.AsSpan(_scanFrom, _scanTo - _scanFrom);
        long wanted = Cost(active, s.Batch, all) * worker / workers;
        (int low, int high) = (0, s.Batch);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Cost(active, middle, all) < wanted ? (middle + 1, high) : (low, middle);
        }
        return worker == workers ? s.Batch : low;
    }

    /// <summary>What some first rows cost; <paramref name="all"/> says that those in the prefix go along.</summary>
    private static long Cost(ReadOnlySpan<int> active, int rows, bool all)
    {
        long cost = 0;
        foreach (int working in active)
        {
            cost += Math.Min(rows, working) + (all ? 2 * rows : 0);
        }
        return cost;
    }
}
