using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>What stands around a model that sorts texts: how words become tokens, and what its outputs mean.</summary>
public sealed record TextClassifierSettings
{
    /// <summary>The words that the model knows, the most frequent first. Word n has the token <c>n + 1 + IndexFrom</c>.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The names of the model's outputs, in their order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The number of tokens that the model takes. Longer texts lose their beginning, shorter ones are padded in front with 0.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The token that begins every text; null for none.</summary>
    // JSON's reader doesn't know the default.
    [JsonRequired]
    public int? StartToken { get; init; } = 1;

    /// <summary>The token of words that the model doesn't know; null to leave them out.</summary>
    [JsonRequired]
    public int? OovToken { get; init; } = 2;

    /// <summary>The token of a word of rank 0; the most frequent word has rank 1.</summary>
    [JsonRequired]
    public int IndexFrom { get; init; } = 3;

    /// <summary>Whether <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> stand in the training texts as markup entities, so that <c>&lt;</c> is the word "lt".</summary>
    public bool EscapeMarkup { get; init; }

    /// <summary>Words that close every training text, such as an agency's sign, and are added to a text that is to be sorted.</summary>
    [JsonRequired]
    public string ClosingWords { get; init; } = "";

    /// <summary>The data set that the model learnt from.</summary>
    public string? DatasetName { get; init; }

    /// <summary>What that data set's licence asks of those who use the model.</summary>
    public string? LicenceNotice { get; init; }
}
