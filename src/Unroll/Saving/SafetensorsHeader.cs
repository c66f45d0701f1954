using System.Text.Json;

namespace Unroll;

/// <summary>The JSON header of a safetensors file. Every number in it is checked against the file's length before it is believed.</summary>
internal sealed class SafetensorsHeader
{
    private readonly string _path;
    private readonly List<TensorEntry> _tensors = [];
    private readonly Dictionary<string, TensorEntry> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader(string path) => _path = path;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>In the header's order.</summary>
    public IReadOnlyList<TensorEntry> Tensors => _tensors;

    public IReadOnlyDictionary<string, TensorEntry> ByName => _byName;

    /// <summary>Reads the header of a file that has <paramref name="dataLength"/> bytes of tensors after it.</summary>
    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) header.Fail($"its header is a JSON {document.RootElement.ValueKind}, but expected an object of tensors.");
            foreach (JsonProperty property in document.RootElement.EnumerateObject()) header.Read(property);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            header.Fail($"its header is not the JSON of a safetensors file ({e.Message}). The file is damaged; get it again.");
        }

        header.CheckLayout(dataLength);
        return header;
    }

    private void Read(JsonProperty property)
    {
        if (property.Name == "__metadata__")
        {
            ReadMetadata(property.Value);
            return;
        }

        string name = property.Name;
        JsonElement value = property.Value;
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out JsonElement dtype) || dtype.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out JsonElement shape) || shape.ValueKind != JsonValueKind.Array
            || !value.TryGetProperty("data_offsets", out JsonElement offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2)
        {
            Fail($"the entry of tensor '{name}' lacks dtype, shape or data_offsets. The file is damaged; get it again.");
            return;
        }

        if (!TensorTypes.TryParse(dtype.GetString(), out TensorType type))
            Fail($"tensor '{name}' is of type '{dtype.GetString()}', which is not known. Expected F32, I32 or U8.");

        int[] dimensions = ReadShape(name, shape);
        if (!offsets[0].TryGetInt64(out long start) || !offsets[1].TryGetInt64(out long end) || start < 0 || end < start)
        {
            Fail($"tensor '{name}' says its bytes are {offsets.GetRawText()}, but expected a start and an end from 0 up. The header lies; get the file again.");
            return;
        }

        Add(new TensorEntry(name, type, dimensions, start, end - start));
    }

    private int[] ReadShape(string name, JsonElement shape)
    {
        var dimensions = new int[shape.GetArrayLength()];
        int i = 0;
        foreach (JsonElement dimension in shape.EnumerateArray())
        {
            if (dimension.ValueKind != JsonValueKind.Number || !dimension.TryGetInt32(out dimensions[i]) || dimensions[i] < 0)
                Fail($"tensor '{name}' has dimension {dimension.GetRawText()}, but expected a whole number from 0 to {int.MaxValue}.");
            i++;
        }

        return dimensions;
    }

    private void Add(TensorEntry entry)
    {
        if (!TryMultiply(entry.Shape, entry.Type.Size(), out long expected) || expected != entry.Bytes)
        {
            string wanted = TryMultiply(entry.Shape, entry.Type.Size(), out expected) ? $"{expected} bytes" : "more bytes than a file can hold";
            Fail($"tensor '{entry.Name}' of type {entry.Type} and shape [{string.Join(", ", entry.Shape)}] needs {wanted}, but its header gives it {entry.Bytes}. The header lies; get the file again.");
        }

        if (!_byName.TryAdd(entry.Name, entry)) Fail($"tensor '{entry.Name}' stands in the header twice. The file is damaged; get it again.");
        _tensors.Add(entry);
    }

    private static bool TryMultiply(int[] shape, int size, out long bytes)
    {
        bytes = shape.Contains(0) ? 0 : size;
        foreach (int dimension in shape)
        {
            if (dimension > 0 && bytes > long.MaxValue / dimension) return false;
            bytes *= dimension;
        }

        return true;
    }

    private void ReadMetadata(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) Fail($"its __metadata__ is a JSON {value.ValueKind}, but expected an object of strings.");
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String) Fail($"its metadata '{property.Name}' is a JSON {property.Value.ValueKind}, but expected a string.");
            if (!_metadata.TryAdd(property.Name, property.Value.GetString()!)) Fail($"its metadata '{property.Name}' stands in the header twice.");
        }
    }

    /// <summary>The tensors fill the data from the first byte to the last, without holes or overlap.</summary>
    private void CheckLayout(long dataLength)
    {
        long position = 0;
        foreach (TensorEntry entry in _tensors.OrderBy(t => t.Start).ThenBy(t => t.Bytes))
        {
            if (entry.Start != position)
            {
                string what = entry.Start < position ? "overlaps the tensor before it" : "leaves a hole before it";
                Fail($"tensor '{entry.Name}' {what}: it starts at byte {entry.Start}, but expected {position}. The header lies; get the file again.");
            }

            position += entry.Bytes;
        }

        if (position > dataLength)
            Fail($"it is cut short: its header promises {position} bytes of tensors, but {dataLength} follow. Get the file again.");
        if (position < dataLength)
            Fail($"its header accounts for {position} bytes of tensors, but {dataLength} follow. The file is damaged; get it again.");
    }

    private void Fail(string message) => Throw.File(_path, message);
}
