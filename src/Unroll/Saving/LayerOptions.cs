using System.Text.Json;

namespace Unroll;

/// <summary>Options that many layers have, read and written.</summary>
internal static class LayerOptions
{
    /// <summary>A number of units, tokens or the like: at least 1.</summary>
    public static int Size(this ConfigReader options, string option)
    {
        int size = options.Int(option);
        return size >= 1 ? size : options.Wrong<int>(option, options.Required(option), "1 or more");
    }

    public static Activation Activation(this ConfigReader options, string option, Activation absent)
    {
        if (!options.TryGet(option, out JsonElement value)) return absent;
        return options.InContext(option, () => Unroll.Activation.FromName(KerasObject.Read(value, "The activation").ClassName));
    }

    public static Initializer Initializer(this ConfigReader options, string option, Initializer absent)
    {
        if (!options.TryGet(option, out JsonElement value)) return absent;
        return options.InContext(option, () =>
        {
            var initializer = KerasObject.Read(value, "The initializer");
            return Unroll.Initializer.FromConfig(initializer.ClassName, initializer.Config);
        });
    }

    public static Regularizer? Regularizer(this ConfigReader options, string option)
    {
        if (!options.TryGet(option, out JsonElement value)) return null;
        return options.InContext(option, () =>
        {
            var regularizer = KerasObject.Read(value, "The regularizer");
            return Unroll.Regularizer.FromConfig(regularizer.ClassName, regularizer.Config);
        });
    }

    public static Constraint? Constraint(this ConfigReader options, string option)
    {
        if (!options.TryGet(option, out JsonElement value)) return null;
        return options.InContext(option, () =>
        {
            var constraint = KerasObject.Read(value, "The constraint");
            return Unroll.Constraint.FromConfig(constraint.ClassName, constraint.Config);
        });
    }

    /// <summary>A layer that stands inside this one.</summary>
    public static Layer Layer(this ConfigReader options, string option) => LayerReader.Read(options.Required(option), $"The option '{option}' of the {options.Owner}");

    /// <summary>Layers that stand inside this one.</summary>
    public static IEnumerable<Layer> Layers(this ConfigReader options, string option)
    {
        JsonElement value = options.Required(option);
        if (value.ValueKind != JsonValueKind.Array) options.Wrong<int>(option, value, "an array of layers");
        return value.EnumerateArray().Select(layer => LayerReader.Read(layer, $"The option '{option}' of the {options.Owner}"));
    }

    /// <summary>What all layers have: the element type of their weights is float32.</summary>
    public static void CheckFloat32(this ConfigReader options)
    {
        if (!options.TryGet("dtype", out JsonElement value)) return;
        var type = KerasObject.Read(value, $"The option 'dtype' of the {options.Owner}");
        string name = type.ClassName is "DTypePolicy" or "Policy" ? type.Options("dtype").Text("name") : type.ClassName;
        if (name != "float32") options.Wrong<int>("dtype", value, "float32");
    }

    public static ElementType ElementType(this ConfigReader options)
    {
        if (!options.TryGet("dtype", out JsonElement value)) return Unroll.ElementType.Float32;
        return options.Text("dtype") switch
        {
            "float32" => Unroll.ElementType.Float32,
            "int32" or "int64" => Unroll.ElementType.Int32,
            "bool" => Unroll.ElementType.Bool,
            _ => options.Wrong<ElementType>("dtype", value, "float32, int32 or bool"),
        };
    }

    public static string KerasName(this ElementType type) => type switch
    {
        Unroll.ElementType.Int32 => "int32",
        Unroll.ElementType.Bool => "bool",
        _ => "float32",
    };

    /// <summary>A shape that begins with the batch; null is an axis of any length.</summary>
    public static Shape Shape(this ConfigReader options, string option)
    {
        JsonElement value = options.Required(option);
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0) options.Wrong<int>(option, value, "an array that begins with the batch");
        var axes = new int[value.GetArrayLength()];
        for (int i = 0; i < axes.Length; i++)
        {
            axes[i] = Unroll.Shape.Any;
            if (value[i].ValueKind == JsonValueKind.Null) continue;
            if (value[i].ValueKind != JsonValueKind.Number || !value[i].TryGetInt32(out axes[i]) || axes[i] < 1) options.Wrong<int>(option, value, "sizes of 1 or more, or null");
        }

        return new Shape(axes);
    }

    public static void WriteShape(this Utf8JsonWriter json, string option, Shape shape)
    {
        json.WriteStartArray(option);
        foreach (int axis in shape.Axes)
        {
            if (axis == Unroll.Shape.Any) json.WriteNullValue();
            else json.WriteNumberValue(axis);
        }

        json.WriteEndArray();
    }

    public static void WriteNulls(this Utf8JsonWriter json, params ReadOnlySpan<string> options)
    {
        foreach (string option in options) json.WriteNull(option);
    }

    /// <summary>What Keras names <c>kernel_initializer</c>, <c>kernel_regularizer</c> and <c>kernel_constraint</c>, for a weight of any name.</summary>
    public static WeightSettings Weight(this ConfigReader options, string weight, Initializer absent) => new(
        options.Initializer($"{weight}_initializer", absent), options.Regularizer($"{weight}_regularizer"), options.Constraint($"{weight}_constraint"));

    public static void WriteWeight(this Utf8JsonWriter json, string weight, WeightSettings settings)
    {
        json.WriteInitializer($"{weight}_initializer", settings.Initializer);
        json.WriteRegularizer($"{weight}_regularizer", settings.Regularizer);
        json.WriteConstraint($"{weight}_constraint", settings.Constraint);
    }

    public static void WriteInitializer(this Utf8JsonWriter json, string option, Initializer initializer)
    {
        json.WritePropertyName(option);
        KerasObject.Write(json, "keras.initializers", initializer.ClassName, initializer.Config);
    }

    public static void WriteRegularizer(this Utf8JsonWriter json, string option, Regularizer? regularizer)
    {
        json.WritePropertyName(option);
        if (regularizer is null) json.WriteNullValue();
        else KerasObject.Write(json, "keras.regularizers", regularizer.ClassName, regularizer.Config);
    }

    public static void WriteConstraint(this Utf8JsonWriter json, string option, Constraint? constraint)
    {
        json.WritePropertyName(option);
        if (constraint is null) json.WriteNullValue();
        else KerasObject.Write(json, "keras.constraints", constraint.ClassName, constraint.Config);
    }

    /// <summary>Keras's object for "all in float32".</summary>
    public static void WriteFloat32(this Utf8JsonWriter json)
    {
        json.WriteStartObject("dtype");
        json.WriteString("module", "keras");
        json.WriteString("class_name", "DTypePolicy");
        json.WriteStartObject("config");
        json.WriteString("name", "float32");
        json.WriteEndObject();
        json.WriteNull("registered_name");
        json.WriteEndObject();
    }

    /// <summary>Says in an error of the option whose it is.</summary>
    private static T InContext<T>(this ConfigReader options, string option, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ModelConfigException e)
        {
            return Throw.Config<T>($"The {options.Owner} sets the option '{option}', which can't be read: {e.Message}");
        }
    }
}
