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

    internal override object NewCache() => new DenseCache(this);

    internal override void Forward(LayerRun run)
    {
        DenseCache cache = run.Cache<DenseCache>();
        Span<int> dimensions = stackalloc int[run.Input.Dimensions.Length];
        run.Input.Dimensions.CopyTo(dimensions);
        dimensions[^1] = Units;
        run.Output.Resize(dimensions);
        run.Output.Mask = run.Mask;
        cache.Forward(run);
    }

    internal override void Backward(LayerRun run) => run.Cache<DenseCache>().Backward();

    /// <summary>One call. Workers own rows of the output and of the input's gradient, and rows of the kernel's gradient. What is padded to whole groups of columns stands in buffers.</summary>
    private sealed class DenseCache
    {
        private const int RowGrain = 6;

        /// <summary>Rows that go through the product and the activation at a time, so that they are in the cache for both.</summary>
        private const int RowsAtOnce = 16 * RowGrain;

        private readonly Dense _layer;
        private readonly PackedWeight _packed = new(transposed: false);
        private readonly PackedWeight _transposed = new(transposed: true);
        private readonly TensorValue _before = new(ElementType.Float32);
        private readonly PackedBias _bias = new();
        private readonly FloatBuffer _sums = new();
        private readonly FloatBuffer _dx = new();
        private readonly FloatBuffer _dKernel = new();
        private readonly FloatBuffer _dBias = new();
        private readonly Action<int, int> _forward;
        private readonly Action<int, int> _inputGradient;
        private readonly Action<int, int> _weightGradients;
        private LayerRun _run = null!;
        private int _rows;
        private int _inputs;

        public DenseCache(Dense layer)
        {
            _layer = layer;
            (_forward, _inputGradient, _weightGradients) = (ForwardShare, InputGradientShare, WeightGradientShare);
        }

        private int Units => _layer.Units;

        private int Stride => PanelLayout.Padded(Units);

        private int InputStride => PanelLayout.Padded(_inputs);

        private bool IsPadded => Stride != Units;

        /// <summary>What stands before the activation: in the output, unless somebody asks for it later.</summary>
        private TensorValue Before => _layer.Activation.MayReplaceInput ? _run.Output : _before;

        /// <summary>Whether the sums' gradient is the output's, as it lies there.</summary>
        private bool PassesGradient => _layer.Activation == Activation.Linear && !IsPadded;

        /// <summary>The sums' gradient, in rows of <see cref="Stride"/>.</summary>
        private ReadOnlySpan<float> SumsGradient => PassesGradient ? _run.OutputGradient(0) : _sums.Span;

        public void Forward(LayerRun run)
        {
            _run = run;
            _inputs = run.Input.Width;
            _rows = run.Input.Count / _inputs;
            _packed.Update(_layer._kernel!);
            _bias.Update(_layer._bias, Units);
            Before.Resize(run.Output.Dimensions);
            run.Output.KeepLogits(Before, _layer.Activation);
            _sums.Resize(IsPadded ? (long)_rows * Stride : 0);
            run.Team.Run(_forward);
        }

        public void Backward()
        {
            _sums.Resize(PassesGradient ? 0 : (long)_rows * Stride);
            if (_run.Needs[0])
            {
                _transposed.Update(_layer._kernel!);
                _dx.Resize(InputStride == _inputs ? 0 : (long)_rows * InputStride);
            }
            _dKernel.Resize((long)_inputs * Stride);
            _dBias.Resize(Stride);
            _run.Team.Run(_inputGradient);
            _run.Team.Run(_weightGradients);
        }

        private void ForwardShare(int worker, int workers)
        {
            (int from, int to) = Team.Share(_rows, RowGrain, worker, workers);
            Span<float> before = Before.Floats;
            for (int r = from; r < to; r += RowsAtOnce)
            {
                int count = Math.Min(RowsAtOnce, to - r);
                Range part = (r * Units)..((r + count) * Units);
                Span<float> sums = IsPadded ? _sums.Span.Slice(r * Stride, count * Stride) : before[part];
                _run.Kernels.Product(_bias.Of(), count, _inputs, _run.Input.Floats[(r * _inputs)..], _inputs, _packed.Panels, sums, Stride);
                for (int i = 0; IsPadded && i < count; i++)
                {
                    sums.Slice(i * Stride, Units).CopyTo(before[((r + i) * Units)..]);
                }
                if (_layer.Activation != Activation.Linear)
                {
                    _layer.Activation.Forward(before[part], _run.Output.Floats[part], Units);
                }
            }
        }

        /// <summary>dsums from dy, and dx = dsums · kernelᵀ.</summary>
        private void InputGradientShare(int worker, int workers)
        {
            (int from, int to) = Team.Share(_rows, RowGrain, worker, workers);
            for (int r = from; r < to; r += RowsAtOnce)
            {
                int count = Math.Min(RowsAtOnce, to - r);
                if (!PassesGradient)
                {
                    Deactivate(r, count);
                }
                if (_run.Needs[0])
                {
                    MakeInputGradient(r, count);
                }
            }
        }

        private void Deactivate(int row, int rows)
        {
            Span<float> sums = _sums.Span;
            int atOnce = IsPadded ? 1 : rows;
            for (int r = row; r < row + rows; r += atOnce)
            {
                Range part = (r * Units)..((r + atOnce) * Units);
                ReadOnlySpan<float> dy = _run.OutputGradient(0)[part];
                Span<float> d = sums.Slice(r * Stride, dy.Length);
                if (_run.Output.GradientIsOfLogits)
                {
                    dy.CopyTo(d);
                }
                else
                {
                    _layer.Activation.Backward(Before.Floats[part], _run.Output.Floats[part], dy, d, Units);
                }
                sums.Slice((r * Stride) + dy.Length, (atOnce * Stride) - dy.Length).Clear();
            }
        }

        private void MakeInputGradient(int row, int rows)
        {
            Span<float> target = _run.InputGradient(0).Slice(row * _inputs, rows * _inputs);
            bool isPadded = InputStride != _inputs;
            Span<float> dx = isPadded ? _dx.Span.Slice(row * InputStride, rows * InputStride) : target;
            _run.Kernels.Product([], rows, Units, SumsGradient[(row * Stride)..], Stride, _transposed.Panels, dx, InputStride);
            for (int i = 0; isPadded && i < rows; i++)
            {
                dx.Slice(i * InputStride, _inputs).CopyTo(target[(i * _inputs)..]);
            }
        }

        /// <summary>dkernel = xᵀ · dsums, and dbias the sums' gradients down the rows.</summary>
        private void WeightGradientShare(int worker, int workers)
        {
            (int from, int to) = Team.Share(_inputs, RowGrain, worker, workers);
            Span<float> gradient = _run.Gradient(_layer._kernel!);
            if (from < to)
            {
                Span<float> own = _dKernel.Span[(from * Stride)..(to * Stride)];
                own.Clear();
                _run.Kernels.TransposedProduct(to - from, _rows, _run.Input.Floats[from..], _inputs, SumsGradient, Stride, own, Stride);
                for (int i = from; i < to; i++)
                {
                    Spans.AddTo(gradient.Slice(i * Units, Units), own.Slice((i - from) * Stride, Units));
                }
            }
            (from, to) = Team.Share(Units, PanelLayout.Group, worker, workers);
            bool biasCounts = _layer.Activation != Activation.Linear || !_run.Output.HasCenteredGradient;
            if (_layer._bias is not null && biasCounts && from < to)
            {
                Span<float> own = _dBias.Span[from..to];
                own.Clear();
                ColumnReduction.Add<ColumnSum>(SumsGradient[from..], _rows, Stride, own, own);
                Spans.AddTo(_run.Gradient(_layer._bias)[from..to], own);
            }
        }
    }
}
