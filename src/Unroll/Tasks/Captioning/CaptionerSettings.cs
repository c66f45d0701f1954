using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>What stands around a model that captions pictures.</summary>
public sealed record CaptionerSettings
{
    /// <summary>The words that captions are written with.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>How captions are cut into words and joined again.</summary>
    // JSON's reader doesn't know the default.
    [JsonRequired]
    public TextTokenizer Tokenizer { get; init; } = TextTokenizer.Words;

    /// <summary>The most words of a caption, its end counted.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The language of the captions, such as <c>en</c> or <c>ko</c>.</summary>
    public string? Language { get; init; }

    /// <summary>The data that the model learnt from.</summary>
    public string? DatasetName { get; init; }

    /// <summary>What that data set's licence asks of those who use the model.</summary>
    public string? LicenceNotice { get; init; }

    /// <summary>Settings for captions like those given.</summary>
    /// <param name="captions">The training's captions.</param>
    /// <param name="minCount">How often a word has to occur to be one of the vocabulary.</param>
    /// <exception cref="ArgumentException">There are no captions, or an empty one.</exception>
    public static CaptionerSettings For(IEnumerable<string> captions, int minCount = 1)
    {
        ArgumentNullException.ThrowIfNull(captions);
        List<IReadOnlyList<string>> texts = [.. captions.Select(TextTokenizer.Words.Split)];
        if (texts.Count == 0 || texts.Any(static t => t.Count == 0))
        {
            Throw.Argument(texts.Count == 0 ? "There are no captions to learn from. Give some." : "A caption has no words. Give each some, or leave it out.", nameof(captions));
        }
        return new CaptionerSettings { Vocabulary = Vocabulary.Build(texts, minCount: minCount), MaxLength = texts.Max(static t => t.Count) + 1 };
    }
}
