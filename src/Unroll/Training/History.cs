namespace Unroll;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>It was cancelled; the model has the weights of the last batch.</summary>
    Cancelled,

    /// <summary>A callback asked for it.</summary>
    Stopped,
}

/// <summary>What a training measured, epoch by epoch.</summary>
public sealed class History
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<double>> _values = [];
    private readonly List<TimeSpan> _times = [];

    /// <summary>What was measured: <c>accuracy</c>, <c>loss</c>, <c>val_accuracy</c>, <c>val_loss</c>.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Epochs that ended.</summary>
    public int Epochs => _times.Count;

    /// <summary>Why the training ended.</summary>
    public StopReason StopReason { get; internal set; }

    /// <summary>How long each epoch took, its validation included.</summary>
    public IReadOnlyList<TimeSpan> EpochTimes => _times;

    /// <summary>One value an epoch.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that name was measured.</exception>
    public IReadOnlyList<double> this[string name] => _values.TryGetValue(name, out List<double>? values)
        ? values
        : throw new KeyNotFoundException($"The history has no '{name}'. It has: {string.Join(", ", _names)}.");

    /// <summary>Takes over what a history had measured.</summary>
    internal void Restore(IReadOnlyDictionary<string, double[]> values, long[] epochTicks)
    {
        foreach ((string name, double[] measured) in values)
        {
            _names.Add(name);
            _values[name] = [.. measured];
        }
        _times.AddRange(epochTicks.Select(TimeSpan.FromTicks));
    }

    internal void Add(IReadOnlyDictionary<string, double> epoch, TimeSpan time)
    {
        foreach ((string name, double value) in epoch)
        {
            if (!_values.TryGetValue(name, out List<double>? values))
            {
                _names.Add(name);
                _values[name] = values = [];
            }
            values.Add(value);
        }
        _names.Sort(StringComparer.Ordinal);
        _times.Add(time);
    }
}
