using System.Buffers.Binary;
using System.Text;

namespace Unroll;

/// <summary>Reads compiled catalogues (the GNU gettext manual, "The Format of GNU MO Files").</summary>
internal sealed class MoReader
{
    public const uint Magic = 0x950412de;
    public const uint MagicReversed = 0xde120495;

    private const int HeaderSize = 20;
    private const int DescriptorSize = 8;
    private const char AfterContext = '\u0004';

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly bool _reversed;
    private long _left;

    private MoReader(string path)
    {
        (_path, _bytes) = (path, File.ReadAllBytes(path));
        _reversed = BinaryPrimitives.ReadUInt32LittleEndian(_bytes) == MagicReversed;
        _left = _bytes.Length;
    }

    public static IReadOnlyList<GettextEntry> Read(string path) => new MoReader(path).Read();

    private List<GettextEntry> Read()
    {
        if (_bytes.Length < HeaderSize) Damaged($"it has {_bytes.Length} bytes, but its header alone has {HeaderSize}");
        uint revision = Number(4), count = Number(8), sources = Number(12), targets = Number(16);
        if (revision >> 16 > 1) Damaged($"its revision is {revision >> 16}, but 0 and 1 are known");
        CheckTable(count, sources);
        CheckTable(count, targets);

        Encoding encoding = TextEncodings.Utf8;
        for (uint i = 0; i < count; i++)
        {
            if (Number(sources + (i * DescriptorSize)) != 0) continue;
            string header = Encoding.Latin1.GetString(Text(targets, i));
            encoding = TextEncodings.Named(_path, GettextCatalogue.Charset(GettextCatalogue.Fields(header).GetValueOrDefault("Content-Type", "")));
        }

        _left = _bytes.Length;
        var entries = new List<GettextEntry>();
        for (uint i = 0; i < count; i++) entries.Add(Entry(Decode(sources, i, encoding), Decode(targets, i, encoding)));
        return entries;
    }

    private static GettextEntry Entry(string source, string target)
    {
        int end = source.IndexOf(AfterContext, StringComparison.Ordinal);
        string? context = end < 0 ? null : source[..end];
        string[] forms = source[(end + 1)..].Split('\0');
        return new GettextEntry(context, forms[0], forms.Length > 1 ? forms[1] : null, target.Split('\0'));
    }

    private void CheckTable(uint count, uint offset)
    {
        if (offset + (long)count * DescriptorSize > _bytes.Length)
            Damaged($"its table of {count} texts at byte {offset} goes beyond its end at {_bytes.Length}");
    }

    private string Decode(uint table, uint index, Encoding encoding)
    {
        try
        {
            return encoding.GetString(Text(table, index));
        }
        catch (DecoderFallbackException)
        {
            Damaged($"text {index} is not in its charset {encoding.WebName}");
            throw;
        }
    }

    private ReadOnlySpan<byte> Text(uint table, uint index)
    {
        long descriptor = table + (long)index * DescriptorSize;
        uint length = Number(descriptor), offset = Number(descriptor + 4);
        if ((long)offset + length > _bytes.Length) Damaged($"text {index} ends at byte {(long)offset + length}, beyond its end at {_bytes.Length}");
        if ((_left -= length) < 0) Damaged("its texts overlap: they are longer together than the file");
        return _bytes.AsSpan((int)offset, (int)length);
    }

    private uint Number(long offset)
    {
        ReadOnlySpan<byte> bytes = _bytes.AsSpan((int)offset);
        return _reversed ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private void Damaged(string what) => throw new InvalidDataException($"{_path}: the .mo file is damaged: {what}. Get the file anew, or compile it again with msgfmt.");
}
