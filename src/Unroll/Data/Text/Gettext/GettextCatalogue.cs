using System.Buffers.Binary;

namespace Unroll;

/// <summary>A catalogue of translated texts as GNU gettext keeps them: compiled (<c>.mo</c>, in either byte order) or as text (<c>.po</c>).</summary>
public sealed class GettextCatalogue
{
    private GettextCatalogue(IReadOnlyList<GettextEntry> all)
    {
        Header = all.FirstOrDefault(IsHeader) is { } header ? Fields(header.Translations[0]) : new Dictionary<string, string>();
        Entries = [.. all.Where(entry => !IsHeader(entry) && entry.Translations.All(t => t.Length > 0))];
    }

    /// <summary>The fields that the catalogue begins with, such as Content-Type and Language.</summary>
    public IReadOnlyDictionary<string, string> Header { get; }

    /// <summary>What is translated; entries that are empty, fuzzy or obsolete are left out.</summary>
    public IReadOnlyList<GettextEntry> Entries { get; }

    /// <summary>Reads a catalogue. A file that begins with the magic number of <c>.mo</c> files is one, any other is read as <c>.po</c>.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or in another encoding than it says; the message names the file and, in a <c>.po</c>, the line.</exception>
    public static GettextCatalogue Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Span<byte> magic = stackalloc byte[4];
        using (FileStream stream = File.OpenRead(path))
        {
            if (stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length) magic.Clear();
        }
        uint number = BinaryPrimitives.ReadUInt32LittleEndian(magic);
        return new(number is MoReader.Magic or MoReader.MagicReversed ? MoReader.Read(path) : PoReader.Read(path));
    }

    private static bool IsHeader(GettextEntry entry) => entry.Source.Length == 0 && entry.Context is null;

    /// <summary>The fields of a header: a name, a colon and a value a line.</summary>
    internal static Dictionary<string, string> Fields(string header)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in header.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) fields[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }
        return fields;
    }

    /// <summary>The charset that a Content-Type names; UTF-8 where it names none.</summary>
    internal static string Charset(string contentType)
    {
        const string Key = "charset=";
        int at = contentType.IndexOf(Key, StringComparison.OrdinalIgnoreCase);
        string charset = at < 0 ? "" : contentType[(at + Key.Length)..].Trim();
        return charset is "" or "CHARSET" ? "utf-8" : charset;
    }
}
