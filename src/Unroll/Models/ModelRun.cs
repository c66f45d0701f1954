using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// A workspace: everything that running a model needs besides its weights. Buffers are kept and used again, so that a steady step allocates nothing.
/// One thread at a time uses it; several may run the same model.
/// </summary>
internal sealed partial class ModelRun : IGradients
{
    private readonly Graph _graph;
    private readonly LayerRun[] _runs;
    private readonly Dictionary<SymbolicTensor, TensorValue> _values = [];
    private readonly Dictionary<ParameterSegment, FloatBuffer> _gradients = [];
    private readonly Dictionary<Parameter, FloatBuffer> _squares = [];
    private readonly Dictionary<TensorValue, int> _readers = [];
    private readonly HashSet<TensorValue> _readInside;
    private readonly HashSet<TensorValue> _asked;
    private readonly Parameter[] _regularized;
    private readonly SharedCopy _copy = new();
    private readonly Action<int, int> _clear;
    private readonly int _gradientCount;
    private readonly PinnedGCHandle<float[]?>[] _pins;
    private readonly Layer? _stateful;
    private bool _needsFound;

    public ModelRun(Model model)
        : this(model, KernelSet.Best)
    {
    }

    /// <param name="model">The model.</param>
    /// <param name="kernels">What computes.</param>
    /// <param name="asked">Tensors of the model whose gradients somebody asks for.</param>
    public ModelRun(Model model, KernelSet kernels, params IReadOnlyList<SymbolicTensor> asked)
    {
        _graph = model.Graph;
        Kernels = kernels;
        Seed = model.Seed;
        States = model.States;
        Shared = model.Shared;
        _runs = new LayerRun[_graph.Steps.Count];
        for (int c = 0; c < _runs.Length; c++)
        {
            LayerCall call = _graph.Steps[c];
            foreach (SymbolicTensor output in call.Outputs)
            {
                _values[output] = new TensorValue(output.Type);
            }
            _runs[c] = new LayerRun(this, call, c, ValuesOf(call.Inputs), ValuesOf(call.Outputs), [.. call.Masks.Select(m => m is null ? null : _values[m.Computed])]);
        }
        foreach (TensorValue read in _runs.SelectMany(static r => r.Inputs))
        {
            _readers[read] = _readers.GetValueOrDefault(read) + 1;
        }
        _asked = [.. ValuesOf(asked)];
        foreach (TensorValue value in _asked)
        {
            _readers[value] = _readers.GetValueOrDefault(value) + 1;
        }
        _readInside = [.. _readers.Keys];
        _regularized = [.. model.Weights.Where(static w => w.Regularizer is not null)];
        foreach (ParameterSegment segment in model.Store.Segments)
        {
            _gradients[segment] = new FloatBuffer();
            _gradients[segment].Resize(segment.Values.Length);
            _gradientCount = (int)Math.Min((long)_gradientCount + segment.Values.Length, int.MaxValue);
        }
        _stateful = _graph.Steps.Select(static c => c.Layer).FirstOrDefault(static l => l.IsStateful);
        _clear = ClearShare;
        Inputs = ValuesOf(_graph.Inputs);
        Outputs = ValuesOf(_graph.Outputs);
        _pins = new PinnedGCHandle<float[]?>[Inputs.Length];
        FindPenalties();
    }

    public KernelSet Kernels { get; }

    public Team Team { get; private set; } = Team.Current;

    public ulong Seed { get; }

    public Dictionary<LayerCall, float[][]> States { get; init; }

    /// <summary>Whether a sequence comes step by step, so that every recurrent layer keeps its state from run to run.</summary>
    public bool Streams { get; init; }

    /// <summary>What belongs to a call and follows from the weights alone, for all workspaces of the model.</summary>
    public ConcurrentDictionary<LayerCall, object> Shared { get; }

    /// <summary>Whether the optimizer takes the square of a looked-up weight's gradient at each place.</summary>
    public bool TakesSquares { get; init; }

    /// <summary>Rows of the batch that this workspace runs all or a shard of.</summary>
    public int WholeBatch { get; set; }

    /// <summary>Whether regularizers of outputs join the gradients, as in training.</summary>
    public bool Regularizes { get; init; }

    /// <summary>How many inputs of layers a value is, the model's own outputs, regularized outputs and those whose gradient is asked for counted too.</summary>
    public int Readers(TensorValue value) => _readers.GetValueOrDefault(value) + (Array.IndexOf(Outputs, value) >= 0 ? 1 : 0);

    /// <summary>Whether a layer reads a value, or its own gradient is asked for.</summary>
    public bool IsReadInside(TensorValue value) => _readInside.Contains(value);

    /// <summary>The gradient of a tensor, which a backward pass has left; zeros where nothing came back.</summary>
    public ReadOnlySpan<float> Gradient(SymbolicTensor tensor)
    {
        TensorValue value = _values[tensor.Computed];
        if (!value.HasGradient)
        {
            value.Gradient.Clear();
        }
        return value.Gradient;
    }

    /// <summary>The values of a tensor.</summary>
    public TensorValue Value(SymbolicTensor tensor) => _values[tensor.Computed];

    /// <summary>The calls, in the order in which they run.</summary>
    public IReadOnlyList<LayerRun> Calls => _runs;

    /// <summary>The first call of a layer.</summary>
    public LayerRun CallOf(Layer layer) => Array.Find(_runs, r => r.Call.Layer == layer)!;

    /// <summary>The training step at hand, from 0.</summary>
    public ulong Step { get; set; }

    public bool Training { get; private set; }

