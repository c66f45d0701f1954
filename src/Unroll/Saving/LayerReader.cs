using System.Text.Json;

namespace Unroll;

/// <summary>Makes layers from their configs.</summary>
internal static class LayerReader
{
    /// <summary>Reads a layer's whole object.</summary>
    public static Layer Read(JsonElement json, string where)
    {
        var layer = KerasObject.Read(json, where);
        string name = layer.Options($"{layer.ClassName} layer").Text("name");
        CheckPlace(json, layer.ClassName, name);
        return Read(layer.ClassName, name, layer.Options($"{layer.ClassName} layer '{name}'"));
    }

    /// <summary>Refuses a layer that stands in other places of the model too: it would be read as several.</summary>
    public static void CheckPlace(JsonElement json, string className, string name)
    {
        if (KerasConfig.Find(json, "shared_object_id") is not null)
            Throw.Config($"The {className} layer '{name}' stands in several places of the model (shared_object_id), which is not supported. Call the model or the layer that holds it twice instead.");
    }

    /// <param name="className">Keras's class name.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="options">Its options; all of them have to be known.</param>
    public static Layer Read(string className, string name, ConfigReader options)
    {
        LayerFormat format = LayerRegistry.Find(className, name);
        Layer layer;
        try
        {
            layer = format.Read(name, options);
        }
        catch (ArgumentException e)
        {
            return Throw.Config<Layer>($"The {options.Owner} can't be made: {Throw.Reason(e)}");
        }

        if (!options.Bool("trainable", true)) layer.Trainable = false;
        if (options.Regularizer("activity_regularizer") is { } regularizer) layer.SetActivityRegularizer(regularizer);
        if (layer is InputLayer) options.Ignore("dtype");
        else options.CheckFloat32();
        options.Ignore("name", "batch_input_shape");
        options.Done();
        return layer;
    }
}
