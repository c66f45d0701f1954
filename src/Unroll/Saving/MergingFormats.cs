namespace Unroll;

/// <summary>The options of the merging layers, as Keras 3 names them.</summary>
internal static class MergingFormats
{
    public static readonly LayerFormat[] All =
    [
        Plain(name => new Add { Name = name }),
        Plain(name => new Subtract { Name = name }),
        Plain(name => new Multiply { Name = name }),
        Plain(name => new Average { Name = name }),
        Plain(name => new Maximum { Name = name }),
        Plain(name => new Minimum { Name = name }),
        new LayerFormat<Concatenate>(
            "Concatenate",
            (name, options) => new Concatenate { Name = name, Axis = options.Int("axis", -1) },
            (layer, json) => json.WriteNumber("axis", layer.Axis))
        { Form = CallForm.List },
        new LayerFormat<Dot>(
            "Dot",
            (name, options) =>
            {
                int[] axes = options.Ints("axes", 2);
                return new Dot(axes[0], axes[1]) { Name = name, Normalize = options.Bool("normalize", false) };
            },
            (layer, json) =>
            {
                json.WriteInts("axes", layer.FirstAxis, layer.SecondAxis);
                json.WriteBoolean("normalize", layer.Normalize);
            })
        { Form = CallForm.List },
    ];

    private static LayerFormat<TLayer> Plain<TLayer>(Func<string, TLayer> make)
        where TLayer : MergingLayer => new(typeof(TLayer).Name, (name, _) => make(name), (_, _) => { }) { Form = CallForm.List };
}
