using Unroll.Cli.Texts;

namespace Unroll.Cli.Inspecting;

/// <summary>How the model of each task reads a text.</summary>
internal static class TextReaders
{
    private static readonly Dictionary<string, Func<string, string, InspectedText>> Readers = new(StringComparer.Ordinal)
    {
        [TextClassifier.Kind] = ReadClassified,
        [SentenceReader.Kind] = ReadSentence,
        [SpacingTagger.Kind] = ReadSpaced,
        [Translator.Kind] = ReadTranslated,
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

    private static InspectedText ReadSentence(string path, string text)
    {
        var reader = SentenceReader.Load(path);
        return Read(reader.Model, Dataset.From(reader.Settings.Encode([text])), reader.Settings.Words(text), reader.Settings.Vocabulary);
    }

    private static InspectedText ReadSpaced(string path, string text)
    {
        var tagger = SpacingTagger.Load(path);
        SpacedText[] cut = SpacingTaggerSettings.Cut([text]);
        return Read(tagger.Model, Dataset.From(tagger.Settings.Encode(cut)), cut[0].Characters, tagger.Settings.Vocabulary);
    }

    /// <summary>The encoder reads the text, and the decoder the translation that it writes.</summary>
    private static InspectedText ReadTranslated(string path, string text)
    {
        var translator = Translator.Load(path);
        var translation = translator.Translate([text], beam: 1)[0];
        int[] source = translator.Settings.SourceVocabulary.Encode(translation.SourceTokens), written = translator.Settings.TargetVocabulary.Encode(translation.Tokens, start: true);
        var sample = Dataset.From([new DataArray(source, 1, source.Length), new DataArray(written, 1, written.Length)]);
        return Read(translator.Model, sample, translation.SourceTokens, translator.Settings.SourceVocabulary) with { Written = ["<start>", .. translation.Tokens] };
    }

    private static InspectedText Read(Model model, Dataset sample, IReadOnlyList<string> tokens, Vocabulary vocabulary)
    {
        string[] unknown = [.. tokens.Where(token => !vocabulary.Contains(token)).Distinct()];
        return new InspectedText(model, sample, [.. tokens.Select(token => unknown.Contains(token) ? $"({token})" : token)], unknown);
    }

    private static string Name(TextToken token) => token.IsKnown ? token.Word : $"({token.Word})";
}
