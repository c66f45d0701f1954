using System.Globalization;
using System.Numerics.Tensors;
using Unroll.Cli.Commands;
using Unroll.Cli.Texts;
using Unroll.Images;

namespace Unroll.Cli.Inspecting;

/// <summary>How the model of each task reads a text or a file.</summary>
internal static class SampleReaders
{
    private const string Start = "<start>";

    private static readonly Dictionary<string, Func<string, string, InspectedSample>> OfTexts = new(StringComparer.Ordinal)
    {
        [TextClassifier.Kind] = ReadClassified,
        [SentenceReader.Kind] = ReadSentence,
        [SpacingTagger.Kind] = ReadSpaced,
        [Translator.Kind] = ReadTranslated,
    };

    private static readonly Dictionary<string, (Func<string, string, InspectedSample> Read, Func<Catalogue, string> Needs)> OfFiles = new(StringComparer.Ordinal)
    {
        [SeriesForecaster.Kind] = (ReadForecast, texts => texts.NeedsSeries),
        [SeriesClassifier.Kind] = (ReadNamed, texts => texts.NeedsSeries),
        [SoundClassifier.Kind] = (ReadHeard, texts => texts.NeedsSounds),
        [Captioner.Kind] = (ReadCaptioned, texts => texts.NoPictures),
    };

    /// <exception cref="UserError">The file holds no task, or one that reads something else.</exception>
    public static InspectedSample Read(string path, string? text, string? file, Catalogue texts)
    {
        string kind = TaskFile.KindOf(path) ?? throw new UserError(texts.NoTask(path));
        if (OfTexts.TryGetValue(kind, out var read))
        {
            if (text is null) throw new UserError(texts.NeedsText);
            return file is null ? read(path, text) : throw new UserError(texts.UnknownWord(file));
        }

        if (!OfFiles.TryGetValue(kind, out var reader)) throw new UserError(texts.UnknownTask(path, kind, string.Join(", ", OfTexts.Keys.Concat(OfFiles.Keys))));
        return file is not null && text is null ? reader.Read(path, SavedModel.Existing(file, texts)) : throw new UserError(reader.Needs(texts));
    }

    private static InspectedSample ReadClassified(string path, string text)
    {
        var classifier = TextClassifier.Load(path);
        var read = classifier.Read(text, asIs: true);
        var sample = Dataset.From(new DataArray(classifier.Tokens(text, asIs: true), 1, classifier.Settings.MaxLength));
        return new InspectedSample(classifier.Model, sample, [.. read.Select(token => token.IsKnown ? token.Word : $"({token.Word})")])
        {
            Unknown = [.. read.Where(token => !token.IsKnown).Select(token => token.Word).Distinct()],
        };
    }

    private static InspectedSample ReadSentence(string path, string text)
    {
        var reader = SentenceReader.Load(path);
        return Read(reader.Model, Dataset.From(reader.Settings.Encode([text])), reader.Settings.Words(text), reader.Settings.Vocabulary);
    }

    private static InspectedSample ReadSpaced(string path, string text)
    {
        var tagger = SpacingTagger.Load(path);
        SpacedText[] cut = SpacingTaggerSettings.Cut([text]);
        return Read(tagger.Model, Dataset.From(tagger.Settings.Encode(cut)), cut[0].Characters, tagger.Settings.Vocabulary);
    }

    /// <summary>The encoder reads the text, and the decoder the translation that it writes.</summary>
    private static InspectedSample ReadTranslated(string path, string text)
    {
        var translator = Translator.Load(path);
        var translation = translator.Translate([text], beam: 1)[0];
        int[] source = translator.Settings.SourceVocabulary.Encode(translation.SourceTokens), written = translator.Settings.TargetVocabulary.Encode(translation.Tokens, start: true);
        var sample = Dataset.From([new DataArray(source, 1, source.Length), new DataArray(written, 1, written.Length)]);
        return Read(translator.Model, sample, translation.SourceTokens, translator.Settings.SourceVocabulary) with { Written = [Start, .. translation.Tokens.Select(Visible)] };
    }

    private static InspectedSample Read(Model model, Dataset sample, IReadOnlyList<string> tokens, Vocabulary vocabulary)
    {
        string[] unknown = [.. tokens.Where(token => !vocabulary.Contains(token)).Distinct()];
        return new InspectedSample(model, sample, [.. tokens.Select(token => unknown.Contains(token) ? $"({token})" : Visible(token))]) { Unknown = unknown };
    }

    /// <summary>A space is a token too, where a text is read or written by syllables.</summary>
    private static string Visible(string token) => token == " " ? "␣" : token;

    private static InspectedSample ReadForecast(string path, string file)
    {
        var forecaster = SeriesForecaster.Load(path);
        var series = Series.ReadCsv(file, forecaster.Settings.Reading);
        return Read(forecaster.Model, forecaster.LastWindow(series), series);
    }

    private static InspectedSample ReadNamed(string path, string file)
    {
        var classifier = SeriesClassifier.Load(path);
        var series = Series.ReadCsv(file, classifier.Settings.Reading);
        return Read(classifier.Model, classifier.LastWindow(series), series);
    }

    private static InspectedSample Read(Model model, Tensor<float> window, Series series)
    {
        int steps = (int)window.Lengths[1];
        return new InspectedSample(model, Dataset.From(window), [.. Enumerable.Range(series.Count - steps, steps).Select(step => Series.Text(series.TimeOf(step)))]);
    }

    /// <summary>The steps are frames, called by the second that they begin with; silence before the first sound doesn't count.</summary>
    private static InspectedSample ReadHeard(string path, string file)
    {
        var classifier = SoundClassifier.Load(path);
        var settings = classifier.Settings;
        var frames = SoundClassifier.Frames([Sound.ReadWav(file)], settings.Features, settings.MaxFrames);
        int padding = frames.ToArray().Chunk(settings.Features.Bands).TakeWhile(frame => frame.All(value => value == 0)).Count();
        double seconds = (double)settings.Features.Hop / settings.Features.SampleRate;
        return new InspectedSample(
            classifier.Model, Dataset.From(frames), [.. Enumerable.Range(0, settings.MaxFrames - padding).Select(frame => (frame * seconds).ToString("F2", CultureInfo.InvariantCulture))]);
    }

    /// <summary>The LSTM reads the caption that it writes.</summary>
    private static InspectedSample ReadCaptioned(string path, string file)
    {
        var captioner = Captioner.Load(path);
        var picture = PictureFile.Load(file, captioner.Height, captioner.Width);
        var vocabulary = captioner.Settings.Vocabulary;
        string[] words = [.. captioner.Describe(picture, beam: 1).Words.TakeWhile(word => word != vocabulary[Vocabulary.End])];
        int[] read = vocabulary.Encode(words, start: true);
        var sample = Dataset.From([CaptionerInput.Of([picture], captioner.Height, captioner.Width), new DataArray(read, 1, read.Length)]);
        return new InspectedSample(captioner.Model, sample, [Start, .. words]);
    }
}
