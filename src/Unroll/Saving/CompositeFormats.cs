using System.Text.Json;

namespace Unroll;

/// <summary>The options of layers that are made of others, and of cells, as Keras 3 names them.</summary>
internal static class CompositeFormats
{
    private static readonly LayerFormat s_bidirectional = new LayerFormat<Bidirectional>(
        "Bidirectional",
        (name, options) => new Bidirectional(options.Layer("layer"), options.TryGet("backward_layer", out _) ? options.Layer("backward_layer") : null)
        {
            Name = name,
            MergeMode = ReadMergeMode(options),
        },
        (layer, json) =>
        {
            if (layer.MergeMode == MergeMode.None) json.WriteNull("merge_mode");
            else json.WriteString("merge_mode", layer.MergeMode.ToString().ToLowerInvariant());
            json.WriteLayer("layer", layer.ForwardLayer);
            json.WriteLayer("backward_layer", layer.BackwardLayer);
        });

    private static readonly LayerFormat s_timeDistributed = new LayerFormat<TimeDistributed>(
        "TimeDistributed",
        (name, options) => new TimeDistributed(options.Layer("layer")) { Name = name },
        (layer, json) => json.WriteLayer("layer", layer.Layer));

    private static readonly LayerFormat s_repeatVector = new LayerFormat<RepeatVector>(
        "RepeatVector",
        (name, options) => new RepeatVector(options.Size("n")) { Name = name },
        (layer, json) => json.WriteNumber("n", layer.Steps));

    private static readonly LayerFormat s_rnn = new LayerFormat<Rnn>(
        "RNN",
        (name, options) =>
        {
            options.Ignore("unroll");
            options.Unsupported("time_major");
            return new Rnn(ReadCell(options)) { Name = name, Sequence = RecurrentFormats.ReadSequence(options) };
        },
        (layer, json, givesState) =>
        {
            RecurrentFormats.WriteSequence(layer.Sequence, json, givesState);
            json.WriteLayer("cell", layer.Cell);
        });

    private static readonly LayerFormat s_stackedCells = new LayerFormat<StackedRnnCells>(
        "StackedRNNCells",
        (name, options) =>
        {
            options.Unsupported("reverse_state_order");
            return new StackedRnnCells(options.Layers("cells").Select(c => AsCell(options, c)).ToArray()) { Name = name };
        },
        (layer, json) =>
        {
            json.WriteStartArray("cells");
            foreach (RnnCell cell in layer.Cells) json.WriteLayer(cell);
            json.WriteEndArray();
        })
    { Form = CallForm.States };

    public static readonly LayerFormat[] All =
    [
        s_bidirectional,
        s_timeDistributed,
        s_repeatVector,
        s_rnn,
        s_stackedCells,
        Cell(RecurrentFormats.Lstm, settings => new LstmCell(settings)),
        Cell(RecurrentFormats.Gru, settings => new GruCell(settings)),
        Cell(RecurrentFormats.SimpleRnn, settings => new SimpleRnnCell(settings)),
        new ModelFormat("Functional"),
        new ModelFormat("Sequential"),
        new ModelFormat("Model"),
    ];

    /// <summary>A cell has the options of its layer, without those of the walk over time.</summary>
    private static LayerFormat<TCell> Cell<TCell>(LayerFormat layer, Func<RecurrentSettings, TCell> make)
        where TCell : RecurrentCell => new(
            layer.ClassName + "Cell",
            (name, options) =>
            {
                TCell cell = make(((RecurrentLayer)layer.Read(name, options)).Settings);
                cell.SetName(name);
                return cell;
            },
            (cell, json) => RecurrentFormats.WriteSettings(cell.Layer, json))
        { Form = CallForm.States };

    private static RnnCell ReadCell(ConfigReader options)
    {
        JsonElement value = options.Required("cell");
        return value.ValueKind == JsonValueKind.Array
            ? new StackedRnnCells(options.Layers("cell").Select(c => AsCell(options, c)).ToArray())
            : AsCell(options, options.Layer("cell"));
    }

    private static RnnCell AsCell(ConfigReader options, Layer layer) =>
        layer as RnnCell ?? Throw.Config<RnnCell>($"The {options.Owner} has {layer} for a cell. Give an LSTMCell, a GRUCell, a SimpleRNNCell, StackedRNNCells or a CustomCell.");

    private static MergeMode ReadMergeMode(ConfigReader options)
    {
        if (!options.TryGet("merge_mode", out JsonElement value)) return options.Json.TryGetProperty("merge_mode", out _) ? MergeMode.None : MergeMode.Concat;
        return options.Text("merge_mode") switch
        {
            "concat" => MergeMode.Concat,
            "sum" => MergeMode.Sum,
            "mul" => MergeMode.Mul,
            "ave" => MergeMode.Ave,
            _ => options.Wrong<MergeMode>("merge_mode", value, "concat, sum, mul, ave or null"),
        };
    }
}

/// <summary>A model that stands in another as a layer.</summary>
internal sealed record ModelFormat : LayerFormat
{
    public ModelFormat(string className)
        : base(className) => Form = CallForm.ListIfSeveral;

    public override Layer Read(string name, ConfigReader options)
    {
        options.Ignore("layers", "input_layers", "output_layers", "build_input_shape");
        return ModelConfig.ReadModel(new KerasObject(ClassName, options.Json)).Layer;
    }

    public override void Write(Layer layer, Utf8JsonWriter json, bool givesState) => Throw.State($"{layer} is written by the writer of models.");

    public override bool Writes(Layer layer) => layer is ModelLayer && layer.ClassName == ClassName;
}
