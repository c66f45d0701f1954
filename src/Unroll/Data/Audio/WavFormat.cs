using System.Buffers.Binary;

namespace Unroll;

/// <summary>How the samples of a WAV file are coded.</summary>
internal readonly record struct WavFormat(bool IsFloat, int Channels, int SampleRate, int SampleBytes)
{
    private const int Pcm = 1;
    private const int Float = 3;
    private const int Extensible = 0xFFFE;
    private const int MostChannels = 64;

    /// <summary>Reads the chunk 'fmt '. In the extensible form the codec stands at the beginning of a GUID.</summary>
    public static WavFormat Parse(string path, ReadOnlySpan<byte> chunk)
    {
        int codec = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        if (codec == Extensible)
        {
            if (chunk.Length < 40)
                Throw.DataFile(path, $"its 'fmt ' chunk is extensible, but has {chunk.Length} bytes instead of 40. Save it again.");
            codec = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }

        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (codec is not (Pcm or Float))
            Throw.DataFile(path, $"it is compressed: its codec is {CodecName(codec)}, but expected PCM or float. Convert it first, for example with ffmpeg -i INPUT -c:a pcm_s16le OUTPUT.wav.");
        if (!(codec == Pcm ? bits is 8 or 16 or 24 or 32 : bits is 32 or 64))
            Throw.DataFile(path, $"its samples are {(codec == Pcm ? "PCM" : "float")} of {bits} bits, but expected PCM of 8, 16, 24 or 32, or float of 32 or 64. Convert it first.");
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        if (channels is 0 or > MostChannels)
            Throw.DataFile(path, $"it has {channels} channels, but expected 1 to {MostChannels}. Convert it first.");
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        if (rate is < Sound.LowestRate or > Sound.HighestRate)
            Throw.DataFile(path, $"its sampling rate is {rate} Hz, but expected {Sound.LowestRate} to {Sound.HighestRate}. Convert it first.");
        int align = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        if (align != channels * bits / 8)
            Throw.DataFile(path, $"its format contradicts itself: {channels} channels of {bits} bits take {channels * bits / 8} bytes, but it says {align}. Save it again.");
        return new WavFormat(codec == Float, channels, (int)rate, bits / 8);
    }

    /// <summary>The mean over the channels of one moment.</summary>
    public float Mix(ReadOnlySpan<byte> frame)
    {
        double sum = 0;
        for (int channel = 0; channel < Channels; channel++)
            sum += Value(frame.Slice(channel * SampleBytes, SampleBytes));
        return (float)(sum / Channels);
    }

    private double Value(ReadOnlySpan<byte> sample) => (IsFloat, SampleBytes) switch
    {
        (true, 4) => BinaryPrimitives.ReadSingleLittleEndian(sample),
        (true, _) => BinaryPrimitives.ReadDoubleLittleEndian(sample),
        (_, 1) => (sample[0] - 128) / 128.0,
        (_, 2) => BinaryPrimitives.ReadInt16LittleEndian(sample) / 32768.0,
        (_, 3) => (((sbyte)sample[2] << 16) | (sample[1] << 8) | sample[0]) / 8388608.0,
        _ => BinaryPrimitives.ReadInt32LittleEndian(sample) / 2147483648.0,
    };

    private static string CodecName(int codec) => codec switch
    {
        0x02 => "Microsoft ADPCM",
        0x06 => "A-law",
        0x07 => "mu-law",
        0x11 => "IMA ADPCM",
        0x31 => "GSM 6.10",
        0x40 => "G.721 ADPCM",
        0x50 => "MPEG layer 1 or 2",
        0x55 => "MP3",
        0xFF => "AAC",
        0x161 => "Windows Media Audio",
        _ => $"0x{codec:X4}",
    };
}
