namespace Unroll;

/// <summary>Tells by its first bytes what a file is that was taken for a model.</summary>
internal static class FileKind
{
    /// <summary>The kind in words, or null where the bytes may be a safetensors file.</summary>
    public static string? Recognise(ReadOnlySpan<byte> start)
    {
        if (IsLength(start)) return null;
        if (start.StartsWith(Hdf5)) return "an HDF5 file (.h5, Keras's older format; docs/keras.md brings a model of Keras's over)";
        if (start.StartsWith("PK\u0003\u0004"u8)) return "a zip archive (.keras, or a zipped folder; docs/keras.md brings a model of Keras's over)";
        if (start.StartsWith(Gzip)) return "a gzip archive; unpack it first";
        if (start.StartsWith(Numpy)) return "a NumPy array (.npy)";
        if (start.StartsWith("{"u8)) return "a JSON text; a config has no weights";
        if (start.StartsWith("<"u8)) return "an HTML or XML page; a download may have failed";
        if (start.StartsWith("version https://git-lfs"u8[..16])) return "a Git LFS pointer; fetch the file itself with 'git lfs pull'";
        return null;
    }

    private static ReadOnlySpan<byte> Hdf5 => [0x89, (byte)'H', (byte)'D', (byte)'F'];

    private static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b];

    private static ReadOnlySpan<byte> Numpy => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>A header length under 4 GB has zeros in its upper half, which text has not.</summary>
    private static bool IsLength(ReadOnlySpan<byte> start) => start.Length >= 8 && !start[4..8].ContainsAnyExcept((byte)0);
}
