using System.Text.Json;

namespace Unroll;

/// <summary>What a weight is brought back to after each batch (Keras: <c>keras.constraints.Constraint</c>). Immutable.</summary>
public abstract class Constraint
{
    private const string Known = "Known are MaxNorm, MinMaxNorm, NonNeg and UnitNorm.";

    private protected Constraint()
    {
    }

    /// <summary>Keras's name of the class.</summary>
    public string ClassName => GetType().Name;

    /// <summary>Keras's options by their Keras names.</summary>
    internal abstract IReadOnlyDictionary<string, object?> Config { get; }

    /// <summary>Changes the values to ones that are allowed.</summary>
    internal abstract void Apply(Span<float> values, ReadOnlySpan<int> shape);

    /// <summary>Builds a constraint from Keras's class name, or short name, and config. Options that are missing keep Keras's defaults.</summary>
    /// <exception cref="ModelConfigException">The class or an option is unknown.</exception>
    internal static Constraint FromConfig(string className, JsonElement config) => className switch
    {
        "MaxNorm" or "max_norm" => new MaxNorm(KerasConfig.Double(config, "max_value", 2)) { Axes = Axes(config) },
        "NonNeg" or "non_neg" => new NonNeg(),
        "UnitNorm" or "unit_norm" => new UnitNorm { Axes = Axes(config) },
        "MinMaxNorm" or "min_max_norm" => new MinMaxNorm(KerasConfig.Double(config, "min_value", 0), KerasConfig.Double(config, "max_value", 1))
        {
            Rate = KerasConfig.Double(config, "rate", 1),
            Axes = Axes(config),
        },
        _ => Throw.Config<Constraint>($"Constraint '{className}' is unknown. {Known}"),
    };

    private static int[] Axes(JsonElement config) => KerasConfig.Find(config, "axis") switch
    {
        null => [0],
        { ValueKind: JsonValueKind.Number } one when one.TryGetInt32(out int axis) => [axis],
        { ValueKind: JsonValueKind.Array } several when several.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number && v.TryGetInt32(out _)) =>
            [.. several.EnumerateArray().Select(v => v.GetInt32())],
        { } other => Throw.Config<int[]>($"'axis' must be a whole number or several, but is {other.GetRawText()}."),
    };
}
