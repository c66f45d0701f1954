using Unroll.Cli.Texts;

namespace Unroll.Cli.Inspecting;

/// <summary>How the model of each task reads a text.</summary>
internal static class TextReaders
{
    private static readonly Dictionary<string, Func<string, string, InspectedText>> Readers = new(StringComparer.Ordinal)
    {
        [TextClassifier.Kind] = ReadClassified,
    };

    /// <exception cref="UserError">The file holds no task, or one whose model reads no text.</exception>
    public static InspectedText Read(string path, string text, Catalogue texts)
    {
        string? kind = TaskFile.KindOf(path);
        if (kind is null) throw new UserError(texts.NoTask(path));
        if (!Readers.TryGetValue(kind, out var read)) throw new UserError(texts.NotInspected(path, kind, string.Join(", ", Readers.Keys)));
        return read(path, text);
    }

    private static InspectedText ReadClassified(string path, string text)
    {
        var classifier = TextClassifier.Load(path);
        var read = classifier.Read(text, asIs: true);
        var sample = Dataset.From(new DataArray(classifier.Tokens(text, asIs: true), 1, classifier.Settings.MaxLength));
        return new InspectedText(classifier.Model, sample, [.. read.Select(Name)], [.. read.Where(token => !token.IsKnown).Select(token => token.Word).Distinct()]);
    }

    private static string Name(TextToken token) => token.IsKnown ? token.Word : $"({token.Word})";
}
