using System.Buffers.Binary;

namespace Unroll;

/// <summary>Reads a WAV file: a RIFF container with a chunk that tells the format and one that holds the samples. Nothing is allocated for a size that the file can't hold.</summary>
internal static class WavReader
{
    private const int ChunkHeader = 8;
    private const int LargestFormat = 4096;

    public static Sound Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        CheckContainer(path, stream);
        WavFormat? format = null;
        Span<byte> header = stackalloc byte[ChunkHeader];
        while (stream.Length - stream.Position >= ChunkHeader)
        {
            stream.ReadExactly(header);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            long left = stream.Length - stream.Position;
            if (header.StartsWith("data"u8))
                return Decode(path, stream, format ?? Throw.DataFile<WavFormat>(path, "its samples come before their format: the 'fmt ' chunk is missing. Save it again."), size, left);
            if (size > left)
                Throw.DataFile(path, $"it is truncated: the chunk '{Name(header)}' has {size} bytes, but {left} follow. Record or copy it again.");
            if (header.StartsWith("fmt "u8))
                format = ReadFormat(path, stream, size);
            else
                stream.Seek(size, SeekOrigin.Current);
            if (size % 2 == 1 && stream.Position < stream.Length)
                stream.Seek(1, SeekOrigin.Current);
        }

        return Throw.DataFile<Sound>(path, "it is truncated: the chunk 'data', which holds the samples, is missing. Record or copy it again.");
    }

    private static void CheckContainer(string path, Stream stream)
    {
        Span<byte> start = stackalloc byte[12];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        start = start[..read];
        if (start.StartsWith("RIFF"u8) && read == 12 && start[8..].SequenceEqual("WAVE"u8)) return;
        string kind = OtherKind(start) is { } other ? $"it is {other}" : read == 0 ? "it is empty" : "it doesn't begin with 'RIFF' and 'WAVE'";
        Throw.DataFile(path, $"it is no WAV file: {kind}. Convert it first, for example with ffmpeg -i INPUT -c:a pcm_s16le OUTPUT.wav.");
    }

    private static string? OtherKind(ReadOnlySpan<byte> start) =>
        start.StartsWith("OggS"u8) ? "an Ogg file (Vorbis or Opus)"
        : start.StartsWith("fLaC"u8) ? "a FLAC file"
        : start.StartsWith("ID3"u8) || (start.Length > 1 && start[0] == 0xFF && (start[1] & 0xE0) == 0xE0) ? "an MP3 or AAC file"
        : start.StartsWith("RF64"u8) || start.StartsWith("RIFX"u8) ? "a WAV file of the kind RF64 or RIFX"
        : start.StartsWith("FORM"u8) ? "an AIFF file"
        : start.Length >= 8 && start[4..8].SequenceEqual("ftyp"u8) ? "an MP4 file (AAC)"
        : null;

    private static WavFormat ReadFormat(string path, Stream stream, uint size)
    {
        if (size is < 16 or > LargestFormat)
            Throw.DataFile(path, $"its 'fmt ' chunk has {size} bytes, but expected 16 to {LargestFormat}. Save it again.");
        var bytes = new byte[size];
        stream.ReadExactly(bytes);
        return WavFormat.Parse(path, bytes);
    }

    private static Sound Decode(string path, Stream stream, WavFormat format, uint size, long left)
    {
        if (size > left)
        {
            Throw.DataFile(path, $"it is truncated: its samples take {size} bytes, but {left} follow. "
                + "Record or copy it again; if a program wrote it to a pipe, let the program write a file.");
        }
        int frame = format.Channels * format.SampleBytes;
        long frames = size / frame;
        if (frames == 0)
            Throw.DataFile(path, "it holds no sound: there is not one sample. Record it again.");
        if (frames > Array.MaxLength)
            Throw.DataFile(path, $"it holds {frames} samples, but at most {Array.MaxLength} can be read. Cut it into parts.");
        var samples = new float[frames];
        var buffer = new byte[frame * (int)Math.Min(frames, 4096)];
        for (int done = 0; done < samples.Length;)
        {
            int count = Math.Min(buffer.Length / frame, samples.Length - done);
            stream.ReadExactly(buffer, 0, count * frame);
            for (int i = 0; i < count; i++, done++)
            {
                samples[done] = format.Mix(buffer.AsSpan(i * frame, frame));
                if (!float.IsFinite(samples[done]))
                    Throw.DataFile(path, $"its sample {done} is {samples[done]}, but expected a finite number. Record it again.");
            }
        }

        return new Sound(samples, format.SampleRate);
    }

    private static string Name(ReadOnlySpan<byte> header)
    {
        Span<char> name = stackalloc char[4];
        for (int i = 0; i < name.Length; i++)
            name[i] = header[i] is >= 0x20 and < 0x7F ? (char)header[i] : '?';
        return new string(name);
    }
}
