using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Unroll;

/// <summary>
/// A graph of layers from inputs to outputs; Keras's functional Model. Any number of threads may predict with it at once; one may train it.
/// </summary>
public partial class Model
{
    private readonly ConcurrentBag<ModelRun> _workspaces = [];
    private readonly Lock _building = new();
    private readonly string? _name;
    private Graph? _graph;
    private ParameterStore? _store;
    private ModelLayer? _layer;

    /// <summary>A model of the calls that lead from inputs to outputs.</summary>
    /// <param name="inputs">The tensors of <see cref="InputLayer"/>s.</param>
    /// <param name="outputs">What the model predicts.</param>
    /// <param name="seed">Where its random numbers begin: first weights, dropout, the order of samples.</param>
    /// <exception cref="ArgumentException">The outputs need other inputs, or an input leads to none of them.</exception>
    public Model(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs, ulong seed = 0)
        : this(new Graph(inputs, outputs), seed)
    {
    }

    /// <summary>A model from one input to one output.</summary>
    /// <param name="input">The tensor of an <see cref="InputLayer"/>.</param>
    /// <param name="output">What the model predicts.</param>
    /// <param name="seed">Where its random numbers begin.</param>
    public Model(SymbolicTensor input, SymbolicTensor output, ulong seed = 0)
        : this([input], [output], seed)
    {
    }

    internal Model(Graph graph, ulong seed)
        : this(seed)
    {
        SetGraph(graph);
        _ = Store;
    }

    /// <summary>A model whose weights get memory when they are needed, or in the model that it becomes a layer of.</summary>
    internal Model(Graph graph)
        : this(seed: 0) => SetGraph(graph);

    private protected Model(ulong seed) => Seed = seed;

    /// <summary>The name in summaries and files.</summary>
    public string Name { get => _name ?? (this is Sequential ? "sequential" : "functional"); init => _name = value; }

    internal bool HasName => _name is not null;

    /// <summary>Where the model's random numbers begin.</summary>
    public ulong Seed { get; }

    /// <summary>The layers, in the order in which they run.</summary>
    public IReadOnlyList<Layer> Layers => Graph.Layers;

    /// <summary>All weights, layer by layer, in Keras's order; one that several layers hold stands where it comes first.</summary>
    public IReadOnlyList<Parameter> Weights => [.. Layers.SelectMany(static l => l.Weights).Distinct()];

    /// <summary>Whether training changes the weights; set, it is set on all layers too.</summary>
    public bool Trainable
    {
        get;
        set
        {
            field = value;
            foreach (Layer layer in Members)
            {
                layer.Trainable = value;
            }
        }
    } = true;

    /// <summary>The weight of a name: the path of layers to it, and its own name.</summary>
    /// <param name="name"><c>lstm/kernel</c>, <c>bidirectional/forward_lstm/bias</c>, <c>encoder/embedding/embeddings</c>.</param>
    /// <exception cref="ArgumentException">There is no such weight.</exception>
    public Parameter Weight(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach ((string path, Parameter weight) in NamedWeights)
        {
            if (path == name)
            {
                return weight;
            }
        }
        return Throw.Argument<Parameter>($"The model '{Name}' has no weight '{name}'. It has {TextList.Of(NamedWeights.Select(static w => w.Name))}.", nameof(name));
    }

    /// <summary>The number of single weights.</summary>
    public long ParameterCount => Weights.Sum(static w => (long)w.Count);

    /// <summary>The graph, with memory for its weights.</summary>
    internal Graph Graph
    {
        get
        {
            Graph graph = Structure;
            _ = Store;
            return graph;
        }
    }

    /// <summary>The graph, whether or not its weights have memory.</summary>
    internal Graph Structure => _graph ?? BuildOnce(null);

    /// <summary>The layer that stands for this model in others.</summary>
    internal ModelLayer Layer => _layer ??= new ModelLayer(this);

    /// <summary>The weights and their names in files.</summary>
    internal IEnumerable<(string Name, Parameter Weight)> NamedWeights => Graph.NamedWeights;

