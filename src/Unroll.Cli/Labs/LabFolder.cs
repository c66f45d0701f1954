using System.Text;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Labs;

/// <summary>The folder that an experiment leaves behind: pictures, tables, and a page that shows them.</summary>
internal sealed class LabFolder
{
    private readonly string _path;
    private readonly List<string> _files = [];

    public LabFolder(string path, Catalogue texts)
    {
        _ = OutputFolder.Prepare(path, texts);
        _path = path;
    }

    /// <summary>What has been written.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>What the page says was seen.</summary>
    public IReadOnlyList<string> Paragraphs { get; private set; } = [];

    /// <summary>Writes a picture by a given way.</summary>
    public void Picture(string name, Action<string> save)
    {
        save(In(name));
        _files.Add(In(name));
    }

    /// <summary>Writes a table with its header.</summary>
    public void Table(string name, string header, IEnumerable<string> rows) =>
        Text(name, string.Join('\n', [header, .. rows]) + "\n");

    /// <summary>Writes a text as UTF-8.</summary>
    public void Text(string name, string text)
    {
        AtomicFile.Write(In(name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        _files.Add(In(name));
    }

    /// <summary>Writes the page: what was seen, and every picture so far.</summary>
    public void Page(string title, IReadOnlyList<string> paragraphs)
    {
        Paragraphs = paragraphs;
        string[] extensions = [".png", ".svg"];
        var pictures = _files.Where(file => extensions.Contains(Path.GetExtension(file))).Select(file => $"![{Path.GetFileNameWithoutExtension(file)}]({Path.GetFileName(file)})");
        Text("report.md", string.Join("\n\n", [$"# {title}", .. paragraphs, .. pictures]) + "\n");
    }

    private string In(string file) => Path.Combine(_path, file);
}
