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

    public static LayerFormat Find(string className, string layerName) =>
        Array.Find(Formats, f => f.ClassName == className)
        ?? Throw.Config<LayerFormat>($"The layer '{layerName}' is of the class '{className}', which is not known. Known are {string.Join(", ", Formats.Select(f => f.ClassName))}.");

    public static LayerFormat Find(Layer layer) =>
        Array.Find(Formats, f => f.Writes(layer))
        ?? Throw.Config<LayerFormat>($"{layer} can't be written: its class has no format in the registry.");
}
