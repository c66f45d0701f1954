using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// y = activation(x · kernel + bias) on the last axis: [..., inputs] to [..., units]. Keras's Dense.
/// </summary>
public sealed class Dense : Layer
{
    private Parameter? _kernel;
    private Parameter? _bias;

    /// <summary>A layer of <paramref name="units"/> outputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public Dense(int units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        Units = units;
    }

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>What the sums go through; nothing by default.</summary>
    public Activation Activation { get; init; } = Activation.Linear;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How the kernel, [inputs, units], begins.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>How the bias, [units], begins.</summary>
    public Initializer BiasInitializer { get; init; } = Initializer.Zeros;

    /// <summary>What the kernel adds to the loss.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>What the kernel is brought back to after each batch.</summary>
    public Constraint? KernelConstraint { get; init; }

    /// <summary>What the bias adds to the loss.</summary>
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>What the bias is brought back to after each batch.</summary>
    public Constraint? BiasConstraint { get; init; }

    internal override string ClassName => "Dense";

    internal override string DefaultName => "dense";

    internal override bool WorksByStep => true;

    internal override bool TreatsVectorsAlike => true;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        SymbolicTensor x = inputs[0];
        if (x.Type != ElementType.Float32 || x.Shape.Rank < 2)
        {
            Throw.Shape($"Dense({Units}) expects float inputs of rank 2 or more, but got {x.Type} of shape {x.Shape}. Add a batch dimension, or an Embedding before it.");
        }
        if (x.Shape[^1] == Shape.Any)
        {
            Throw.Shape($"Dense({Units}) needs to know the last axis of its input, but got shape {x.Shape}. Give the model an InputLayer with that axis.");
        }
        if (_kernel is not null && x.Shape[^1] != _kernel.Shape[0])
        {
            Throw.Shape($"{this} was built for {_kernel.Shape[0]} inputs, but got shape {x.Shape}. Use a layer of its own.");
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0].WithLast(Units)];

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        _kernel = AddWeight("kernel", [inputs[0][^1], Units], KernelInitializer, KernelRegularizer, KernelConstraint);
        _bias = UseBias ? AddWeight("bias", [Units], BiasInitializer, BiasRegularizer, BiasConstraint) : null;
    }

    internal override object NewCache() => new DenseCache();

    internal override void Forward(LayerRun run)
    {
        DenseCache cache = run.Cache<DenseCache>();
        cache.Begin(this, run);
        Span<int> dimensions = stackalloc int[run.Input.Dimensions.Length];
        run.Input.Dimensions.CopyTo(dimensions);
        dimensions[^1] = Units;
        run.Output.Resize(dimensions);
        run.Output.Mask = run.Mask;
        cache.Sums.Resize(dimensions);
        run.Output.KeepLogits(cache.Sums, Activation);
        run.Team.Run(cache.ForwardRows);
    }

    internal override void Backward(LayerRun run)
    {
        DenseCache cache = run.Cache<DenseCache>();
        cache.BeginBackward();
        run.Team.Run(cache.BackwardRows);
        run.Team.Run(cache.BackwardWeights);
        cache.FinishBackward();
    }

    private sealed class DenseCache
    {
        private const int RowGrain = 6;

        private readonly PackedWeight _packed = new(transposed: false);
        private readonly PackedWeight _transposed = new(transposed: true);
        private readonly FloatBuffer _padded = new();
        private readonly FloatBuffer _dx = new();
        private readonly FloatBuffer _dKernel = new();
        private Dense _layer = null!;
        private LayerRun _run = null!;
        private int _rows;
        private int _inputs;
        private int _stride;
        private int _dxStride;

        public DenseCache() => (ForwardRows, BackwardRows, BackwardWeights) = (Forward, Back, WeightGradients);

        public Action<int, int> ForwardRows { get; }

        public Action<int, int> BackwardRows { get; }

        public Action<int, int> BackwardWeights { get; }

        /// <summary>What stands before the activation.</summary>
        public TensorValue Sums { get; } = new(ElementType.Float32);

        public void Begin(Dense layer, LayerRun run)
        {
            (_layer, _run) = (layer, run);
            _inputs = layer._kernel!.Shape[0];
            _rows = run.Input.Count / _inputs;
            _stride = PanelLayout.Padded(layer.Units);
            _packed.Update(layer._kernel);
            _padded.Resize((long)_rows * _stride);
        }

        private void Forward(int worker, int workers)
        {
            (int from, int to) = Team.Share(_rows, RowGrain, worker, workers);
            int units = _layer.Units;
            Span<float> sums = Sums.Floats;
            Span<float> padded = _padded.Span;
            for (int r = from; r < to; r++)
            {
                Span<float> row = padded.Slice(r * _stride, units);
                if (_layer._bias is null)
                {
                    row.Clear();
                }
                else
                {
                    _layer._bias.Values.CopyTo(row);
                }
            }
            if (from < to)
            {
                _run.Kernels.Product(to - from, _inputs, _run.Input.Floats[(from * _inputs)..], _inputs, _packed.Panels, padded[(from * _stride)..], _stride);
            }
            for (int r = from; r < to; r++)
            {
                padded.Slice(r * _stride, units).CopyTo(sums[(r * units)..]);
            }
            Range mine = (from * units)..(to * units);
            _layer.Activation.Forward(sums[mine], _run.Output.Floats[mine], units);
        }

        public void BeginBackward()
        {
            if (_run.Needs[0])
            {
                _transposed.Update(_layer._kernel!);
                _dxStride = PanelLayout.Padded(_inputs);
                _dx.Resize((long)_rows * _dxStride);
            }
            _dKernel.Resize((long)_inputs * _stride);
            _dKernel.Span.Clear();
        }

        /// <summary>dy becomes the sums' gradient, in padded rows; dx = dsums · kernelᵀ.</summary>
        private void Back(int worker, int workers)
        {
            (int from, int to) = Team.Share(_rows, RowGrain, worker, workers);
            int units = _layer.Units;
            Span<float> padded = _padded.Span;
            ReadOnlySpan<float> dy = _run.OutputGradient(0);
            for (int r = from; r < to; r++)
            {
                Span<float> row = padded.Slice(r * _stride, _stride);
                Span<float> d = row[..units];
                Range at = (r * units)..((r + 1) * units);
                if (_run.Output.GradientIsOfLogits)
                {
                    dy[at].CopyTo(d);
                }
                else
                {
                    _layer.Activation.Backward(Sums.Floats[at], _run.Output.Floats[at], dy[at], d, units);
                }
                row[units..].Clear();
            }
            if (!_run.Needs[0] || from == to)
            {
                return;
            }
            Span<float> dx = _dx.Span[(from * _dxStride)..(to * _dxStride)];
            dx.Clear();
            _run.Kernels.Product(to - from, units, padded[(from * _stride)..], _stride, _transposed.Panels, dx, _dxStride);
            Span<float> target = _run.InputGradient(0);
            for (int r = from; r < to; r++)
            {
                dx.Slice((r - from) * _dxStride, _inputs).CopyTo(target[(r * _inputs)..]);
            }
        }

        private void WeightGradients(int worker, int workers)
        {
            (int from, int to) = Team.Share(_inputs, RowGrain, worker, workers);
            if (from < to)
            {
                _run.Kernels.TransposedProduct(to - from, _rows, _run.Input.Floats[from..], _inputs, _padded.Span, _stride, _dKernel.Span[(from * _stride)..], _stride);
            }
        }

        public void FinishBackward()
        {
            int units = _layer.Units;
            Span<float> gradient = _run.Gradient(_layer._kernel!);
            for (int i = 0; i < _inputs; i++)
            {
                Spans.AddTo(gradient.Slice(i * units, units), _dKernel.Span.Slice(i * _stride, units));
            }
            bool biasCounts = _layer.Activation != Activation.Linear || !_run.Output.HasCenteredGradient;
            if (_layer._bias is not null && biasCounts)
            {
                Span<float> sums = _dKernel.Span[.._stride];
                sums.Clear();
                _run.Kernels.ColumnSums(_rows, _padded.Span, _stride, sums);
                Spans.AddTo(_run.Gradient(_layer._bias), sums[..units]);
            }
        }
    }
}