    public bool Keep { get; private set; }

    public TensorValue[] Inputs { get; }

    public TensorValue[] Outputs { get; }

    /// <summary>Gradients of the inputs are asked for too.</summary>
    public bool NeedsInputGradients { get; init; }

    /// <summary>Runs the layers in order on what stands in <see cref="Inputs"/>.</summary>
    /// <param name="training">Dropout is at work.</param>
    /// <param name="keep">A backward pass follows.</param>
    public void Forward(bool training, bool keep)
    {
        Training = training;
        Keep = keep;
        Team = Team.Current;
        if (_stateful is not null && !Streams)
        {
            RequireFixedBatch(_stateful);
        }
        if (keep && !_needsFound)
        {
            FindNeeds();
            _needsFound = true;
        }
        foreach (LayerRun run in _runs)
        {
            if (!run.Call.Layer.ReadsLookups)
            {
                foreach (TensorValue input in run.Inputs)
                {
                    input.Materialize(Team);
                }
            }
            run.Call.Layer.Forward(run);
            foreach ((_, TensorValue output) in run.Penalties)
            {
                output.Materialize(Team);
            }
        }
        foreach (TensorValue output in Outputs)
        {
            output.Materialize(Team);
        }
    }

    /// <summary>A state belongs to a row of the batch: rows that come and go would lose it.</summary>
    private void RequireFixedBatch(Layer stateful)
    {
        for (int i = 0; i < Inputs.Length; i++)
        {
            (int expected, int rows) = (_graph.Inputs[i].Shape[0], Inputs[i].Dimensions[0]);
            if (expected != Shape.Any && rows != expected)
            {
                Throw.Shape($"{stateful} is stateful in batches of {expected}, but got a batch of {rows}. Pass {expected} as the batch size, and samples that fill each batch.");
            }
        }
    }

    private void ClearShare(int worker, int workers)
    {
        foreach (FloatBuffer gradients in _gradients.Values)
        {
            ClearShare(gradients, worker, workers);
        }
        foreach (FloatBuffer squares in _squares.Values)
        {
            ClearShare(squares, worker, workers);
        }
    }

    private static void ClearShare(FloatBuffer buffer, int worker, int workers)
    {
        (int from, int to) = Team.Share(buffer.Length, 16, worker, workers);
        buffer.Span[from..to].Clear();
    }

    /// <summary>Runs the layers in reverse, from the gradients that stand in <see cref="Outputs"/>; the weights' gradients start from zero.</summary>
    public void Backward()
    {
        Team.RunCopy(_clear, _gradientCount);
        foreach (TensorValue value in _values.Values)
        {
            value.BeginBackward();
        }
        foreach (TensorValue output in Outputs)
        {
            output.HasGradient = true;
        }
        for (int c = _runs.Length - 1; c >= 0; c--)
        {
            LayerRun run = _runs[c];
            if (Regularizes)
            {
                AddPenaltyGradients(run);
            }
            if (run.Inputs.Length > 0 && Array.Exists(run.Outputs, static o => o.HasGradient))
            {
                run.BeginBackward();
                run.Call.Layer.Backward(run);
                run.FinishBackward();
            }
        }
    }

    /// <summary>Adds the gradients of another workspace that ran a part of the batch.</summary>
    public void AddGradients(ModelRun other)
    {
        foreach ((ParameterSegment segment, FloatBuffer gradients) in _gradients)
        {
            Spans.AddTo(gradients.Span, other._gradients[segment].Span);
        }
        foreach ((Parameter parameter, FloatBuffer squares) in other._squares)
        {
            Spans.AddTo(Squares(parameter), squares.Span);
        }
    }

    /// <summary>A weight's gradient; a segment's gradients are laid out as its values.</summary>
    public Span<float> Gradient(Parameter parameter) => _gradients[parameter.Segment].Span.Slice(parameter.Offset, parameter.Count);

    /// <summary>The sum of squared gradients of a weight that is looked up, to be added to.</summary>
    public Span<float> Squares(Parameter parameter)
    {
        if (!_squares.TryGetValue(parameter, out FloatBuffer? squares))
        {
            _squares[parameter] = squares = new FloatBuffer();
            squares.Resize(parameter.Count);
        }
        return squares.Span;
    }

    /// <summary>The same, or nothing where the weight is not looked up, or where a regularizer's gradient makes the whole one sum, as in Keras.</summary>
    public Span<float> SquaresIfAny(Parameter parameter) => parameter.Regularizer is null && _squares.TryGetValue(parameter, out FloatBuffer? squares) ? squares.Span : default;

    /// <summary>A gradient is needed where a weight that trains, or a float input whose gradient is asked for, stands upstream.</summary>
    private void FindNeeds()
    {
        var needed = new HashSet<TensorValue>();
        foreach (LayerRun run in _runs)
        {
            bool any = run.Call.Layer.Weights.Count > 0;
            if (run.Inputs.Length == 0)
            {
                any = NeedsInputGradients && run.Output.Type == ElementType.Float32;
            }
            for (int i = 0; i < run.Inputs.Length; i++)
            {
                run.Needs[i] = needed.Contains(run.Inputs[i]);
                any |= run.Needs[i];
            }
            if (run.Call.Layer.OutputType == ElementType.Float32)
            {
                needed.UnionWith(run.Outputs.Where(o => any || _asked.Contains(o)));
            }
        }
    }

    private TensorValue[] ValuesOf(IReadOnlyList<SymbolicTensor> tensors)
    {
        var values = new TensorValue[tensors.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _values[tensors[i].Computed];
        }
        return values;
    }
}