    internal IEnumerable<Parameter> TrainableWeights => Trainable ? Layers.SelectMany(static l => l.TrainableWeights).Distinct() : [];

    /// <summary>The weights that training leaves as they are: those that don't train, and those that stand in the same memory but in other models.</summary>
    internal HashSet<Parameter> FrozenWeights => [.. Store.Segments.SelectMany(static s => s.Parameters).Except(TrainableWeights)];

    /// <summary>Class name in Keras's config.</summary>
    internal virtual string ClassName => "Functional";

    /// <summary>What the first input is, as far as that is known.</summary>
    internal virtual (Shape Shape, ElementType Type)? ImpliedInput => (Structure.Inputs[0].Shape, Structure.Inputs[0].Type);

    /// <summary>State of stateful layers between calls.</summary>
    internal Dictionary<LayerCall, float[][]> States { get; } = [];

    /// <summary>What workspaces share because it follows from the weights alone.</summary>
    internal ConcurrentDictionary<LayerCall, object> Shared { get; } = [];

    internal ParameterStore Store => _store ?? FillOnce();

    private bool IsStateful => Graph.Layers.Any(static l => l.IsStateful);

    /// <summary>Calls the model on a tensor of another graph, as a layer that shares this model's weights.</summary>
    /// <returns>The model's output; of several, the first.</returns>
    /// <exception cref="ShapeException">The tensor is not what the model takes.</exception>
    public SymbolicTensor Apply(SymbolicTensor input) => Apply([input])[0];

    /// <summary>Calls the model on tensors of another graph, as a layer that shares this model's weights.</summary>
    /// <returns>The model's outputs.</returns>
    /// <exception cref="ShapeException">The tensors are not what the model takes.</exception>
    public IReadOnlyList<SymbolicTensor> Apply(IReadOnlyList<SymbolicTensor> inputs) => Layer.Call(inputs, []);

    /// <summary>The model's first output for each sample.</summary>
    /// <param name="x">The inputs, [samples, ...].</param>
    /// <param name="batchSize">Samples that are computed at once.</param>
    /// <param name="callbacks">Told before and after, and of each batch.</param>
    public Tensor<float> Predict(DataArray x, int batchSize = 32, IReadOnlyList<Callback>? callbacks = null) => Predict(Dataset.From(x), batchSize, callbacks);

    /// <inheritdoc cref="Predict(DataArray, int, IReadOnlyList{Callback})"/>
    /// <param name="data">Inputs.</param>
    /// <param name="batchSize">Samples that are computed at once.</param>
    /// <param name="callbacks">Told before and after, and of each batch.</param>
    public Tensor<float> Predict(Dataset data, int batchSize = 32, IReadOnlyList<Callback>? callbacks = null) => Predict(data, batchSize, outputs: 1, callbacks ?? [])[0];

    /// <summary>All of the model's outputs for each sample.</summary>
    /// <param name="data">Inputs.</param>
    /// <param name="batchSize">Samples that are computed at once.</param>
    /// <param name="callbacks">Told before and after, and of each batch.</param>
    public IReadOnlyList<Tensor<float>> PredictAll(Dataset data, int batchSize = 32, IReadOnlyList<Callback>? callbacks = null) =>
        Predict(data, batchSize, outputs: null, callbacks ?? []);

    /// <summary>The first output for each sample, [samples, ...], written into memory that the caller keeps, so that predicting again and again leaves no garbage of its size.</summary>
    /// <param name="data">Inputs.</param>
    /// <param name="destination">As many floats as the predictions are.</param>
    /// <param name="batchSize">Samples that are computed at once.</param>
    /// <exception cref="ArgumentException">The destination is smaller or larger than that.</exception>
    public unsafe void Predict(Dataset data, Span<float> destination, int batchSize = 32)
    {
        fixed (float* memory = destination)
        {
            var result = new PredictedOutput(Graph.Outputs[0], memory, destination.Length);
            Predict(data, batchSize, [], [result]);
            if (result.Written < destination.Length)
            {
                Throw.Argument($"The destination has {destination.Length} floats, but the predictions {result.Written}. Pass one of their size.", nameof(destination));
            }
        }
    }

