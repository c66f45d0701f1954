using System.Text.Json;

namespace Unroll;

/// <summary>How a layer's settings stand in a Keras config.</summary>
internal abstract record LayerFormat(string ClassName)
{
    /// <summary>Whether Keras counts it as an operation, not as a layer: it has no options that all layers have.</summary>
    public bool IsOperation { get; init; }

    /// <summary>How a call's tensors stand in a config.</summary>
    public virtual CallForm Form { get; init; }

    /// <summary>The Python module that Keras finds it in.</summary>
    public virtual string? Module => IsOperation ? "keras.src.ops.numpy" : "keras.layers";

    /// <summary>What Keras has it registered as, if it is not one of its layers.</summary>
    public virtual string? RegisteredName => IsOperation ? ClassName : null;

    /// <summary>Makes the layer. The reader asks for all options, so that unknown ones are noticed.</summary>
    public abstract Layer Read(string name, ConfigReader options);

    /// <summary>Writes the options after name, trainable and dtype.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="json">Stands in the object of options.</param>
    /// <param name="givesState">Whether the model uses more than the layer's first output.</param>
    public abstract void Write(Layer layer, Utf8JsonWriter json, bool givesState);

    /// <summary>Whether this format writes the layer.</summary>
    public abstract bool Writes(Layer layer);
}

/// <summary>How the tensors of a call stand in a config.</summary>
internal enum CallForm
{
    /// <summary>The first as an argument, the rest as the initial state.</summary>
    InitialState,

    /// <summary>The first as an argument, the rest as the states.</summary>
    States,

    /// <summary>All in one list.</summary>
    List,

    /// <summary>One as an argument, several in one list.</summary>
    ListIfSeveral,

    /// <summary>Each as an argument: query, value, key.</summary>
    Separate,
}

/// <summary>The format of one class of layer.</summary>
internal sealed record LayerFormat<TLayer>(string ClassName, Func<string, ConfigReader, TLayer> ReadLayer, Action<TLayer, Utf8JsonWriter, bool> WriteLayer) : LayerFormat(ClassName)
    where TLayer : Layer
{
    public LayerFormat(string className, Func<string, ConfigReader, TLayer> read, Action<TLayer, Utf8JsonWriter> write)
        : this(className, read, (layer, json, _) => write(layer, json))
    {
    }

    public override Layer Read(string name, ConfigReader options) => ReadLayer(name, options);

    public override void Write(Layer layer, Utf8JsonWriter json, bool givesState) => WriteLayer((TLayer)layer, json, givesState);

    public override bool Writes(Layer layer) => layer is TLayer;
}
