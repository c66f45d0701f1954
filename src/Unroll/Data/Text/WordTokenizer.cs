using System.Text;

namespace Unroll;

/// <summary>Words and punctuation. Whether a space stands between two tokens follows from the tokens; where it doesn't, the second begins with a mark.</summary>
internal sealed class WordTokenizer : TextTokenizer
{
    private const char Joined = '￭';
    private const char Apart = '▁';
    private const string Closing = ".,;:?!)]}%…。、」』’”";
    private const string Opening = "([{「『‘“";

    public override string Name => "words";

    public override IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<string>();
        string before = "";
        bool space = false;
        for (int i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                space = true;
                i++;
                continue;
            }

            string token = text[i..End(text, i)];
            bool marked = before.Length > 0 && space != SpaceBetween(before, token);
            tokens.Add(marked ? (space ? Apart : Joined) + token : token);
            (before, space, i) = (token, false, i + token.Length);
        }
        return tokens;
    }

    public override string Join(IEnumerable<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var text = new StringBuilder();
        string before = "";
        foreach (string token in tokens)
        {
            bool marked = token.Length > 1 && token[0] is Joined or Apart;
            string word = marked ? token[1..] : token;
            bool space = marked ? token[0] == Apart : SpaceBetween(before, word);
            if (space && before.Length > 0) text.Append(' ');
            text.Append(word);
            before = word;
        }
        return text.ToString();
    }

    /// <summary>Whether a space usually stands between two tokens.</summary>
    private static bool SpaceBetween(string before, string token) => !Is(token, Closing) && !Is(before, Opening);

    private static bool Is(string token, string kind) => token.Length == 1 && kind.Contains(token[0], StringComparison.Ordinal);

    /// <summary>Where the token that begins at <paramref name="start"/> ends.</summary>
    private static int End(string text, int start)
    {
        int end = start + CodePoints.LengthAt(text, start);
        if (!InWord(text, start)) return end;
        while (end < text.Length && (InWord(text, end) || InsideWord(text, end))) end += CodePoints.LengthAt(text, end);
        return end;
    }

    private static bool InWord(string text, int index) => CodePoints.IsLetter(text, index) || CodePoints.IsDigit(text, index);

    /// <summary>Apostrophes and hyphens between letters, points and commas between digits.</summary>
    private static bool InsideWord(string text, int index) => index + 1 < text.Length && text[index] switch
    {
        '\'' or '’' or '-' => char.IsLetter(text[index - 1]) && char.IsLetter(text[index + 1]),
        '.' or ',' => char.IsAsciiDigit(text[index - 1]) && char.IsAsciiDigit(text[index + 1]),
        _ => false,
    };
}
