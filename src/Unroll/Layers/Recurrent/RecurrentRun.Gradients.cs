using Unroll.Kernels;

namespace Unroll;

internal sealed partial class RecurrentRun
{
    private void ReserveWeightGradients(bool hasTable)
    {
        int inputs = Layer.Kernel.Shape[0];
        Reserve(_dRecurrent, RecurrentColumns, _s.Layout.Units);
        if (_candidateColumns is not null)
        {
            Reserve(_dCandidate, _candidateColumns, _s.Layout.Units);
        }
        Reserve(_dKernel, InputColumns, inputs);
        _dInputBias.Resize(InputColumns.Width);
        _dRecurrentBias.Resize(RecurrentColumns.Width);
        if (hasTable)
        {
            _entrySums.Resize((long)_s.Layout.Blocks * _s.TableRoom * PanelLayout.Width);
        }
        if (_run.Needs[0])
        {
            _dx.Resize((long)_run.Team.Size * BackRows * PanelLayout.Padded(inputs));
        }
    }

    private static void Reserve(FloatBuffer panels, GateColumns columns, int rows) => panels.Resize(IsInMatrix(columns, rows) ? 0 : (long)rows * columns.Width);

    /// <summary>Whether a matrix's gradient is added up in its own place and order; else in panels, which are copied in the end.</summary>
    private static bool IsInMatrix(GateColumns columns, int rows) => columns.IsInGroups && rows >= PanelLayout.Width;

    /// <summary>What the sums' gradients of some steps are for: the sums over the prefix and by token by blocks of columns, the gradient at the input by rows, and the weights' by either.</summary>
    private void UseGradients(int worker, int workers)
    {
        (int from, int to) = Team.Share(_s.Layout.Blocks, 1, worker, workers);
        for (int b = from; b < to; b++)
        {
            if (_using.BackwardThroughPrefix)
            {
                _run.Kernels.SumPrefix(_s, b, _useFrom, _useTo);
            }
            if (_s.Table is not null)
            {
                _run.Kernels.SumByEntry(_using, b, _useFrom, _useTo, _entrySums);
            }
        }
        if (_needsDX && _using == _s)
        {
            TakeInputGradient(worker, workers);
        }
        AddWeights(worker, workers);
    }

    private void TakeInputGradient(int worker, int workers)
    {
        int features = Layer.Kernel.Shape[0];
        int stride = PanelLayout.Padded(features);
        var projection = new Projection(InputColumns, features, _x, stride, _kernelTransposed, _s.DZ, _s.DZBlockStride, _s.Bias);
        Span<float> dx = _dx.Span.Slice(worker * BackRows * stride, BackRows * stride);
        int chunk = 0;
        bool even = _s.BackwardThroughPrefix || _s.AllRowsWork;
        int start = _useFrom * _s.Batch;
        int total = _useTo * _s.Batch;
        for (int first = start; first < total; chunk++)
        {
            int t = first / _s.Batch;
            int end = even ? Math.Min(first + BackRows, total) : Math.Min(first + BackRows, (t * _s.Batch) + _s.Active[t]);
            if (end > first && chunk % workers == worker)
            {
                _run.Kernels.ProjectBack(projection, first - start, end - start, dx);
                for (int row = first; row < end; row++)
                {
                    WriteInputGradient(row / _s.Batch, row % _s.Batch, dx.Slice((row - first) * stride, features));
                }
            }
            bool stepDone = !even && end >= (t * _s.Batch) + _s.Active[t];
            if (stepDone)
            {
                for (int place = Math.Max(_s.Active[t], 0); chunk % workers == worker && place < _s.Batch; place++)
                {
                    WriteInputGradient(t, place, default);
                }
                end = (t + 1) * _s.Batch;
            }
            first = end;
        }
    }

    /// <summary>A step that was not at work has no gradient.</summary>
    private void WriteInputGradient(int t, int place, ReadOnlySpan<float> dx)
    {
        int features = Layer.Kernel.Shape[0];
        int row = _plan.Order[place];
        Span<float> target = _run.InputGradient(0).Slice(((row * _s.Steps) + ReadStep(t)) * features, features);
        if (dx.IsEmpty)
        {
            target.Clear();
            return;
        }
        dx.CopyTo(target);
        if (_dropsInputs)
        {
            Spans.MultiplyBy(target, _inputFactors.Span.Slice(row * features, features));
        }
        Spans.FlushSubnormals(target);
    }

    /// <summary>dU and dW, and the biases' gradients, each worker for rows of the matrices, or for blocks where there are few rows.</summary>
    private void AddWeights(int worker, int workers)
    {
        ScanState s = _using;
        int stride = _s.Layout.UnitStride;
        Add(worker, workers, RecurrentColumns, _s.HasRecurrentDropout ? s.DroppedH : s.H, stride, _dRecurrent, Layer.Recurrent, _s.Layout.Units);
        if (_candidateColumns is not null)
        {
            Add(worker, workers, _candidateColumns, s.ResetH, stride, _dCandidate, Layer.Recurrent, _s.Layout.Units);
        }
        if (_s.Table is null)
        {
            int features = Layer.Kernel.Shape[0];
            Add(worker, workers, InputColumns, _x, PanelLayout.Padded(features), _dKernel, Layer.Kernel, features);
        }
        if (Layer.Bias is not null)
        {
            Add(worker, workers, InputColumns, null, 0, _dInputBias, Layer.Bias, 1);
            if (Layer.RecurrentBias.Length > 0)
            {
                Add(worker, workers, RecurrentColumns, null, 0, _dRecurrentBias, Layer.Bias, 1);
            }
        }
    }

