using System.Numerics.Tensors;

namespace Unroll;

/// <summary>What a decoder is trained on: at each step it gets the right token before, and is to give the next one.</summary>
public static class TeacherForcing
{
    /// <summary>Sequences shifted by one step and padded at the end with 0.</summary>
    /// <param name="sequences">Each with the token that begins it and the one that ends it.</param>
    /// <returns>What the decoder gets and what it is to give, [sequences, longest - 1] each; and how much each step counts: 1, or 0 for padding.</returns>
    /// <exception cref="ArgumentException">There are no sequences, or one has less than two tokens.</exception>
    public static (Tensor<int> Inputs, Tensor<int> Labels, Tensor<float> Weights) Shift(IReadOnlyList<int[]> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        for (int i = 0; i < sequences.Count; i++)
        {
            if (sequences[i].Length < 2)
            {
                Throw.Argument($"Sequence {i} has {sequences[i].Length} tokens, but a decoder learns from two or more: the one that begins it, and what comes next. Encode it with start and end.", nameof(sequences));
            }
        }
        return (
            Sequences.Pad<int>([.. sequences.Select(static s => s[..^1])], padding: SequenceEnd.Back),
            Sequences.Pad<int>([.. sequences.Select(static s => s[1..])], padding: SequenceEnd.Back),
            Sequences.Pad([.. sequences.Select(static s => Ones(s.Length - 1))], padding: SequenceEnd.Back, value: 0f));
    }

    private static float[] Ones(int length)
    {
        var ones = new float[length];
        Array.Fill(ones, 1f);
        return ones;
    }
}
