using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Unroll.Datasets;

/// <summary>
/// The embedded collection, in its order before it is shuffled. Brotli over, little-endian: int32 counts of stories, tokens, words and topics;
/// lengths as uint16; topics as bytes; the tokens' low bytes, then their high bytes; words by rank and topic names, a line each.
/// </summary>
internal sealed class ReutersArchive
{
    private static readonly Lazy<ReutersArchive> s_embedded = new(ReadEmbedded);

    public ReutersArchive(ushort[] tokens, int[] lengths, byte[] topics, string[] words, string[] topicNames) =>
        (Tokens, Lengths, Topics, Words, TopicNames) = (tokens, lengths, topics, words, topicNames);

    public static ReutersArchive Embedded => s_embedded.Value;

    /// <summary>Word ranks of all stories end to end.</summary>
    public ushort[] Tokens { get; }

    public int[] Lengths { get; }

    public byte[] Topics { get; }

    /// <summary>Words by rank; the first has rank 1.</summary>
    public string[] Words { get; }

    public string[] TopicNames { get; }

    /// <summary>Writes the collection as it is embedded.</summary>
    public void Write(Stream target)
    {
        using var brotli = new BrotliStream(target, CompressionLevel.SmallestSize, leaveOpen: true);
        Span<byte> counts = stackalloc byte[16];
        int[] numbers = [Lengths.Length, Tokens.Length, Words.Length, TopicNames.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(counts[(4 * i)..], numbers[i]);
        }
        brotli.Write(counts);
        brotli.Write([.. Lengths.SelectMany(static length => (byte[])[(byte)length, checked((byte)(length >> 8))])]);
        brotli.Write(Topics);
        brotli.Write([.. Tokens.Select(static token => (byte)token), .. Tokens.Select(static token => (byte)(token >> 8))]);
        brotli.Write(Encoding.UTF8.GetBytes(string.Concat(Words.Concat(TopicNames).Select(static line => line + '\n'))));
    }

    private static ReutersArchive ReadEmbedded()
    {
        using Stream resource = typeof(ReutersArchive).Assembly.GetManifestResourceStream("reuters.bin.br")!;
        return Read(resource);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ReutersArchive Read(Stream source)
    {
        using var brotli = new BrotliStream(source, CompressionMode.Decompress);
        using var memory = new MemoryStream();
        brotli.CopyTo(memory);
        ReadOnlySpan<byte> data = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        int stories = Int(data, 0), count = Int(data, 1), words = Int(data, 2), topicCount = Int(data, 3);
        data = data[16..];

        var lengths = new int[stories];
        for (int i = 0; i < stories; i++)
        {
            lengths[i] = BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]);
        }
        data = data[(2 * stories)..];
        byte[] topics = data[..stories].ToArray();
        data = data[stories..];
        var tokens = new ushort[count];
        for (int i = 0; i < count; i++)
        {
            tokens[i] = (ushort)(data[i] | (data[count + i] << 8));
        }
        string[] lines = Encoding.UTF8.GetString(data[(2 * count)..]).Split('\n');
        return new ReutersArchive(tokens, lengths, topics, lines[..words], lines[words..(words + topicCount)]);
    }

    private static int Int(ReadOnlySpan<byte> data, int index) => BinaryPrimitives.ReadInt32LittleEndian(data[(4 * index)..]);
}
