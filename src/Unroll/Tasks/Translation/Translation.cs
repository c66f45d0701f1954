namespace Unroll;

/// <summary>What a <see cref="Translator"/> makes of a text.</summary>
/// <param name="Source">The text.</param>
/// <param name="Text">Its translation.</param>
/// <param name="Score">Its log-probability over the length's penalty.</param>
/// <param name="SourceTokens">The tokens that were read.</param>
/// <param name="Tokens">The tokens that were written, without the one that ends a translation.</param>
/// <param name="Attention">For each token that was written, the weights of the tokens that were read; empty without attention.</param>
public sealed record Translation(
    string Source, string Text, double Score, IReadOnlyList<string> SourceTokens, IReadOnlyList<string> Tokens, IReadOnlyList<float[]> Attention);
