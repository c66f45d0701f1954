using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Unroll;

/// <summary>Reads a safetensors file: eight bytes of header length, a JSON header, the tensors. Nothing is allocated for a size that the file can't hold.</summary>
internal sealed class SafetensorsReader : IDisposable
{
    /// <summary>The format's own limit on its header.</summary>
    private const long MaxHeader = 100_000_000;

    private readonly Stream _stream;
    private readonly string _path;
    private readonly SafetensorsHeader _header;
    private readonly long _dataStart;

    private SafetensorsReader(Stream stream, string path)
    {
        _stream = stream;
        _path = path;
        byte[] header = ReadHeader(stream, path);
        _dataStart = sizeof(long) + header.Length;
        _header = SafetensorsHeader.Parse(path, header, stream.Length - _dataStart);
        Names = [.. _header.Tensors.Select(t => t.Name)];
    }

    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensors' names in the header's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <exception cref="ModelFileException">The file is cut short, of another kind, or its header lies about sizes.</exception>
    public static SafetensorsReader Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new SafetensorsReader(stream, path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads from a seekable stream that it then owns; <paramref name="path"/> is what errors call it.</summary>
    public static SafetensorsReader Open(Stream stream, string path) => new(stream, path);

    public bool Contains(string name) => _header.ByName.ContainsKey(name);

    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry) => _header.ByName.TryGetValue(name, out entry);

    public ReadOnlySpan<int> ShapeOf(string name) => Entry(name).Shape;

    public TensorType TypeOf(string name) => Entry(name).Type;

    public float[] ReadFloats(string name) => Read<float>(name, TensorType.F32);

    /// <summary>Reads floats into <paramref name="target"/>, which has exactly the tensor's length.</summary>
    public void ReadFloats(string name, Span<float> target) => Read(Entry(name, TensorType.F32), target);

    public int[] ReadInts(string name) => Read<int>(name, TensorType.I32);

    public byte[] ReadBytes(string name) => Read<byte>(name, TensorType.U8);

    public void Dispose() => _stream.Dispose();

    private T[] Read<T>(string name, TensorType type)
        where T : unmanaged
    {
        TensorEntry entry = Entry(name, type);
        if (entry.Count > Array.MaxLength) Throw.File(_path, $"tensor '{name}' has {entry.Count} elements, but {Array.MaxLength} are the most that can be read.");
        var values = new T[entry.Count];
        Read<T>(entry, values);
        return values;
    }

    private void Read<T>(TensorEntry entry, Span<T> target)
        where T : unmanaged
    {
        if (target.Length != entry.Count) Throw.Shape($"Tensor '{entry.Name}' of {_path} has {entry.Count} elements, but room for {target.Length} was given.");
        _stream.Position = _dataStart + entry.Start;
        Span<byte> bytes = MemoryMarshal.AsBytes(target);
        if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) Throw.File(_path, $"it was cut short while tensor '{entry.Name}' was read. Get the file again.");
        if (!BitConverter.IsLittleEndian && entry.Type.Size() == sizeof(int))
        {
            Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }

    private TensorEntry Entry(string name) =>
        TryGet(name, out TensorEntry? entry) ? entry : Throw.File<TensorEntry>(_path, $"it has no tensor '{name}'. It has {TextList.Of(Names)}.");

    private TensorEntry Entry(string name, TensorType type)
    {
        TensorEntry entry = Entry(name);
        if (entry.Type != type) Throw.File(_path, $"tensor '{name}' is of type {entry.Type}, but expected {type}. Convert it before saving; Unroll reads F32, I32 and U8.");
        return entry;
    }

    private static byte[] ReadHeader(Stream stream, string path)
    {
        Span<byte> start = stackalloc byte[16];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (FileKind.Recognise(start[..read]) is { } kind) Throw.File(path, $"it looks like {kind}, but expected a .safetensors file.");
        if (read <= sizeof(long)) Throw.File(path, $"it has {read} bytes, which is too short for a .safetensors file. It is empty or cut short; get it again.");

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (start[sizeof(long)] != '{') Throw.File(path, "it is no .safetensors file: a JSON header should start at byte 8. Give a file that Unroll saved.");
        if (length > MaxHeader) Throw.File(path, $"it says that its header has {length} bytes, but {MaxHeader} are the most. The header lies; get the file again.");
        if ((long)length > stream.Length - sizeof(long)) Throw.File(path, $"it is cut short: it says that its header has {length} bytes, but {stream.Length - sizeof(long)} follow. Get the file again.");

        var header = new byte[length];
        stream.Position = sizeof(long);
        stream.ReadExactly(header);
        return header;
    }
}
