namespace Unroll;

/// <summary>
/// A step of a model. A layer holds parameters and settings, nothing else: what a call computes lives in the workspace of the model that runs it,
/// so that many threads can use one layer at once, and one layer can stand in a model twice.
/// </summary>
public abstract class Layer
{
    private List<Parameter> _weights = [];
    private string? _name;
    private Regularizer? _activityRegularizer;

    /// <summary>The name, unique in a model. By default the class's name in Keras's spelling, numbered where there are several.</summary>
    public string Name
    {
        get => _name ?? DefaultName;
        init => _name = value;
    }

    /// <summary>Whether training changes the weights.</summary>
    public virtual bool Trainable { get; set; } = true;

    /// <summary>What the outputs add to the loss. Keras: <c>activity_regularizer</c>.</summary>
    public Regularizer? ActivityRegularizer { get => _activityRegularizer; init => _activityRegularizer = value; }

    /// <summary>The weights in Keras's order; none before the layer is built.</summary>
    public virtual IReadOnlyList<Parameter> Weights => _weights;

    /// <summary>Whether the weights' shapes are known.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>Keras's class name.</summary>
    internal abstract string ClassName { get; }

    /// <summary>The name where none was given.</summary>
    internal abstract string DefaultName { get; }

    internal bool HasName => _name is not null;

    /// <summary>The element type of the outputs.</summary>
    internal virtual ElementType OutputType => ElementType.Float32;

    /// <summary>What follows from the settings alone, for a first layer without an input shape; null where nothing does.</summary>
    internal virtual (Shape Shape, ElementType Type)? ImpliedInput => null;

    /// <summary>Whether random numbers or state change from call to call.</summary>
    internal virtual bool IsStateful => false;

    /// <summary>Whether the output of a step depends on that step and the steps before alone, so that a sequence may come step by step.</summary>
    internal virtual bool WorksByStep => false;

    /// <summary>The fewest and the most tensors that a call takes.</summary>
    internal virtual (int Fewest, int Most) InputCount => (1, 1);

    /// <summary>How many tensors of an initial state a call may be given after its input.</summary>
    internal virtual int StateCount => 0;

    /// <summary>How many of the last outputs don't count in Keras's config and summary.</summary>
    internal virtual int HiddenOutputs => 0;

    /// <summary>Whether each vector along the last axis is computed on its own, whatever axes stand before.</summary>
    internal virtual bool TreatsVectorsAlike => false;

    /// <summary>The weights and their names in a model that holds this layer: path and weight.</summary>
    internal virtual IEnumerable<(string Name, Parameter Weight)> NamedWeights => _weights.Select(w => ($"{Name}/{w.LocalName}", w));

    /// <summary>The weights that training changes.</summary>
    internal virtual IEnumerable<Parameter> TrainableWeights => Trainable ? Weights.Where(static w => w.Trains) : [];

    /// <summary>Calls the layer on tensors of a graph.</summary>
    /// <param name="inputs">As many as the layer takes: one, or for a layer that merges, several.</param>
    /// <returns>The tensor that it makes; of several, the first.</returns>
    /// <exception cref="ShapeException">Their number, element types or shapes don't fit the layer.</exception>
    public SymbolicTensor Apply(params ReadOnlySpan<SymbolicTensor> inputs) => Call(inputs.ToArray(), [])[0];

    internal SymbolicTensor[] Apply(IReadOnlyList<SymbolicTensor> inputs, SymbolicTensor? mask) => Call(inputs, mask is null ? [] : [mask]);

    /// <param name="inputs">The tensors that the layer works on.</param>
    /// <param name="masks">Masks given by name instead of those that the inputs carry: for each input one or null, or none at all.</param>
    internal SymbolicTensor[] Call(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks)
    {
        (int fewest, int most) = InputCount;
        if (inputs.Count < fewest || inputs.Count > most)
        {
            string expected = fewest == most ? $"{fewest}" : most == int.MaxValue ? $"{fewest} or more" : $"{fewest} to {most}";
            Throw.Shape($"{this} takes {expected} tensors, but was called on {inputs.Count}. Call it on as many.");
        }
        if (this is IChannelLayer { DataFormat: DataFormat.ChannelsFirst } && inputs[0].Shape.Rank > 2)
        {
            return CallWithChannelsFirst(inputs[0], masks).Outputs;
        }
        CheckInputs(inputs);
        return NewCall(inputs, masks).Outputs;
    }

