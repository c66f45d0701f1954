using System.Text;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Training;

/// <summary>The folder that a training leaves behind.</summary>
internal sealed class OutputFolder
{
    private readonly string _path;

    private OutputFolder(string path) => _path = path;

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

    /// <summary>Writes all files, the model first, and returns their paths.</summary>
    public IReadOnlyList<string> Save(TextClassifier classifier, History history)
    {
        string model = In("model.safetensors");
        classifier.Save(model);
        return [model, .. SaveHistory(history, "loss", "accuracy")];
    }

    /// <summary>Writes the history and a plot of each metric, and returns the paths. Plots need one whole epoch; without it, those of an earlier training go.</summary>
    public IReadOnlyList<string> SaveHistory(History history, params string[] metrics)
    {
        string csv = In("history.csv");
        string[] plots = [.. metrics.Select(metric => In(metric + ".png"))];
        AtomicFile.Write(csv, stream => stream.Write(Encoding.UTF8.GetBytes(Csv(history))));
        if (history.Epochs == 0)
        {
            foreach (string plot in plots) File.Delete(plot);
            return [csv];
        }

        foreach (var (metric, plot) in metrics.Zip(plots)) HistoryPlot.Save(history, metric, plot);
        return [csv, .. plots];
    }

    /// <summary>The path of a file in the folder.</summary>
    public string In(string file) => Path.Combine(_path, file);

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
