namespace Unroll;

/// <summary>One token a code point.</summary>
internal sealed class CharacterTokenizer : TextTokenizer
{
    public override string Name => "characters";

    public override IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CodePoints.Split(text);
    }
}
