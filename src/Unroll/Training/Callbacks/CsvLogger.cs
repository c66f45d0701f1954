using System.Globalization;
using System.Text;

namespace Unroll;

/// <summary>Writes a line of results for each epoch to a CSV file. Keras's CSVLogger.</summary>
/// <param name="path">The file.</param>
public sealed class CsvLogger(string path) : Callback
{
    private string[]? _names;

    /// <summary>What stands between two values.</summary>
    public string Separator { get; init; } = ",";

    /// <summary>Whether lines go to the end of a file that is there, not into a new one.</summary>
    public bool Append { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _names = null;
        using FileStream file = Open();
        if (!Append && !Training.IsResumed)
        {
            file.SetLength(0);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        using FileStream file = Open();
        bool begins = file.Length == 0;
        _names ??= Names(file, results);
        var lines = new StringBuilder();
        if (begins)
        {
            lines.AppendJoin(Separator, ["epoch", .. _names]).Append("\r\n");
        }
        lines.Append(CultureInfo.InvariantCulture, $"{epoch}");
        foreach (string name in _names)
        {
            lines.Append(Separator).Append(results.TryGetValue(name, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : "NA");
        }
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(lines.Append("\r\n").ToString()));
    }

    /// <inheritdoc/>
    public override void Save(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["length"] = new FileInfo(path).Length;
    }

    /// <summary>Cuts off what was written after the checkpoint.</summary>
    public override void Load(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using FileStream file = Open();
        file.SetLength(Math.Min(file.Length, (long)state.Numbers["length"]));
    }

    private FileStream Open() => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    /// <summary>The columns: those of the lines that are there, else the results by name, those of a validation that is still to come too.</summary>
    private string[] Names(FileStream file, IDictionary<string, double> results)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadLine() is { } header && header.Split(Separator) is ["epoch", .. var names])
        {
            return names;
        }
        IEnumerable<string> validation = Training.Validates ? Training.ResultNames.Keys.Select(static n => "val_" + n).Where(n => !results.ContainsKey(n)) : [];
        return [.. results.Keys.Order(StringComparer.Ordinal), .. validation.Order(StringComparer.Ordinal)];
    }
}