    private Tensor<float>[] Predict(Dataset data, int batchSize, int? outputs, IReadOnlyList<Callback> callbacks)
    {
        PredictedOutput[] results = [.. Graph.Outputs.Take(outputs ?? Graph.Outputs.Count).Select(o => new PredictedOutput(o, data.Arrays?.Count))];
        Predict(data, batchSize, callbacks, results);
        return [.. results.Select(static r => r.ToTensor())];
    }

    /// <summary>Runs the model on batch after batch. Inputs are read, and outputs written, where they stand, if they can be.</summary>
    private void Predict(Dataset data, int batchSize, IReadOnlyList<Callback> callbacks, ReadOnlySpan<PredictedOutput> results)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        CheckInputs(data);
        using BatchReader reader = BatchReader.Of(data, batchSize);
        ModelRun run = Rent();
        try
        {
            foreach (Callback callback in callbacks)
            {
                callback.OnPredictBegin();
            }
            for (int batch = 0; reader.Next(); batch++)
            {
                foreach (Callback callback in callbacks)
                {
                    callback.OnPredictBatchBegin(batch);
                }
                DataCheck.Inputs(this, reader.Batch);
                Lend(run, reader.Batch, reader.Samples);
                for (int i = 0; i < results.Length; i++)
                {
                    results[i].Lend(run, run.Outputs[i], reader.Samples.Length);
                }
                run.Forward(training: false, keep: false);
                for (int i = 0; i < results.Length; i++)
                {
                    results[i].Add(run, run.Outputs[i]);
                }
                foreach (Callback callback in callbacks)
                {
                    callback.OnPredictBatchEnd(batch);
                }
            }
            foreach (Callback callback in callbacks)
            {
                callback.OnPredictEnd();
            }
        }
        finally
        {
            Return(run);
        }
    }

    /// <summary>A sequence that is pushed step by step, with a state of its own.</summary>
    /// <exception cref="ArgumentException">The model has several inputs or outputs, or a layer that needs the whole sequence.</exception>
    public StreamingSession CreateStream() => new(this);

    /// <summary>Lets stateful layers begin anew.</summary>
    public void ResetStates() => States.Clear();

    /// <summary>A workspace of this model that nobody else uses.</summary>
    internal ModelRun Rent() => _workspaces.TryTake(out ModelRun? run) ? run : new ModelRun(this);

    internal void Return(ModelRun run)
    {
        run.TakeBack();
        if (!IsStateful || _workspaces.IsEmpty)
        {
            _workspaces.Add(run);
        }
    }

    /// <summary>Has the inputs read where they stand, as far as they can be; the workspace is to be returned.</summary>
    internal static void Lend(ModelRun run, Batch data, ReadOnlySpan<int> samples)
    {
        for (int i = 0; i < data.Inputs.Length; i++)
        {
            run.Lend(i, data.Inputs[i], samples);
        }
    }

    internal static void Load(ModelRun run, Batch data, ReadOnlySpan<int> samples)
    {
        for (int i = 0; i < data.Inputs.Length; i++)
        {
            run.Load(i, data.Inputs[i], samples);
        }
    }

    /// <summary>Builds a model that doesn't know its input yet for one of a shape.</summary>
    internal void BuildFor(Shape input) => BuildOnce(input);

    // Several threads may be the first to ask for what is made when it is needed.
    private Graph BuildOnce(Shape? input)
    {
        lock (_building)
        {
            return _graph ?? BuildGraph(input);
        }
    }

    private ParameterStore FillOnce()
    {
        lock (_building)
        {
            return _store ??= new ParameterStore(Structure.Layers, Seed);
        }
    }

    private protected virtual Graph BuildGraph(Shape? input = null) => _graph!;

    /// <summary>The layers, whether or not there is a graph of them yet.</summary>
    private protected virtual IEnumerable<Layer> Members => Structure.Layers;

    private protected void SetGraph(Graph graph) => _graph = graph;

    internal bool HasGraph => _graph is not null;
}
