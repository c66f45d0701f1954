namespace Unroll;

/// <summary>A hypothesis on its way: its last token, and the hypothesis before it.</summary>
/// <param name="Parent">What it goes on from; null for the start.</param>
/// <param name="Token">Its last token.</param>
/// <param name="LogProbability">Of all its tokens.</param>
/// <param name="Attention">The weights of the step that gave the token.</param>
/// <param name="Row">The row of that step, where its state stands.</param>
/// <param name="IsGreedy">Whether each of its tokens was the likeliest.</param>
/// <param name="IsKeptAside">Whether the beam has dropped it, and it is followed by its likeliest tokens alone.</param>
internal sealed record SearchNode(SearchNode? Parent, int Token, double LogProbability, float[] Attention, int Row, bool IsGreedy, bool IsKeptAside)
{
    public int Length { get; } = Parent is null ? 0 : Parent.Length + 1;

    public Hypothesis Finish(bool ended, double score)
    {
        var tokens = new int[Length];
        var attention = new float[Length][];
        SearchNode node = this;
        for (int i = Length - 1; i >= 0; i--)
        {
            (tokens[i], attention[i], node) = (node.Token, node.Attention, node.Parent!);
        }
        return new Hypothesis(ended ? tokens[..^1] : tokens, Attention.Length == 0 ? [] : attention, ended, LogProbability, score);
    }
}
