namespace Unroll;

/// <summary>A text and what it means in the other language.</summary>
/// <param name="Source">The text to translate.</param>
/// <param name="Target">Its translation.</param>
public sealed record TextPair(string Source, string Target);