    /// <summary>Calls the layer on the input with its channels moved to the end, and moves those of the output back.</summary>
    private LayerCall CallWithChannelsFirst(SymbolicTensor input, IReadOnlyList<SymbolicTensor?> masks)
    {
        try
        {
            CheckInputs([new SymbolicTensor(input.Producer, input.Index, MoveChannels.ToLast(input.Shape), input.Type)]);
        }
        catch (ShapeException e)
        {
            Throw.Shape($"{e.Message} (Shapes are said here with the channels last. They come first: what it got is {input.Shape}.)");
        }
        LayerCall inner = NewCall(new MoveChannels(toLast: true).Call([input], masks), []);
        inner.ActivityRegularizer = null;
        SymbolicTensor y = inner.Outputs[0];
        y = y.Shape.Rank > 2 ? new MoveChannels(toLast: false).Apply(y) : y;
        return new LayerCall(this, [input], masks, [AfterChannels(y)]);
    }

    /// <summary>What follows on the output when its channels are back in their place.</summary>
    private protected virtual SymbolicTensor AfterChannels(SymbolicTensor y) => y;

    private protected virtual LayerCall NewCall(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks)
    {
        var shapes = new Shape[inputs.Count];
        for (int i = 0; i < shapes.Length; i++)
        {
            shapes[i] = inputs[i].Shape;
        }
        Shape[] outputs = OutputShapes(shapes);
        EnsureBuilt(shapes);
        return new LayerCall(this, inputs, masks, outputs);
    }

    /// <summary>Declares the weights, unless that is done.</summary>
    internal void EnsureBuilt(ReadOnlySpan<Shape> inputs)
    {
        if (!IsBuilt)
        {
            Build(inputs);
            IsBuilt = true;
        }
    }

    internal void SetName(string name) => _name = name;

    /// <summary>A layer of the same settings with weights of its own.</summary>
    private protected Layer CopyUnbuilt()
    {
        var copy = (Layer)MemberwiseClone();
        (copy._weights, copy.IsBuilt) = ([], false);
        return copy;
    }

    internal void SetActivityRegularizer(Regularizer? regularizer) => _activityRegularizer = regularizer;

    /// <summary>Refuses inputs of the wrong rank, size or element type; without more knowledge, all but floats.</summary>
    internal virtual void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        foreach (SymbolicTensor input in inputs)
        {
            if (input.Type != ElementType.Float32)
            {
                Throw.Shape($"{this} expects float inputs, but got {input.Type} of shape {input.Shape}. Put an Embedding before it.");
            }
        }
    }

    /// <summary>The outputs' shapes for given input shapes.</summary>
    internal abstract Shape[] OutputShapes(ReadOnlySpan<Shape> inputs);

    /// <summary>Declares the weights.</summary>
    internal virtual void Build(ReadOnlySpan<Shape> inputs)
    {
    }

    /// <summary>Whether the layer can work with tokens in place of embeddings, so that these need not be looked up for it.</summary>
    internal virtual bool ReadsLookups => false;

    /// <summary>What a call keeps between forward and backward.</summary>
    internal virtual object? NewCache() => null;

    /// <summary>Whether a call's backward pass, input by input in their order, adds to a gradient where <see cref="LayerRun.Adds"/> says so, instead of writing one of its own to be added.</summary>
    internal virtual bool AddsGradients(LayerRun run) => false;

    /// <summary>Computes the outputs, their dimensions and their masks.</summary>
    internal abstract void Forward(LayerRun run);

    /// <summary>From the outputs' gradients, writes the inputs' and adds to the weights'.</summary>
    internal abstract void Backward(LayerRun run);

    private protected Parameter AddWeight(string name, ReadOnlySpan<int> shape, Initializer initializer, Regularizer? regularizer = null, Constraint? constraint = null)
    {
        var weight = new Parameter($"{Name}/{name}", shape.ToArray(), initializer) { LocalName = name, Regularizer = regularizer, Constraint = constraint };
        _weights.Add(weight);
        return weight;
    }

    /// <summary>A weight that no optimizer changes.</summary>
    private protected Parameter AddFixedWeight(string name, ReadOnlySpan<int> shape, Initializer initializer)
    {
        var weight = new Parameter($"{Name}/{name}", shape.ToArray(), initializer) { Trains = false };
        _weights.Add(weight);
        return weight;
    }

    /// <summary>How messages name the layer.</summary>
    public override string ToString() => $"{ClassName} '{Name}'";
}
