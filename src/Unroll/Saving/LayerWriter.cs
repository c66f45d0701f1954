using System.Text.Json;

namespace Unroll;

/// <summary>Writes layers as Keras 3 does.</summary>
internal static class LayerWriter
{
    /// <summary>The whole object of a layer that stands inside another.</summary>
    public static void WriteLayer(this Utf8JsonWriter json, string option, Layer layer)
    {
        json.WritePropertyName(option);
        json.WriteLayer(layer);
    }

    public static void WriteLayer(this Utf8JsonWriter json, Layer layer)
    {
        json.BeginLayer(layer, givesState: false);
        json.WriteEndObject();
    }

    /// <summary>The object of a layer, to be ended by the caller.</summary>
    /// <param name="json">Stands where the object begins.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="givesState">Whether the model uses more than the layer's first output.</param>
    public static void BeginLayer(this Utf8JsonWriter json, Layer layer, bool givesState)
    {
        if (layer is ModelLayer nested)
        {
            ModelConfigWriter.Begin(json, nested.Model, nested.Name);
            return;
        }

        LayerFormat format = LayerRegistry.Find(layer);
        json.BeginObject(format.Module, format.ClassName, layer.Name);
        if (layer is not InputLayer && !format.IsOperation)
        {
            json.WriteBoolean("trainable", layer.Trainable);
            json.WriteFloat32();
            if (layer.ActivityRegularizer is not null && layer is not ActivityRegularization) json.WriteRegularizer("activity_regularizer", layer.ActivityRegularizer);
        }

        format.Write(layer, json, givesState);
        json.WriteEndObject();
        json.WriteString("registered_name", format.RegisteredName);
    }

    /// <summary>Begins an object of a class, and in it the options, with the name as the first.</summary>
    public static void BeginObject(this Utf8JsonWriter json, string? module, string className, string name)
    {
        json.WriteStartObject();
        json.WriteString("module", module);
        json.WriteString("class_name", className);
        json.WriteStartObject("config");
        json.WriteString("name", name);
    }
}
