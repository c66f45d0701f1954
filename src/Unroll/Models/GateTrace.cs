namespace Unroll;

/// <summary>
/// What a recurrent layer did at each step while the model read one sample: its gates, its cells and its output, computed from the weights by a plain step.
/// An <see cref="Lstm"/> has <c>input</c>, <c>forget</c>, <c>candidate</c>, <c>output</c>, <c>cell</c> and <c>hidden</c>;
/// a <see cref="Gru"/> <c>update</c>, <c>reset</c>, <c>candidate</c> and <c>hidden</c>; a <see cref="SimpleRnn"/> <c>hidden</c>.
/// </summary>
public sealed class GateTrace
{
    private readonly Dictionary<string, float[,]> _values;

    internal GateTrace(RecurrentLayer layer, IReadOnlyList<int> steps, IReadOnlyList<string> names, Dictionary<string, float[,]> values) =>
        (LayerName, Units, Steps, Names, _values) = (layer.Name, layer.Units, steps, names, values);

    /// <summary>The layer's name; of a bidirectional layer there are two traces, of <c>forward_lstm</c> and <c>backward_lstm</c>.</summary>
    public string LayerName { get; }

    /// <summary>The layer's number of units.</summary>
    public int Units { get; }

    /// <summary>The steps of the input that the layer took, in the input's order: those that no mask passes over.</summary>
    public IReadOnlyList<int> Steps { get; }

    /// <summary>What there are values of.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The values of a gate, of the cells or of the output, [<see cref="Steps"/>, <see cref="Units"/>].</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The layer has no such gate.</exception>
    public float[,] this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return _values.TryGetValue(name, out float[,]? values)
                ? values
                : Throw.Argument<float[,]>($"The layer '{LayerName}' has no '{name}'; it has {TextList.Of(Names)}. Name one of these.", nameof(name));
        }
    }

    /// <summary>Lets a model read one sample and traces each of its recurrent layers.</summary>
    /// <param name="model">A model with a recurrent layer.</param>
    /// <param name="sample">Its inputs, one sample.</param>
    /// <returns>A trace for each use of a recurrent layer, in the order in which they run.</returns>
    /// <exception cref="ArgumentException">The model has no recurrent layer, or there is more than one sample.</exception>
    public static IReadOnlyList<GateTrace> Of(Model model, Dataset sample)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sample);
        Batch batch = sample.First();
        if (batch.Count != 1)
        {
            Throw.Argument($"A trace is of one sample, but got {batch.Count}. Pass an array whose first axis is 1.", nameof(sample));
        }
        ModelRun run = model.Read(batch);
        GateTrace[] traces = [.. run.Calls.Where(static call => call.Call.Layer is RecurrentLayer).Select(static call => new PlainRecurrence((RecurrentLayer)call.Call.Layer).Walk(call))];
        return traces.Length > 0
            ? traces
            : Throw.Argument<GateTrace[]>($"The model '{model.Name}' has no recurrent layer; it has {TextList.Of(model.Layers.Select(static l => l.ToString()))}. Pass a model with an Lstm, a Gru or a SimpleRnn.", nameof(model));
    }
}
