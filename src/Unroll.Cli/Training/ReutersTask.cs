using Unroll.Datasets;

namespace Unroll.Cli.Training;

/// <summary>How raw text becomes the data set's tokens, kept with the model so that it can read stories.</summary>
internal static class ReutersTask
{
    /// <summary>The data set's name in model files.</summary>
    public const string DatasetName = "reuters";

    /// <summary>Padding, start, unknown and one unused token, and the most frequent word.</summary>
    public const int LeastWords = IndexFrom + 2;

    /// <summary>Every word of the data set.</summary>
    public const int MostWords = IndexFrom + 1 + 30_979;

    private const int StartToken = 1;
    private const int OovToken = 2;
    private const int IndexFrom = 3;

    /// <summary>The classifier around a model trained with this many tokens and this many words a story.</summary>
    public static TextClassifier Classifier(Model model, int numWords, int maxLength) => new(model, new TextClassifierSettings
    {
        Words = [.. Reuters.WordIndex().OrderBy(word => word.Value).Take(numWords - IndexFrom - 1).Select(word => word.Key)],
        Labels = [.. Reuters.TopicNames],
        MaxLength = maxLength,
        StartToken = StartToken,
        OovToken = OovToken,
        IndexFrom = IndexFrom,
        EscapeMarkup = true,
        ClosingWords = "reuter 3",
        DatasetName = DatasetName,
        LicenceNotice = Reuters.LicenceNotice,
    });

    /// <summary>The number of tokens that the classifier's model was trained with.</summary>
    public static int NumWords(TextClassifierSettings settings) => settings.Words.Count + settings.IndexFrom + 1;
}
