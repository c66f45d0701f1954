using System.Text.Json;

namespace Unroll;

/// <summary>What a weight or an output adds to the loss, so that training keeps it small or in shape (Keras: <c>keras.regularizers.Regularizer</c>). Immutable.</summary>
public abstract class Regularizer
{
    private const string Known = "Known are L1, L2, L1L2 and OrthogonalRegularizer.";

    private protected Regularizer()
    {
    }

    /// <summary>Keras's name of the class.</summary>
    public string ClassName => GetType().Name;

    /// <summary>Keras's options by their Keras names.</summary>
    internal abstract IReadOnlyDictionary<string, object?> Config { get; }

    /// <summary>What the values add to the loss.</summary>
    internal abstract double Penalty(ReadOnlySpan<float> values, ReadOnlySpan<int> shape);

    /// <summary>Adds the penalty's gradient.</summary>
    internal abstract void AddGradient(ReadOnlySpan<float> values, ReadOnlySpan<int> shape, Span<float> gradient);

    /// <summary>Builds a regularizer from Keras's class name, or short name, and config. Options that are missing keep Keras's defaults.</summary>
    /// <exception cref="ModelConfigException">The class or an option is unknown.</exception>
    internal static Regularizer FromConfig(string className, JsonElement config) => className switch
    {
        "L1" or "l1" => new L1(KerasConfig.Double(config, "l1", 0.01)),
        "L2" or "l2" => new L2(KerasConfig.Double(config, "l2", 0.01)),
        "L1L2" => new L1L2(KerasConfig.Double(config, "l1", 0), KerasConfig.Double(config, "l2", 0)),
        "l1_l2" => new L1L2(KerasConfig.Double(config, "l1", 0.01), KerasConfig.Double(config, "l2", 0.01)),
        "OrthogonalRegularizer" or "orthogonal_regularizer" => new OrthogonalRegularizer(KerasConfig.Double(config, "factor", 0.01), KerasConfig.String(config, "mode") switch
        {
            null or "rows" => OrthogonalMode.Rows,
            "columns" => OrthogonalMode.Columns,
            var other => Throw.Config<OrthogonalMode>($"'mode' must be rows or columns, but is '{other}'."),
        }),
        _ => Throw.Config<Regularizer>($"Regularizer '{className}' is unknown. {Known}"),
    };

    private protected static double CheckFactor(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, "The factor of a regularizer is a finite number of 0 or more.");
        return value;
    }
}
