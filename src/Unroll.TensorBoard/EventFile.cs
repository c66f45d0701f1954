using System.Globalization;

namespace Unroll;

/// <summary>An event file: records of values, each with a step. It is opened for each record, so that nothing is lost when the process ends.</summary>
internal sealed class EventFile(string folder)
{
    private long _seconds;
    private long _process;

    private string Path => System.IO.Path.Combine(
        folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{_seconds}.{Environment.MachineName}.{_process}.v2"));

    /// <summary>Lets the next record begin a file of this name.</summary>
    public void Begin(long seconds, long process) => (_seconds, _process) = (seconds, process);

    public void Add(long step, IEnumerable<EventValue> values)
    {
        Directory.CreateDirectory(folder);
        using var file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.Read);
        if (file.Position == 0)
        {
            RecordFrame.Write(file, EventMessage.Version(Now()));
        }
        RecordFrame.Write(file, EventMessage.Of(Now(), step, values));
    }

    public void Save(CallbackState state, string name)
    {
        var file = new FileInfo(Path);
        state.Numbers[$"{name}_seconds"] = _seconds;
        state.Numbers[$"{name}_process"] = _process;
        state.Numbers[$"{name}_length"] = file.Exists ? file.Length : 0;
    }

    public void Load(CallbackState state, string name)
    {
        Begin((long)state.Numbers[$"{name}_seconds"], (long)state.Numbers[$"{name}_process"]);
        if (File.Exists(Path))
        {
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Write);
            file.SetLength(Math.Min(file.Length, (long)state.Numbers[$"{name}_length"]));
        }
    }

    private static double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
}
