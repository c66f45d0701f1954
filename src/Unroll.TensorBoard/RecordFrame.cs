using System.Buffers.Binary;
using System.Numerics;

namespace Unroll;

/// <summary>TensorFlow's record format: length, its checksum, the data, their checksum; all little-endian, checksums CRC-32C, masked.</summary>
internal static class RecordFrame
{
    private const uint MaskDelta = 0xa282ead8;

    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> frame = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[sizeof(ulong)..], Masked(frame[..sizeof(ulong)]));
        byte[] record = [.. frame, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan()[^sizeof(uint)..], Masked(data));
        stream.Write(record);
    }

    /// <summary>A checksum that may stand among the data that it is of: rotated by 15 bits, and a constant added.</summary>
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc = BitOperations.Crc32C(crc, b);
        }
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}
