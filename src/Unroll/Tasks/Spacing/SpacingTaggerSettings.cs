using System.Numerics.Tensors;

namespace Unroll;

/// <summary>What stands around a model that puts spaces into text.</summary>
public sealed record SpacingTaggerSettings
{
    /// <summary>The characters and their numbers.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>The data set that the model learnt from.</summary>
    public string? DatasetName { get; init; }

    /// <summary>The settings for texts to learn from: each character that occurs so often gets a number.</summary>
    public static SpacingTaggerSettings Of(IEnumerable<string> texts, int minCount = 2) =>
        new() { Vocabulary = Vocabulary.Build(texts.Select(text => SpacedText.Of(text).Characters), minCount: minCount) };

    /// <summary>Texts to learn from: batches of about one length, their characters without the spaces, and for each 1 if a space follows it, else 0.</summary>
    /// <param name="texts">Texts with their spaces.</param>
    /// <param name="batchSize">Texts in a batch.</param>
    /// <param name="seed">Where the order comes from.</param>
    /// <exception cref="ArgumentException">There are no texts, or one has no characters.</exception>
    public Dataset Batches(IReadOnlyList<string> texts, int batchSize, ulong seed = 0)
    {
        SpacedText[] cut = Cut(texts);
        float[][] targets = [.. cut.Select(text => text.Spaces.Select(space => space ? 1f : 0f).ToArray())];
        return Dataset.FromBatches(new LengthBuckets([.. cut.Select(text => Vocabulary.Encode(text.Characters))], targets, batchSize) { Seed = seed });
    }

    internal Tensor<int> Encode(IReadOnlyList<SpacedText> texts) => Sequences.Pad([.. texts.Select(text => Vocabulary.Encode(text.Characters))], padding: SequenceEnd.Back);

    internal static SpacedText[] Cut(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        SpacedText[] cut = [.. texts.Select(SpacedText.Of)];
        int empty = Array.FindIndex(cut, text => text.Characters.Count == 0);
        if (empty >= 0) Throw.Argument($"Text {empty} has no characters but spaces. Leave it out.", nameof(texts));
        return cut;
    }
}
