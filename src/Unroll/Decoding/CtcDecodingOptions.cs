namespace Unroll;

/// <summary>How <see cref="CtcDecoder"/> reads labels off predictions. The defaults are Keras's.</summary>
public sealed record CtcDecodingOptions
{
    /// <summary>The class that stands for none (Keras: <c>mask_index</c>).</summary>
    public int Blank { get; init; }

    /// <summary>For each sequence how many of its first steps count; all if null (Keras: <c>sequence_lengths</c>).</summary>
    public IReadOnlyList<int>? Lengths { get; init; }

    /// <summary>Whether a greedy search takes a run of one class for one label. A beam search always does.</summary>
    public bool MergeRepeated { get; init; } = true;

    /// <summary>Hypotheses that a beam search follows at once (Keras: <c>beam_width</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Width { get; init => field = AtLeastOne(value, nameof(Width)); } = 100;

    /// <summary>The most hypotheses that a beam search gives for each sequence, the best first (Keras: <c>top_paths</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Results { get; init => field = AtLeastOne(value, nameof(Results)); } = 1;

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
