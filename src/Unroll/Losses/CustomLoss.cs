using System.Collections.Concurrent;
using System.Text.Json;

namespace Unroll;

/// <summary>
/// A loss that anybody can write: derive from it, say what the loss of a row is, and its gradient; a row is the last axis of the predictions.
/// It is named as its class, in snake_case. Weights, masks and the mean over a batch are the library's. <see cref="Register{TLoss}"/> the class so that
/// models compiled with it can be saved and read. <c>new LossMetric(loss)</c> reports it as a metric.
/// </summary>
public abstract class CustomLoss : Loss
{
    // Of the classes that were registered, by their names.
    private static readonly ConcurrentDictionary<string, Func<LayerSettings, CustomLoss>> s_registered = new(StringComparer.Ordinal);

    /// <summary>Whether a row has one target, a class number, and not one for each prediction.</summary>
    protected virtual bool TakesClassNumbers => false;

    /// <summary>What the constructor or init properties were given, by name: numbers, texts and truth values. They are written into configs and come back to the registered function.</summary>
    protected virtual IReadOnlyDictionary<string, object> Settings { get; } = new Dictionary<string, object>();

    internal sealed override bool HasOneTarget => TakesClassNumbers;

    internal sealed override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            if (!s_registered.ContainsKey(ClassName)) Throw.Config($"The loss {ClassName} can't be written: its class is not registered. Call CustomLoss.Register for it first.");
            Dictionary<string, object?> config = BaseConfig();
            foreach ((string name, object value) in Settings)
            {
                if (!config.TryAdd(name, value)) Throw.Config($"The loss {ClassName} has a setting '{name}', which every loss has. Give it another name.");
            }
            return config;
        }
    }

    /// <summary>Lets configs and files name a class of losses, by the class's name.</summary>
    /// <param name="make">Makes a loss of the settings that another one wrote.</param>
    /// <exception cref="ArgumentException">The library has a loss of this name itself.</exception>
    public static void Register<TLoss>(Func<LayerSettings, TLoss> make)
        where TLoss : CustomLoss
    {
        ArgumentNullException.ThrowIfNull(make);
        string name = typeof(TLoss).Name;
        if (Find(name) is not null) Throw.Argument($"The library has a loss of the class '{name}' itself. Give the class another name.");
        s_registered[name] = make;
    }

    /// <summary>A loss of a registered class; null if there is none of this name.</summary>
    internal static CustomLoss? Make(string className, JsonElement config)
    {
        if (!s_registered.TryGetValue(className, out var make)) return null;
        var options = new ConfigReader(config, $"loss {className}");
        CustomLoss loss = make(new LayerSettings(options));
        options.Ignore("name", "reduction");
        options.Done();
        return loss;
    }

    /// <summary>The loss of a row.</summary>
    /// <param name="target">Its targets: one for each prediction, or its class number.</param>
    /// <param name="prediction">What the model predicts, after its last activation.</param>
    protected abstract float Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction);

    /// <summary>Writes the derivatives of a row's loss by its predictions.</summary>
    /// <param name="target">Its targets: one for each prediction, or its class number.</param>
    /// <param name="prediction">What the model predicts, after its last activation.</param>
    /// <param name="gradient">The result, one for each prediction.</param>
    protected abstract void Gradient(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, Span<float> gradient);

    internal sealed override void Values(Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, Span<float> values)
    {
        Span<float> target = new float[TargetsOfRow(y, prediction, classes)];
        for (int i = 0; i < values.Length; i++)
        {
            Read(y, i, target);
            values[i] = Value(target, prediction.Slice(i * classes, classes));
        }
    }

    internal sealed override void Gradient(
        Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        Span<float> target = new float[TargetsOfRow(y, prediction, classes)];
        for (int i = 0; i < weights.Length; i++)
        {
            Span<float> row = gradient.Slice(i * classes, classes);
            // A masked row counts for nothing, whatever its derivatives are.
            if (weights[i] == 0)
            {
                row.Clear();
                continue;
            }
            Read(y, i, target);
            Gradient(target, prediction.Slice(i * classes, classes), row);
            foreach (ref float slope in row)
            {
                slope *= weights[i];
            }
        }
    }

    private int TargetsOfRow(Targets y, ReadOnlySpan<float> prediction, int classes)
    {
        int ofRow = TakesClassNumbers ? 1 : classes;
        return y.Length == prediction.Length / classes * ofRow
            ? ofRow
            : Throw.Shape<int>($"{ClassName} expects {ofRow} targets for each of the {prediction.Length / classes} rows of {classes} predictions, but got {y.Length}. Give targets of that shape.");
    }

    private static void Read(Targets y, int row, Span<float> target)
    {
        for (int k = 0; k < target.Length; k++)
        {
            target[k] = y.Value((row * target.Length) + k);
        }
    }
}
