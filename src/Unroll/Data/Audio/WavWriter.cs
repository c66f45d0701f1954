using System.Buffers.Binary;

namespace Unroll;

/// <summary>Writes a WAV file, PCM of 16 bits, one channel.</summary>
internal static class WavWriter
{
    private const int Header = 44;

    public static void Write(string path, Sound sound)
    {
        var bytes = new byte[checked(Header + (2 * sound.Samples.Length))];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), sound.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), 2 * sound.SampleRate);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), bytes.Length - Header);
        for (int i = 0; i < sound.Samples.Length; i++)
        {
            double value = Math.Round(sound.Samples[i] * 32768.0);
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(Header + (2 * i)), (short)Math.Clamp(value, short.MinValue, short.MaxValue));
        }

        AtomicFile.Write(path, stream => stream.Write(bytes));
    }
}
