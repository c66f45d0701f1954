namespace Unroll.Images;

/// <summary>
/// A folder of pictures with a captions file, as Flickr8k is laid out: <c>captions.txt</c> or <c>captions.csv</c> with the header <c>image,caption</c>, or a <c>*.token.txt</c> with lines of
/// <c>name#0</c>, a tab and a caption; the pictures beside it or in folders below.
/// </summary>
public sealed class CaptionFolder
{
    private static readonly string[] Tables = ["captions.txt", "captions.csv"];

    private const int MostPictures = 1_000_000;

    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"];

    private CaptionFolder(IReadOnlyList<string> paths, IReadOnlyList<CaptionedPicture> pictures) => (Paths, Pictures) = (paths, pictures);

    /// <summary>The pictures' paths, in ordinal order.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>The pictures and their captions in the same order.</summary>
    public IReadOnlyList<CaptionedPicture> Pictures { get; }

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="height">Rows of the pictures in memory.</param>
    /// <param name="width">Columns of the pictures in memory.</param>
    /// <param name="captions">The captions file's name; by default the one that is found.</param>
    /// <param name="allowMissing">Whether captions without a picture and pictures without a caption are left out; they are errors by default.</param>
    /// <exception cref="IOException">There is no such folder, or no captions file in it.</exception>
    /// <exception cref="InvalidDataException">A line is no caption, a caption has no picture or a picture no caption, or a picture can't be read; the message names file and line.</exception>
    public static CaptionFolder Load(string folder, int height, int width, string? captions = null, bool allowMissing = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{folder}: there is no such folder. Give a folder of pictures with a captions file.");
        string file = captions is null ? FindCaptions(folder) : Path.Combine(folder, captions);
        if (!File.Exists(file)) throw new FileNotFoundException($"{file}: there is no such captions file. Give a CSV with the header 'image,caption'.", file);
        Dictionary<string, string> found = FindPictures(folder);
        var lines = CaptionsFile.Read(file);
        if (!allowMissing && lines.FirstOrDefault(l => !found.ContainsKey(l.Picture)) is { Picture: { } missing } line)
            Throw.Line(file, line.Number, $"there is no picture '{missing}' in {folder}. Add it, take the line out, or allow what is missing.");

        var byPicture = lines.Where(l => found.ContainsKey(l.Picture)).ToLookup(l => l.Picture, l => l.Caption, StringComparer.Ordinal);
        if (!allowMissing && found.OrderBy(f => f.Key, StringComparer.Ordinal).FirstOrDefault(f => !byPicture.Contains(f.Key)) is { Value: { } without })
            throw new InvalidDataException($"{without}: the picture has no caption in {file}. Add a line for it, take it away, or allow what is missing.");
        if (byPicture.Count == 0) throw new InvalidDataException($"{file}: none of its captions has a picture in {folder}.");

        string[] names = [.. byPicture.Select(g => g.Key).Order(StringComparer.Ordinal)];
        return new CaptionFolder(
            [.. names.Select(n => found[n])], [.. names.Select(n => new CaptionedPicture(PictureFile.Load(found[n], height, width), [.. byPicture[n]]))]);
    }

    private static string FindCaptions(string folder)
    {
        string[] known = [.. Tables.Select(name => Path.Combine(folder, name)).Where(File.Exists)];
        string[] files = known.Length > 0 ? known : [.. Directory.GetFiles(folder, "*.token.txt").Order(StringComparer.Ordinal)];
        return files switch
        {
            [var only] => only,
            [] => throw new FileNotFoundException($"{folder}: there is no captions.txt, captions.csv or *.token.txt. Write one: a CSV with the header 'image,caption'."),
            _ => throw new InvalidDataException($"{folder}: there are several captions files, {string.Join(", ", files.Select(Path.GetFileName))}. Keep one."),
        };
    }

    /// <summary>Pictures by their file's name.</summary>
    private static Dictionary<string, string> FindPictures(string folder)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (!Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)) continue;
            if (!found.TryAdd(Path.GetFileName(path), path))
                throw new InvalidDataException($"{path}: a picture of this name is in {Path.GetDirectoryName(found[Path.GetFileName(path)])} too. Give each a name of its own.");
            if (found.Count > MostPictures) throw new InvalidDataException($"{folder}: there are more than {MostPictures} pictures. Split the folder.");
        }
        return found;
    }
}
