using System.Text;

namespace Unroll.Tests.Data.Audio;

public class WavTests
{
    private static readonly double[] s_samples = [0, 0.5, -0.25, 0.125, -0.5];

    [Theory]
    [InlineData(1, 8, 1)]
    [InlineData(1, 16, 1)]
    [InlineData(1, 24, 1)]
    [InlineData(1, 32, 1)]
    [InlineData(3, 32, 1)]
    [InlineData(3, 64, 1)]
    [InlineData(1, 16, 2)]
    [InlineData(3, 32, 6)]
    public void ReadWav_EachCoding_GivesTheSamples(int codec, int bits, int channels)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.wav"], Wav(codec, bits, channels));
        Sound sound = Sound.ReadWav(folder["a.wav"]);
        Assert.Equal(11_025, sound.SampleRate);
        Assert.Equal(s_samples.Select(s => (float)s), sound.Samples.ToArray());
    }

    [Fact]
    public void ReadWav_Extensible_ReadsTheCodecInside()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.wav"], Wav(1, 24, 1, extensible: true));
        Assert.Equal(s_samples.Select(s => (float)s), Sound.ReadWav(folder["a.wav"]).Samples.ToArray());
    }

    [Fact]
    public void ReadWav_OppositeChannels_AreAveraged()
    {
        using var folder = new TemporaryFolder();
        byte[] data = [.. BitConverter.GetBytes((short)8192), .. BitConverter.GetBytes((short)-8192), .. BitConverter.GetBytes((short)16384), .. BitConverter.GetBytes((short)0)];
        File.WriteAllBytes(folder["a.wav"], Container(Format(1, 16, 2), data));
        Assert.Equal([0f, 0.25f], Sound.ReadWav(folder["a.wav"]).Samples.ToArray());
    }

    [Fact]
    public void WriteWav_ReadAgain_IsTheSameToSixteenBits()
    {
        using var folder = new TemporaryFolder();
        Sound sound = Tones.Sine(440, 22_050, 0.1);
        sound.WriteWav(folder["a.wav"]);
        Sound read = Sound.ReadWav(folder["a.wav"]);
        Assert.Equal(22_050, read.SampleRate);
        Assert.All(sound.Samples.ToArray().Zip(read.Samples.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1.0 / 65536));
    }

    [Fact]
    public void ReadWav_CutShort_SaysHowMuchIsMissing()
    {
        byte[] whole = Wav(1, 16, 1);
        AssertRefused(whole[..^4], "it is truncated: its samples take 10 bytes, but 6 follow. Record or copy it again; if a program wrote it to a pipe, let the program write a file.");
        AssertRefused(whole[..30], "it is truncated: the chunk 'fmt ' has 16 bytes, but 10 follow. Record or copy it again.");
        AssertRefused(whole[..36], "it is truncated: the chunk 'data', which holds the samples, is missing. Record or copy it again.");
    }

    [Fact]
    public void ReadWav_SizeOfTwoGigabytes_AllocatesNothing()
    {
        byte[] whole = Wav(1, 16, 1);
        BitConverter.GetBytes(0x7FFFF000).CopyTo(whole, Array.IndexOf(whole, (byte)'d', 36) + 4);
        AssertRefused(whole, "it is truncated: its samples take 2147479552 bytes, but 10 follow.");
    }

    [Theory]
    [InlineData(0x02, "Microsoft ADPCM")]
    [InlineData(0x06, "A-law")]
    [InlineData(0x07, "mu-law")]
    [InlineData(0x11, "IMA ADPCM")]
    [InlineData(0x31, "GSM 6.10")]
    [InlineData(0x55, "MP3")]
    [InlineData(0x1234, "0x1234")]
    public void ReadWav_Compressed_NamesTheCodec(int codec, string name) => AssertRefused(
        Container(Format(codec, 4, 1), [0, 0]),
        $"it is compressed: its codec is {name}, but expected PCM or float. Convert it first, for example with ffmpeg -i INPUT -c:a pcm_s16le OUTPUT.wav.");

    [Theory]
    [InlineData("OggS", "it is an Ogg file (Vorbis or Opus)")]
    [InlineData("fLaC", "it is a FLAC file")]
    [InlineData("ID3\u0003", "it is an MP3 or AAC file")]
    [InlineData("FORM", "it is an AIFF file")]
    [InlineData("    ftypM4A ", "it is an MP4 file (AAC)")]
    [InlineData("hello, world", "it doesn't begin with 'RIFF' and 'WAVE'")]
    [InlineData("", "it is empty")]
    public void ReadWav_AnotherKind_NamesIt(string content, string kind) =>
        AssertRefused(Encoding.Latin1.GetBytes(content), $"it is no WAV file: {kind}. Convert it first, for example with ffmpeg -i INPUT -c:a pcm_s16le OUTPUT.wav.");

    [Fact]
    public void ReadWav_SenselessFormat_SaysWhatIsWrong()
    {
        AssertRefused(Container(Format(1, 12, 1), [0, 0]), "its samples are PCM of 12 bits, but expected PCM of 8, 16, 24 or 32, or float of 32 or 64.");
        AssertRefused(Container(Format(1, 16, 0), [0, 0]), "it has 0 channels, but expected 1 to 64.");
        AssertRefused(Container(Format(1, 16, 1, rate: 0), [0, 0]), "its sampling rate is 0 Hz, but expected 1000 to 768000.");
        AssertRefused(Container(Format(1, 16, 1), []), "it holds no sound: there is not one sample.");
        AssertRefused(Container(Format(3, 32, 1), BitConverter.GetBytes(float.NaN)), "its sample 0 is NaN, but expected a finite number.");
        AssertRefused([.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. Chunk("data", [0, 0])], "its samples come before their format: the 'fmt ' chunk is missing.");
    }

    private static void AssertRefused(byte[] content, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.wav"], content);
        var error = Assert.Throws<InvalidDataException>(() => Sound.ReadWav(folder["a.wav"]));
        Assert.StartsWith($"{folder["a.wav"]}: {expected}", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A file with the samples on every channel, and a chunk of odd length before them.</summary>
    private static byte[] Wav(int codec, int bits, int channels, bool extensible = false) => Container(
        Format(codec, bits, channels, extensible: extensible),
        [.. s_samples.SelectMany(s => Enumerable.Repeat(s, channels)).SelectMany(s => Coded(codec, bits, s))]);

    private static byte[] Coded(int codec, int bits, double sample) => (codec, bits) switch
    {
        (3, 32) => BitConverter.GetBytes((float)sample),
        (3, _) => BitConverter.GetBytes(sample),
        (_, 8) => [(byte)((sample * 128) + 128)],
        (_, 16) => BitConverter.GetBytes((short)(sample * 32768)),
        (_, 24) => BitConverter.GetBytes((int)(sample * 8388608))[..3],
        _ => BitConverter.GetBytes((int)(sample * 2147483648)),
    };

    private static byte[] Format(int codec, int bits, int channels, int rate = 11_025, bool extensible = false)
    {
        int align = channels * bits / 8;
        byte[] plain =
        [
            .. BitConverter.GetBytes((ushort)(extensible ? 0xFFFE : codec)), .. BitConverter.GetBytes((ushort)channels), .. BitConverter.GetBytes(rate),
            .. BitConverter.GetBytes(rate * align), .. BitConverter.GetBytes((ushort)align), .. BitConverter.GetBytes((ushort)bits),
        ];
        return extensible ? [.. plain, 22, 0, (byte)bits, 0, 4, 0, 0, 0, .. BitConverter.GetBytes((ushort)codec), .. new byte[14]] : plain;
    }

    private static byte[] Container(byte[] format, byte[] data)
    {
        byte[] chunks = [.. "WAVE"u8, .. Chunk("fmt ", format), .. format.Length == 16 && data.Length > 10 ? Chunk("LIST", [1, 2, 3]) : [], .. Chunk("data", data)];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length), .. chunks];
    }

    private static byte[] Chunk(string name, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(content.Length), .. content, .. content.Length % 2 == 1 ? new byte[1] : []];
}
