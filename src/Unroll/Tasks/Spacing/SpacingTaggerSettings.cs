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

    /// <summary>Texts without their spaces as the model's input, [texts, characters of the longest], the shorter padded at their ends.</summary>
    /// <exception cref="ArgumentException">There are no texts, or one has no characters.</exception>
    public Tensor<int> Encode(IReadOnlyList<string> texts) => Encode(Cut(texts));

    /// <summary>What the model is to say of them: 1 for each character that a space follows, [texts, characters of the longest, 1].</summary>
    /// <exception cref="ArgumentException">There are no texts, or one has no characters.</exception>
    public Tensor<float> Targets(IReadOnlyList<string> texts)
    {
        Tensor<float> flat = Sequences.Pad([.. Cut(texts).Select(text => text.Spaces.Select(space => space ? 1f : 0f).ToArray())], padding: SequenceEnd.Back);
        return flat.Reshape([flat.Lengths[0], flat.Lengths[1], 1]);
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
