namespace Unroll;

/// <summary>Masks in a graph, for layers that are given them by name.</summary>
public static class TokenMask
{
    /// <summary>What Keras's <c>mask_zero</c> makes of tokens: whether each is not 0, [batch, time] to [batch, time].</summary>
    public static SymbolicTensor Of(SymbolicTensor tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return new NotEqual(0).Apply(tokens);
    }
}
