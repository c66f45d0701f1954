using System.Buffers.Binary;

namespace Unroll.Datasets;

/// <summary>CRC-32 of the arrays' little-endian bytes: tokens as uint16, lengths as int32, labels as uint8.</summary>
internal readonly record struct ReutersChecksums(uint Tokens, uint Lengths, uint Labels)
{
    /// <summary>Those of the arrays that Keras serves.</summary>
    public static ReutersChecksums Published => new(0x6b029ceb, 0x77b15fb1, 0x612131b4);

    public static ReutersChecksums Of(ReutersArchive archive) => new(
        Crc32(archive.Tokens.SelectMany(static t => Bytes(t).Take(sizeof(ushort)))),
        Crc32(archive.Lengths.SelectMany(Bytes)),
        Crc32(archive.Topics));

    private static byte[] Bytes(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>CRC-32 as in zip and PNG.</summary>
    internal static uint Crc32(IEnumerable<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0);
            }
        }
        return ~crc;
    }
}