    private void Add(int worker, int workers, GateColumns columns, FloatBuffer? a, int aStride, FloatBuffer panels, Parameter matrix, int rows) =>
        _run.Kernels.AddWeightGradient(PartOf(worker, workers, columns, a, aStride, matrix, rows), Target(columns, panels, matrix, rows), _useFrom, _useTo);

    /// <summary>dW = Eᵀ · (dz summed by entry).</summary>
    private void AddKernelByEntry(int worker, int workers)
    {
        int features = Layer.Kernel.Shape[0];
        WeightGradientPart part = PartOf(worker, workers, InputColumns, _tokens.Embeddings, PanelLayout.Padded(features), Layer.Kernel, features);
        _run.Kernels.AddEntryGradient(part, Target(InputColumns, _dKernel, Layer.Kernel, features), _tokens.Count, _entrySums, _s.TableRoom);
    }

    private Span<float> Target(GateColumns columns, FloatBuffer panels, Parameter matrix, int rows) => IsInMatrix(columns, rows) ? _run.Gradient(matrix) : panels.Span;

    /// <summary>A worker's part of a gradient: some of the blocks, or some of the rows where the blocks can't be shared evenly.</summary>
    private WeightGradientPart PartOf(int worker, int workers, GateColumns columns, FloatBuffer? a, int aStride, Parameter matrix, int rows)
    {
        const int Grain = 6;
        bool inMatrix = IsInMatrix(columns, rows);
        int stride = inMatrix ? matrix.Shape[^1] : 0;
        int blocks = inMatrix ? Panels(columns.Columns) : _s.Layout.Blocks;
        bool byRows = rows >= 2 * Grain * workers && blocks % workers != 0;
        (int fromRow, int toRow) = byRows ? Team.Share(rows, 1, worker, workers) : (0, rows);
        (int fromBlock, int toBlock) = byRows ? (0, blocks) : Team.Share(blocks, 1, worker, workers);
        return new WeightGradientPart(_using, columns, a, aStride, stride, _useFrom == 0 && (_using == _prefix || _s.Prefix is null), rows, fromRow, toRow, fromBlock, toBlock);
    }

    /// <summary>The embeddings' gradient straight from the sums by entry: dE = sums · kernelᵀ.</summary>
    private void AddTokenGradients(int worker, int workers)
    {
        int features = Layer.Kernel.Shape[0];
        int stride = PanelLayout.Padded(features);
        var projection = new Projection(InputColumns, features, _x, stride, _kernelTransposed, _entrySums, (nint)_s.TableRoom * PanelLayout.Width, _s.Bias);
        Span<float> dx = _dx.Span.Slice(worker * BackRows * stride, BackRows * stride);
        Span<float> table = _run.Gradient(_run.Input.Lookup!.Table);
        (int from, int to) = Team.Share(_tokens.Count, 1, worker, workers);
        for (int first = from; first < to; first += BackRows)
        {
            int end = Math.Min(first + BackRows, to);
            _run.Kernels.ProjectBack(projection, first, end, dx);
            for (int entry = first; entry < end; entry++)
            {
                Spans.AddFlushed(table.Slice(_tokens.Tokens[entry] * features, features), dx.Slice((entry - first) * stride, features));
            }
        }
    }

    /// <summary>Adds what stands in panels to the matrices, and flushes what is subnormal.</summary>
    private void AddUnpacked(int worker, int workers)
    {
        AddUnpacked(worker, workers, RecurrentColumns, _dRecurrent, Layer.Recurrent, _s.Layout.Units);
        if (_candidateColumns is not null)
        {
            AddUnpacked(worker, workers, _candidateColumns, _dCandidate, Layer.Recurrent, _s.Layout.Units);
        }
        AddUnpacked(worker, workers, InputColumns, _dKernel, Layer.Kernel, Layer.Kernel.Shape[0]);
        if (Layer.Bias is not null)
        {
            (int from, int to) = Team.Share(_s.Layout.Blocks, 1, worker, workers);
            Span<float> bias = _run.Gradient(Layer.Bias);
            int inputs = Layer.InputBias.Length;
            InputColumns.AddUnpacked(_dInputBias.Span, 1, bias[..inputs], from, to);
            if (Layer.RecurrentBias.Length > 0)
            {
                RecurrentColumns.AddUnpacked(_dRecurrentBias.Span, 1, bias[inputs..], from, to);
            }
        }
    }

    private void AddUnpacked(int worker, int workers, GateColumns columns, FloatBuffer panels, Parameter matrix, int rows)
    {
        if (!IsInMatrix(columns, rows))
        {
            (int from, int to) = Team.Share(_s.Layout.Blocks, 1, worker, workers);
            columns.AddUnpacked(panels.Span, rows, _run.Gradient(matrix), from, to);
        }
    }
}
