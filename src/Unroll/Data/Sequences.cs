using System.Numerics.Tensors;

namespace Unroll;

/// <summary>An end of a sequence.</summary>
public enum SequenceEnd
{
    /// <summary>The beginning; Keras's <c>pre</c>.</summary>
    Front,

    /// <summary>The end; Keras's <c>post</c>.</summary>
    Back,
}

/// <summary>Sequences of different lengths as one tensor.</summary>
public static class Sequences
{
    /// <summary>Fills short sequences up and cuts long ones, so that all have one length; Keras's <c>pad_sequences</c>.</summary>
    /// <param name="sequences">Tokens or numbers.</param>
    /// <param name="maxLength">The length; the longest sequence's by default.</param>
    /// <param name="padding">The end that is filled up.</param>
    /// <param name="truncating">The end that is cut.</param>
    /// <param name="value">What is filled in.</param>
    /// <returns>[sequences, length].</returns>
    /// <exception cref="ArgumentException">There are no sequences, or the length is below 1.</exception>
    public static Tensor<T> Pad<T>(
        IReadOnlyList<T[]> sequences, int? maxLength = null, SequenceEnd padding = SequenceEnd.Front, SequenceEnd truncating = SequenceEnd.Front, T value = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Count == 0)
        {
            Throw.Argument("There are no sequences to pad. Pass at least one.", nameof(sequences));
        }
        if (maxLength < 1)
        {
            Throw.Argument($"maxLength is {maxLength}, but a padded sequence has 1 step or more.", nameof(maxLength));
        }
        int length = maxLength ?? sequences.Max(static s => s.Length);
        var padded = new T[checked(sequences.Count * length)];
        Array.Fill(padded, value);
        for (int i = 0; i < sequences.Count; i++)
        {
            ReadOnlySpan<T> sequence = sequences[i];
            if (sequence.Length > length)
            {
                sequence = truncating == SequenceEnd.Front ? sequence[^length..] : sequence[..length];
            }
            Span<T> row = padded.AsSpan(i * length, length);
            sequence.CopyTo(padding == SequenceEnd.Front ? row[^sequence.Length..] : row);
        }
        return Tensor.Create(padded, [sequences.Count, length]);
    }
}
