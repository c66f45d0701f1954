namespace Unroll;

/// <summary>Which values of a result are better.</summary>
public enum MonitorMode
{
    /// <summary>Those that the result's own kind says: lower losses and errors, higher accuracies. Keras: <c>auto</c>.</summary>
    Auto,

    /// <summary>Lower ones. Keras: <c>min</c>.</summary>
    Min,

    /// <summary>Higher ones. Keras: <c>max</c>.</summary>
    Max,
}

/// <summary>A callback that watches one result for improvements; Keras's MonitorCallback.</summary>
public abstract class MonitorCallback : Callback
{
    private protected MonitorCallback()
    {
    }

    /// <summary>The result that is watched.</summary>
    public string Monitor { get; init; } = "val_loss";

    /// <summary>Which values are better.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>How much better a value must be to count.</summary>
    public double MinDelta { get; init; }

    /// <summary>Whether what it does is written to the console. Keras: <c>verbose</c>.</summary>
    public bool Verbose { get; init; }

    /// <summary>The best value so far; null before the first.</summary>
    public double? Best { get; private protected set; }

    /// <summary>The watched value; null where the results have it not, as in epochs without validation.</summary>
    /// <exception cref="ArgumentException">No epoch has it.</exception>
    private protected double? Watched(IEnumerable<KeyValuePair<string, double>> results)
    {
        foreach ((string name, double value) in results)
        {
            if (name == Monitor)
            {
                return value;
            }
        }
        if (Monitor != "learning_rate" && !(IsOfValidation ? Training.Validates && Training.ResultNames.ContainsKey(Plain) : Training.ResultNames.ContainsKey(Plain)))
        {
            IEnumerable<string> names = Training.ResultNames.Keys;
            Throw.Argument($"{GetType().Name} watches '{Monitor}', which this training doesn't measure. It measures {TextList.Of(Training.Validates ? names.Concat(names.Select(static n => "val_" + n)) : names)}.{(IsOfValidation && !Training.Validates ? " Give Fit a validation." : "")}");
        }
        return null;
    }

    /// <summary>Whether a value is better than another by more than <see cref="MinDelta"/>; any number is better than none.</summary>
    private protected bool Improves(double value, double? other)
    {
        bool up = HigherIsBetter();
        double best = other ?? (up ? double.NegativeInfinity : double.PositiveInfinity);
        return up ? value - Math.Abs(MinDelta) > best : value + Math.Abs(MinDelta) < best;
    }

    /// <inheritdoc/>
    public override void Save(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Best is { } best)
        {
            state.Numbers["best"] = best;
        }
    }

    /// <inheritdoc/>
    public override void Load(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Best = state.Numbers.TryGetValue("best", out double best) ? best : null;
    }

    private bool IsOfValidation => Monitor.StartsWith("val_", StringComparison.Ordinal);

    private string Plain => IsOfValidation ? Monitor["val_".Length..] : Monitor;

    private bool HigherIsBetter() => Mode switch
    {
        MonitorMode.Min => false,
        MonitorMode.Max => true,
        _ => Training.ResultNames.TryGetValue(Plain, out bool higher)
            ? higher
            : Throw.Argument<bool>($"{GetType().Name} watches '{Monitor}', which doesn't say whether higher or lower values are better. Set Mode."),
    };
}
