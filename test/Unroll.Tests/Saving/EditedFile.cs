namespace Unroll.Tests.Saving;

/// <summary>Files that somebody has changed after the library wrote them.</summary>
internal static class EditedFile
{
    /// <summary>Replaces a part of a text in a file's metadata; it has to be there.</summary>
    public static void Replace(string path, string key, string part, string by) => Rewrite(
        path,
        (name, text) =>
        {
            Assert.True(name != key || text.Contains(part, StringComparison.Ordinal), text);
            return name == key ? text.Replace(part, by, StringComparison.Ordinal) : text;
        },
        static (_, values) => values);

    /// <summary>Cuts a tensor of one axis short; none is left where <paramref name="length"/> is null.</summary>
    public static void Cut(string path, string tensor, int? length) =>
        Rewrite(path, static (_, text) => text, (name, values) => name != tensor ? values : length is { } kept ? values[..kept] : null);

    private static void Rewrite(string path, Func<string, string, string> metadata, Func<string, float[], float[]?> tensors)
    {
        var writer = new SafetensorsWriter();
        using (SafetensorsReader file = SafetensorsReader.Open(path))
        {
            foreach (var (key, text) in file.Metadata) writer.AddMetadata(key, metadata(key, text));
            foreach (string name in file.Names)
            {
                float[] values = file.ReadFloats(name);
                if (tensors(name, values) is { } kept) writer.AddFloats(name, kept.Length == values.Length ? file.ShapeOf(name) : [kept.Length], kept);
            }
        }
        writer.Save(path);
    }
}
