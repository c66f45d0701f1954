using System.Text;

namespace Unroll;

/// <summary>A text's characters without white space, and where it was.</summary>
/// <param name="Characters">The characters.</param>
/// <param name="Spaces">Whether white space follows each; after the last there is none.</param>
internal sealed record SpacedText(IReadOnlyList<string> Characters, bool[] Spaces)
{
    public static SpacedText Of(string text)
    {
        var characters = new List<string>(text.Length);
        var spaces = new List<bool>(text.Length);
        foreach (string point in CodePoints.Split(text.Trim()))
        {
            if (char.IsWhiteSpace(point, 0))
            {
                spaces[^1] = true;
                continue;
            }
            characters.Add(point);
            spaces.Add(false);
        }
        return new SpacedText(characters, [.. spaces]);
    }

    public override string ToString()
    {
        var text = new StringBuilder(2 * Characters.Count);
        for (int i = 0; i < Characters.Count; i++)
        {
            text.Append(Characters[i]);
            if (Spaces[i]) text.Append(' ');
        }
        return text.ToString();
    }
}
