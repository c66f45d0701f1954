namespace Unroll;

/// <summary>One token a Hangul syllable, a run of other letters or digits, or any other character.</summary>
internal sealed class SyllableTokenizer : TextTokenizer
{
    public override string Name => "syllables";

    public override IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<string>(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int end = i + CodePoints.LengthAt(text, i);
            if (InRun(text, i))
            {
                while (end < text.Length && InRun(text, end)) end += CodePoints.LengthAt(text, end);
            }
            tokens.Add(text[i..end]);
            i = end;
        }
        return tokens;
    }

    private static bool InRun(string text, int index) =>
        !Hangul.IsSyllable(text[index]) && (CodePoints.IsLetter(text, index) || CodePoints.IsDigit(text, index));
}
