using System.Globalization;

namespace Unroll;

/// <summary>What a training writes to the console; Keras's <c>verbose</c>.</summary>
public enum Verbosity
{
    /// <summary>Nothing. Keras: 0.</summary>
    Silent,

    /// <summary>A bar for the epoch at hand. Keras: 1.</summary>
    Bar,

    /// <summary>A line for each epoch. Keras: 2.</summary>
    Lines,
}

/// <summary>Keras's bar, or its lines.</summary>
internal sealed class ConsoleProgress(Verbosity verbosity, TextWriter output) : IProgress<TrainingProgress>
{
    private const int BarWidth = 20;

    public void Report(TrainingProgress value)
    {
        bool bar = verbosity == Verbosity.Bar;
        if (value.Epochs > 1 && (bar ? value.Batch == 1 && !value.EpochEnded : value.EpochEnded))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Epoch {value.Epoch}/{value.Epochs}"));
        }
        if (bar)
        {
            output.Write($"\r{Line(value)}");
        }
        if (value.EpochEnded)
        {
            output.WriteLine(bar ? "" : Line(value));
        }
    }

    private string Line(TrainingProgress value)
    {
        string batches = value.Batches == 0 ? string.Create(CultureInfo.InvariantCulture, $"{value.Batch}/Unknown") : string.Create(CultureInfo.InvariantCulture, $"{value.Batch}/{value.Batches}");
        int done = value.Batches == 0 ? 0 : (int)((long)BarWidth * value.Batch / value.Batches);
        string[] parts =
        [
            verbosity == Verbosity.Bar ? $"{batches} {new string('━', done)}{new string(' ', BarWidth - done)}" : batches,
            string.Create(CultureInfo.InvariantCulture, $"{value.Elapsed.TotalSeconds:F0}s"),
            string.Create(CultureInfo.InvariantCulture, $"{value.Elapsed.TotalMilliseconds / Math.Max(1, value.Batch):F0}ms/step"),
            .. value.Values.OrderBy(static v => v.Key, StringComparer.Ordinal).Select(static v => string.Create(CultureInfo.InvariantCulture, $"{v.Key}: {v.Value:F4}")),
        ];
        return string.Join(" - ", parts);
    }
}
