using System.Globalization;

namespace Unroll;

/// <summary>The characters of a text; half a surrogate pair counts as one, so that nothing is lost.</summary>
internal static class CodePoints
{
    public static List<string> Split(string text)
    {
        var points = new List<string>(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int length = LengthAt(text, i);
            points.Add(text.Substring(i, length));
            i += length;
        }
        return points;
    }

    public static int LengthAt(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? 2 : 1;

    public static bool IsLetter(string text, int index) =>
        CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    public static bool IsDigit(string text, int index) =>
        CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
