using System.Text.Json;

namespace Unroll;

/// <summary>Reads the options of one object of a Keras config. An option that nobody asked for is an error, so that nothing in a config is passed over in silence.</summary>
internal sealed class ConfigReader
{
    private readonly JsonElement _config;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <param name="config">The object of options.</param>
    /// <param name="owner">What errors call it: <c>LSTM layer 'lstm'</c>.</param>
    public ConfigReader(JsonElement config, string owner)
    {
        Owner = owner;
        _config = config.ValueKind == JsonValueKind.Object ? config : Throw.Config<JsonElement>($"The {owner} has a config of kind {config.ValueKind}, but expected a JSON object of options.");
    }

    public string Owner { get; }

    /// <summary>The object of options.</summary>
    public JsonElement Json => _config;

    /// <summary>What a layer is called with beside its tensors.</summary>
    public CallArguments Arguments { get; init; } = CallArguments.None;

    /// <summary>The option's value; false where it is missing or null.</summary>
    public bool TryGet(string option, out JsonElement value)
    {
        _known.Add(option);
        return _config.TryGetProperty(option, out value) && value.ValueKind != JsonValueKind.Null;
    }

    public JsonElement Required(string option) =>
        TryGet(option, out JsonElement value) ? value : Throw.Config<JsonElement>($"The {Owner} lacks the option '{option}'. Add it to the config.");

    public int Int(string option) => AsInt(option, Required(option));

    public int Int(string option, int absent) => TryGet(option, out JsonElement value) ? AsInt(option, value) : absent;

    public double Double(string option) => AsDouble(option, Required(option));

    public double Double(string option, double absent) => TryGet(option, out JsonElement value) ? AsDouble(option, value) : absent;

    public double[] Doubles(string option)
    {
        JsonElement value = Required(option);
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => AsDouble(option, v))] : Wrong<double[]>(option, value, "an array of numbers");
    }

    public float Float(string option) => AsFloat(option, Required(option));

    public float Float(string option, float absent) => TryGet(option, out JsonElement value) ? AsFloat(option, value) : absent;

    public float? FloatOrNull(string option) => TryGet(option, out JsonElement value) ? AsFloat(option, value) : null;

    public bool Bool(string option, bool absent)
    {
        if (!TryGet(option, out JsonElement value)) return absent;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Wrong<bool>(option, value, "true or false");
    }

    public string Text(string option) => AsText(option, Required(option));

    public string? TextOrNull(string option) => TryGet(option, out JsonElement value) ? AsText(option, value) : null;

    /// <summary>Options that are read elsewhere, or say nothing about what is computed.</summary>
    public void Ignore(params ReadOnlySpan<string> options)
    {
        foreach (string option in options) _known.Add(option);
    }

    /// <summary>An option of which only the value that changes nothing is supported: null, false or 0.</summary>
    public void Unsupported(params ReadOnlySpan<string> options)
    {
        foreach (string option in options)
        {
            if (!TryGet(option, out JsonElement value) || value.ValueKind == JsonValueKind.False) continue;
            if (value.ValueKind == JsonValueKind.Number && value.GetDouble() == 0) continue;
            Throw.Config($"The {Owner} sets the option '{option}' to {Shorten(value)}, which is not supported. Leave it out.");
        }
    }

    /// <summary>Checks that every option was asked for.</summary>
    public void Done()
    {
        foreach (JsonProperty property in _config.EnumerateObject())
        {
            if (!_known.Contains(property.Name)) Throw.Config($"The {Owner} has an option '{property.Name}', which is not known. Known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
        }
    }

    public T Wrong<T>(string option, JsonElement value, string expected) =>
        Throw.Config<T>($"The {Owner} sets the option '{option}' to {Shorten(value)}, but expected {expected}.");

    private int AsInt(string option, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : Wrong<int>(option, value, "a whole number");

    private float AsFloat(string option, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) && float.IsFinite(number) ? number : Wrong<float>(option, value, "a number");

    private double AsDouble(string option, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : Wrong<double>(option, value, "a number");

    private string AsText(string option, JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : Wrong<string>(option, value, "a text");

    private static string Shorten(JsonElement value)
    {
        const int most = 80;
        string text = value.GetRawText();
        return text.Length <= most ? text : $"{text[..most]}...";
    }
}
