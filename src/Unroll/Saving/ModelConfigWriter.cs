using System.Text;
using System.Text.Json;

namespace Unroll;

/// <summary>Writes a model's config as Keras 3 does.</summary>
internal sealed class ModelConfigWriter
{
    private readonly Utf8JsonWriter _json;
    private readonly Graph _graph;
    private readonly Dictionary<LayerCall, int> _nodes = [];
    private readonly HashSet<Layer> _givingState = [];
    private readonly HashSet<LayerCall> _givingScores = [];

    private ModelConfigWriter(Utf8JsonWriter json, Graph graph)
    {
        (_json, _graph) = (json, graph);
        var calls = new Dictionary<Layer, int>();
        foreach (LayerCall call in graph.Calls)
        {
            int node = calls.GetValueOrDefault(call.Layer);
            _nodes[call] = node;
            calls[call.Layer] = node + 1;
        }

        foreach (SymbolicTensor used in graph.Calls.SelectMany(c => c.Inputs).Concat(graph.Outputs))
        {
            LayerCall producer = used.Producer;
            if (used.Index >= producer.Outputs.Length - producer.Layer.StateCount) _givingState.Add(producer.Layer);
            if (producer.Layer is AttentionLayer && used.Index == 1) _givingScores.Add(producer);
        }
    }

    /// <exception cref="ModelConfigException">A layer can't be written, or stands in two places.</exception>
    public static string Write(Model model)
    {
        CheckPlaces(model.Structure.Layers, []);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Begin(json, model, model.Name);
            CompileConfig.Write(json, model.Compilation);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>A layer that stands in the model and in a part of it too would be read as two.</summary>
    private static void CheckPlaces(IEnumerable<Layer> layers, HashSet<Layer> seen)
    {
        foreach (Layer layer in layers)
        {
            if (!seen.Add(layer)) Throw.Config($"{layer} stands in two places of the model, which a config can't say. Call the model or the layer that holds it twice instead, or save the parts on their own.");
            if (layer is CompositeLayer composite) CheckPlaces(composite.Parts, seen);
        }
    }

    /// <summary>The object of a model, to be ended by the caller.</summary>
    public static void Begin(Utf8JsonWriter json, Model model, string name)
    {
        var writer = new ModelConfigWriter(json, model.Structure);
        json.BeginObject(model is Sequential ? "keras" : "keras.src.models.functional", model.ClassName, name);
        json.WriteBoolean("trainable", model.Trainable);
        if (model is Sequential) writer.WriteChain();
        else writer.WriteGraph();
        json.WriteEndObject();
        if (model is Sequential) json.WriteNull("registered_name");
        else json.WriteString("registered_name", model.ClassName);
    }

    private void WriteChain()
    {
        _json.WriteFloat32();
        _json.WriteStartArray("layers");
        foreach (Layer layer in _graph.Layers) _json.WriteLayer(layer);
        _json.WriteEndArray();
        _json.WriteShape("build_input_shape", _graph.Inputs[0].Shape);
    }

    private void WriteGraph()
    {
        _json.WriteStartArray("layers");
        foreach (Layer layer in _graph.Layers)
        {
            _json.BeginLayer(layer, _givingState.Contains(layer));
            _json.WriteString("name", layer.Name);
            _json.WriteStartArray("inbound_nodes");
            foreach (LayerCall call in _graph.Calls.Where(c => c.Layer == layer && c.Inputs.Count > 0)) WriteCall(call);
            _json.WriteEndArray();
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        WriteReferences("input_layers", _graph.Inputs);
        WriteReferences("output_layers", _graph.Outputs);
    }

    private void WriteCall(LayerCall call)
    {
        CallForm form = LayerRegistry.Find(call.Layer).Form;
        if (form == CallForm.ListIfSeveral && call.Inputs.Count > 1) form = CallForm.List;
        string? states = form switch { CallForm.InitialState => "initial_state", CallForm.States => "states", _ => null };
        _json.WriteStartObject();
        _json.WriteStartArray("args");
        if (form == CallForm.List) _json.WriteStartArray();
        foreach (SymbolicTensor input in states is null ? call.Inputs : call.Inputs.Take(1)) WriteStandIn(input);
        if (form == CallForm.List) _json.WriteEndArray();
        if (call.Layer is NotEqual operation) _json.WriteNumberValue(operation.Value);
        _json.WriteEndArray();
        _json.WriteStartObject("kwargs");
        WriteMasks(call, form);
        if (call.Layer is AttentionLayer { UseCausalMask: true }) _json.WriteBoolean("use_causal_mask", true);
        if (_givingScores.Contains(call)) _json.WriteBoolean("return_attention_scores", true);
        if (states is not null && call.Inputs.Count > 1)
        {
            _json.WriteStartArray(states);
            foreach (SymbolicTensor state in call.Inputs.Skip(1)) WriteStandIn(state);
            _json.WriteEndArray();
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteMasks(LayerCall call, CallForm form)
    {
        if (call.Masks.Count == 0) return;
        if (form != CallForm.Separate) _json.WritePropertyName("mask");
        if (form == CallForm.List) _json.WriteStartArray();
        for (int i = 0; i < call.Masks.Count; i++)
        {
            if (form == CallForm.Separate) _json.WritePropertyName(CallReader.MaskNames[i]);
            if (call.Masks[i] is { } mask) WriteStandIn(mask);
            else _json.WriteNullValue();
        }

        if (form == CallForm.List) _json.WriteEndArray();
    }

    private void WriteStandIn(SymbolicTensor tensor)
    {
        _json.WriteStartObject();
        _json.WriteString("class_name", "__keras_tensor__");
        _json.WriteStartObject("config");
        _json.WriteShape("shape", tensor.Shape);
        _json.WriteString("dtype", tensor.Type.KerasName());
        _json.WritePropertyName("keras_history");
        WriteReference(tensor);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    /// <summary>One reference stands alone, as Keras writes it; several in an array.</summary>
    private void WriteReferences(string name, IReadOnlyList<SymbolicTensor> tensors)
    {
        _json.WritePropertyName(name);
        if (tensors.Count == 1)
        {
            WriteReference(tensors[0]);
            return;
        }

        _json.WriteStartArray();
        foreach (SymbolicTensor tensor in tensors) WriteReference(tensor);
        _json.WriteEndArray();
    }

    private void WriteReference(SymbolicTensor tensor)
    {
        _json.WriteStartArray();
        _json.WriteStringValue(tensor.Producer.Layer.Name);
        _json.WriteNumberValue(_nodes[tensor.Producer]);
        _json.WriteNumberValue(tensor.Index);
        _json.WriteEndArray();
    }
}
