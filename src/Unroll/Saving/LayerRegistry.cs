using System.Collections.Concurrent;

namespace Unroll;

/// <summary>The classes of layers that a config can name.</summary>
internal static class LayerRegistry
{
    private static readonly LayerFormat[] Formats =
    [
        LayerFormats.Input,
        LayerFormats.Embedding,
        RecurrentFormats.Lstm,
        RecurrentFormats.Gru,
        RecurrentFormats.SimpleRnn,
        RecurrentFormats.ConvLstm1D,
        RecurrentFormats.ConvLstm2D,
        .. CompositeFormats.All,
        LayerFormats.Dense,
        LayerFormats.Masking,
        LayerFormats.Activation,
        LayerFormats.NotEqual,
        LayerFormats.Any,
        .. NoiseFormats.All,
        .. MergingFormats.All,
        .. ShapingFormats.All,
        .. ActivationFormats.All,
        .. NormalizationFormats.All,
        .. PoolingFormats.All,
        .. ConvolutionFormats.All,
        .. AttentionFormats.All,
    ];

    // Of the classes that were registered, by their names.
    private static readonly ConcurrentDictionary<string, LayerFormat> s_custom = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LayerFormat> All => Formats;

    public static LayerFormat Find(string className, string layerName) =>
        Array.Find(Formats, f => f.ClassName == className)
        ?? s_custom.GetValueOrDefault(className)
        ?? Throw.Config<LayerFormat>($"The layer '{layerName}' is of the class '{className}', which is not known. Known are {string.Join(", ", Formats.Select(f => f.ClassName).Concat(s_custom.Keys.Order(StringComparer.Ordinal)))}. Register a class of your own with CustomLayer.Register.");

    public static LayerFormat Find(Layer layer) =>
        Array.Find(Formats, f => f.Writes(layer))
        ?? s_custom.Values.FirstOrDefault(f => f.Writes(layer))
        ?? Throw.Config<LayerFormat>($"{layer} can't be written: its class is not registered. Call CustomLayer.Register for it first.");

    /// <summary>Adds a format; one for the same name is replaced.</summary>
    public static void Add(LayerFormat format)
    {
        if (Array.Exists(Formats, f => f.ClassName == format.ClassName)) Throw.Argument($"The library has a layer of the class '{format.ClassName}' itself. Give the class another name.");
        s_custom[format.ClassName] = format;
    }
}
