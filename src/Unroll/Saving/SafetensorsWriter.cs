using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Unroll;

/// <summary>Writes a safetensors file: metadata and tensors as they are added, little-endian, the data aligned to 8 bytes.</summary>
internal sealed class SafetensorsWriter
{
    private const int Alignment = 8;

    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Name, TensorType Type, int[] Shape, Action<Stream> Write)> _tensors = [];

    public void AddMetadata(string key, string value) => _metadata.Add(key, value);

    /// <summary>Adds a tensor whose values are read when the file is written.</summary>
    public void AddFloats(string name, ReadOnlySpan<int> shape, ReadOnlyMemory<float> values) => Add(name, TensorType.F32, shape, values);

    public void AddInts(string name, ReadOnlySpan<int> shape, ReadOnlyMemory<int> values) => Add(name, TensorType.I32, shape, values);

    public void AddBytes(string name, ReadOnlySpan<int> shape, ReadOnlyMemory<byte> values) => Add(name, TensorType.U8, shape, values);

    /// <summary>Writes the file whole or not at all.</summary>
    public void Save(string path) => AtomicFile.Write(path, WriteTo);

    public void WriteTo(Stream stream)
    {
        // Single bytes go last, so that the others stay aligned.
        var ordered = _tensors.OrderBy(t => t.Type == TensorType.U8).ToArray();
        byte[] header = Header(ordered);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in ordered) tensor.Write(stream);
    }

    private void Add<T>(string name, TensorType type, ReadOnlySpan<int> shape, ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        long count = 1;
        foreach (int dimension in shape) count *= dimension;
        if (count != values.Length) Throw.Shape($"Tensor '{name}' of shape [{string.Join(", ", shape.ToArray())}] has {count} elements, but {values.Length} were given.");
        if (!_names.Add(name)) Throw.Argument($"A tensor '{name}' was added before. Every tensor of a file needs a name of its own.");
        _tensors.Add((name, type, shape.ToArray(), stream => Write(stream, values.Span)));
    }

    private byte[] Header((string Name, TensorType Type, int[] Shape, Action<Stream> Write)[] tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (_metadata.Count > 0)
            {
                json.WriteStartObject("__metadata__");
                foreach ((string key, string value) in _metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }

            long start = 0;
            foreach (var (name, type, shape, _) in tensors) start = WriteEntry(json, name, type, shape, start);
            json.WriteEndObject();
        }

        int padding = (Alignment - buffer.WrittenCount % Alignment) % Alignment;
        buffer.Write("        "u8[..padding]);
        return buffer.WrittenSpan.ToArray();
    }

    private static long WriteEntry(Utf8JsonWriter json, string name, TensorType type, int[] shape, long start)
    {
        long end = start + type.Size();
        foreach (int dimension in shape) end = start + (end - start) * dimension;
        json.WriteStartObject(name);
        json.WriteString("dtype", type.ToString());
        json.WriteStartArray("shape");
        foreach (int dimension in shape) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(start);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }

    private static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        if (!BitConverter.IsLittleEndian && Marshal.SizeOf<T>() == sizeof(int))
        {
            var swapped = new uint[values.Length];
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), swapped);
            bytes = MemoryMarshal.AsBytes<uint>(swapped);
        }

        stream.Write(bytes);
    }
}
