namespace Unroll;

/// <summary>A caption that a <see cref="Captioner"/> wrote.</summary>
/// <param name="Text">The caption.</param>
/// <param name="Words">Its words, and [END] where it came to its end.</param>
/// <param name="Attention">Where each of them looked: weights of the picture's cells, [rows of cells * columns of cells], that sum to 1.</param>
/// <param name="Probability">How probable the model holds it.</param>
public sealed record Caption(string Text, IReadOnlyList<string> Words, IReadOnlyList<float[]> Attention, double Probability);
