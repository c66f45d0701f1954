using Unroll.Kernels;

namespace Unroll;

internal sealed partial class RecurrentRun
{
    /// <summary>A matrix, or a bias as one of a single row, whose gradient is added up in panels, which are copied in the end, or in its own place and order.</summary>
    private readonly record struct Weight(GateColumns Columns, FloatBuffer Panels, Parameter Matrix, int Rows)
    {
        public bool IsInMatrix => Columns.IsInGroups && Rows >= PanelLayout.Width;

        public void Reserve() => Panels.Resize(IsInMatrix ? 0 : (long)Rows * Columns.Width);
    }

    private Weight RecurrentWeight => new(RecurrentColumns, _dRecurrent, Layer.Recurrent, _s.Layout.Units);

    private Weight? CandidateWeight => _candidateColumns is null ? null : new(_candidateColumns, _dCandidate, Layer.Recurrent, _s.Layout.Units);

    private Weight KernelWeight => new(InputColumns, _dKernel, Layer.Kernel, Layer.Kernel.Shape[0]);

    private void ReserveWeightGradients(bool hasTable)
    {
        RecurrentWeight.Reserve();
        CandidateWeight?.Reserve();
        KernelWeight.Reserve();
        _dInputBias.Resize(InputColumns.Width);
        _dRecurrentBias.Resize(RecurrentColumns.Width);
        if (hasTable)
        {
            _entrySums.Resize((long)_s.Layout.Blocks * _s.TableRoom * PanelLayout.Width);
        }
        if (_run.Needs[0])
        {
            _dx.Resize((long)_run.Team.Size * BackRows * PanelLayout.Padded(Layer.Kernel.Shape[0]));
        }
    }

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
        Add(worker, workers, RecurrentWeight, _s.HasRecurrentDropout ? s.DroppedH : s.H, stride);
        if (CandidateWeight is { } candidate)
        {
            Add(worker, workers, candidate, s.ResetH, stride);
        }
        if (_s.Table is null)
        {
            Add(worker, workers, KernelWeight, _x, PanelLayout.Padded(Layer.Kernel.Shape[0]));
        }
        if (Layer.Bias is not null)
        {
            Add(worker, workers, new Weight(InputColumns, _dInputBias, Layer.Bias, 1), null, 0);
            if (Layer.RecurrentBias.Length > 0)
            {
                Add(worker, workers, new Weight(RecurrentColumns, _dRecurrentBias, Layer.Bias, 1), null, 0);
            }
        }
    }

    private void Add(int worker, int workers, Weight weight, FloatBuffer? a, int aStride) =>
        _run.Kernels.AddWeightGradient(PartOf(worker, workers, weight, a, aStride, _using.DZBlockStride), GradientOf(weight), _useFrom, _useTo);

    /// <summary>dW = Eᵀ · (dz summed by entry).</summary>
    private void AddKernelByEntry(int worker, int workers)
    {
        int stride = PanelLayout.Padded(Layer.Kernel.Shape[0]);
        WeightGradientPart part = PartOf(worker, workers, KernelWeight, _tokens.Embeddings, stride, (nint)_s.TableRoom * PanelLayout.Width);
        _run.Kernels.AddEntryGradient(part, GradientOf(KernelWeight), _tokens.Count, _entrySums);
    }

    private Span<float> GradientOf(Weight weight) => weight.IsInMatrix ? _run.Gradient(weight.Matrix) : weight.Panels.Span;

    /// <summary>A worker's part of a gradient: some of the blocks, or some of the rows where the blocks can't be shared evenly.</summary>
    private WeightGradientPart PartOf(int worker, int workers, Weight weight, FloatBuffer? a, int aStride, nint blockStride)
    {
        int stride = weight.IsInMatrix ? weight.Matrix.Shape[^1] : 0;
        int blocks = weight.IsInMatrix ? Panels(weight.Columns.Columns) : _s.Layout.Blocks;
        bool byRows = weight.Rows >= 2 * RowGrain * workers && blocks % workers != 0;
        (int fromRow, int toRow) = byRows ? Team.Share(weight.Rows, 1, worker, workers) : (0, weight.Rows);
        (int fromBlock, int toBlock) = byRows ? (0, blocks) : Team.Share(blocks, 1, worker, workers);
        bool ends = _useFrom == 0 && (_using == _prefix || _s.Prefix is null);
        return new WeightGradientPart(_using, weight.Columns, a, aStride, blockStride, stride, ends, weight.Rows, fromRow, toRow, fromBlock, toBlock);
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
        AddUnpacked(worker, workers, RecurrentWeight);
        if (CandidateWeight is { } candidate)
        {
            AddUnpacked(worker, workers, candidate);
        }
        AddUnpacked(worker, workers, KernelWeight);
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

    private void AddUnpacked(int worker, int workers, Weight weight)
    {
        if (!weight.IsInMatrix)
        {
            (int from, int to) = Team.Share(_s.Layout.Blocks, 1, worker, workers);
            weight.Columns.AddUnpacked(weight.Panels.Span, weight.Rows, _run.Gradient(weight.Matrix), from, to);
        }
    }
}
