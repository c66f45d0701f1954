using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// What pieces of a batch give to the weights' gradients, each in a place of its own: they are added up piece by piece, so the bits don't
/// depend on who computed which.
/// </summary>
internal sealed class GradientPieces
{
    private readonly FloatBuffer _parts = new();
    private int _pieces;
    private int _numbers;

    /// <summary>What a piece gives: zeros first, to be added to.</summary>
    public Span<float> this[int piece] => _parts.Span.Slice(piece * _numbers, _numbers);

    public void Clear(int pieces, int numbers)
    {
        (_pieces, _numbers) = (pieces, numbers);
        _parts.Resize((long)pieces * numbers);
        _parts.Span.Clear();
    }

    /// <summary>Adds the pieces up into a weight's gradient, which begins at <paramref name="from"/> in each.</summary>
    public void AddTo(Span<float> gradient, int from)
    {
        for (int piece = 0; piece < _pieces; piece++)
        {
            Spans.AddTo(gradient, this[piece].Slice(from, gradient.Length));
        }
    }
}
