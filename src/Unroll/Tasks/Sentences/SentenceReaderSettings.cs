using System.Numerics.Tensors;

namespace Unroll;

/// <summary>What stands around a model that reads sentences.</summary>
public sealed record SentenceReaderSettings
{
    /// <summary>How a sentence is cut into words.</summary>
    public required TextTokenizer Tokenizer { get; init; }

    /// <summary>The words and their numbers.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>What is said of a sentence: a label set for each of the model's outputs.</summary>
    public required IReadOnlyList<LabelSet> Outputs { get; init; }

    /// <summary>The data set that the model learnt from.</summary>
    public string? DatasetName { get; init; }

    /// <summary>Sentences as the model's input, [sentences, words of the longest], the shorter padded at their ends.</summary>
    /// <exception cref="ArgumentException">There are no sentences, or one has no words.</exception>
    public Tensor<int> Encode(IReadOnlyList<string> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        return Sequences.Pad([.. sentences.Select(s => Vocabulary.Encode(Words(s)))], padding: SequenceEnd.Back);
    }

    /// <summary>The words of a sentence, one a step of the model.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public IReadOnlyList<string> Words(string sentence)
    {
        IReadOnlyList<string> words = Tokenizer.Split(sentence);
        if (words.Count == 0) Throw.Argument("The sentence has no words. Give a sentence with some.", nameof(sentence));
        return words;
    }
}
