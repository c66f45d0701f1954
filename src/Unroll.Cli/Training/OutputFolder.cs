using System.Text;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Training;

/// <summary>The folder that a training leaves behind.</summary>
internal sealed class OutputFolder
{
    private readonly string _path;
    private readonly List<string> _files = [];

    private OutputFolder(string path) => _path = path;

    /// <summary>The files that the training leaves.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Makes sure, before hours of training, that the folder is there and can be written.</summary>
    public static OutputFolder Prepare(string path, Catalogue texts)
    {
        try
        {
            Directory.CreateDirectory(path);
            string probe = Path.Combine(path, $".{Guid.NewGuid():N}.tmp");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
                return new OutputFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserError(texts.FolderNotWritable(path, e.Message));
        }
    }

    /// <summary>The path of a file that the training leaves.</summary>
    public string Add(string file)
    {
        _files.Add(In(file));
        return _files[^1];
    }

    /// <summary>Writes the history and a plot of each metric. Plots need one whole epoch; without it, those of an earlier training go.</summary>
    public void SaveHistory(History history, params string[] metrics)
    {
        AtomicFile.Write(Add("history.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(Csv(history))));
        foreach (string metric in metrics)
        {
            if (history.Epochs > 0) HistoryPlot.Save(history, metric, Add(metric + ".png"));
            else File.Delete(In(metric + ".png"));
        }
    }

    private string In(string file) => Path.Combine(_path, file);

    private static string Csv(History history)
    {
        var text = new StringBuilder().AppendJoin(',', ["epoch", .. history.Names, "seconds"]).Append('\n');
        for (int epoch = 0; epoch < history.Epochs; epoch++)
        {
            text.Append(epoch + 1).Append(',')
                .AppendJoin(',', history.Names.Select(name => Invariant.Exact(history[name][epoch]))).Append(',')
                .Append(Invariant.Exact(history.EpochTimes[epoch].TotalSeconds)).Append('\n');
        }

        return text.ToString();
    }
}
