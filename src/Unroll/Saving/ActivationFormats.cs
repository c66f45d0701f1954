namespace Unroll;

/// <summary>The options of the layers that are functions of each element or row, as Keras 3 names them.</summary>
internal static class ActivationFormats
{
    public static readonly LayerFormat[] All =
    [
        new LayerFormat<Relu>(
            "ReLU",
            (name, options) => new Relu
            {
                Name = name,
                MaxValue = options.FloatOrNull("max_value"),
                NegativeSlope = options.Float("negative_slope", 0),
                Threshold = options.Float("threshold", 0),
            },
            (layer, json) =>
            {
                if (layer.MaxValue is { } most) json.WriteNumber("max_value", most);
                else json.WriteNull("max_value");
                json.WriteNumber("negative_slope", layer.NegativeSlope);
                json.WriteNumber("threshold", layer.Threshold);
            }),
        new LayerFormat<LeakyRelu>(
            "LeakyReLU",
            (name, options) => new LeakyRelu(options.FloatOrNull("alpha") ?? options.Float("negative_slope", 0.3f)) { Name = name },
            (layer, json) => json.WriteNumber("negative_slope", layer.NegativeSlope)),
        new LayerFormat<Elu>(
            "ELU",
            (name, options) => new Elu(options.Float("alpha", 1)) { Name = name },
            (layer, json) => json.WriteNumber("alpha", layer.Alpha)),
        new LayerFormat<PRelu>(
            "PReLU",
            (name, options) => new PRelu(options.Axes("shared_axes"))
            {
                Name = name,
                AlphaInitializer = options.Initializer("alpha_initializer", Initializer.Zeros),
                AlphaRegularizer = options.Regularizer("alpha_regularizer"),
                AlphaConstraint = options.Constraint("alpha_constraint"),
            },
            (layer, json) =>
            {
                json.WriteInitializer("alpha_initializer", layer.AlphaInitializer);
                json.WriteRegularizer("alpha_regularizer", layer.AlphaRegularizer);
                json.WriteConstraint("alpha_constraint", layer.AlphaConstraint);
                if (layer.SharedAxes.Count == 0) json.WriteNull("shared_axes");
                else json.WriteInts("shared_axes", layer.SharedAxes);
            }),
        new LayerFormat<Softmax>(
            "Softmax",
            (name, options) => new Softmax(options.Axes("axis", -1)) { Name = name },
            (layer, json) => json.WriteAxis(layer.Axes)),
        new LayerFormat<IdentityLayer>("Identity", (name, _) => new IdentityLayer { Name = name }, (_, _) => { }),
        new LayerFormat<ActivityRegularization>(
            "ActivityRegularization",
            (name, options) => new ActivityRegularization(options.Double("l1", 0), options.Double("l2", 0)) { Name = name },
            (layer, json) =>
            {
                json.WriteNumber("l1", layer.L1);
                json.WriteNumber("l2", layer.L2);
            }),
        new LayerFormat<Rescaling>(
            "Rescaling",
            (name, options) => new Rescaling(options.Float("scale"), options.Float("offset", 0)) { Name = name },
            (layer, json) =>
            {
                json.WriteNumber("scale", layer.Scale);
                json.WriteNumber("offset", layer.Offset);
            }),
    ];
}
