using System.Text;

namespace Unroll;

/// <summary>Hangul syllables and the jamo that they are made of, by the arithmetic of the Unicode Standard (section 3.12).</summary>
public static class Hangul
{
    private const char FirstSyllable = '\uAC00';
    private const char LastSyllable = '\uD7A3';
    private const char FirstLead = '\u1100';
    private const char FirstVowel = '\u1161';
    private const char BeforeTails = '\u11A7';
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    /// <summary>Whether a character is one of the 11,172 composed syllables, 가 to 힣.</summary>
    public static bool IsSyllable(char c) => c is >= FirstSyllable and <= LastSyllable;

    /// <summary>Whether a syllable ends in a consonant (받침), on which the form of particles depends; false for what is no syllable.</summary>
    public static bool HasFinalConsonant(char c) => IsSyllable(c) && (c - FirstSyllable) % Tails != 0;

    /// <summary>A text with each syllable as its two or three conjoining jamo; all else stays.</summary>
    public static string Decompose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var jamo = new StringBuilder(text.Length * 2);
        foreach (char c in text)
        {
            if (!IsSyllable(c))
            {
                jamo.Append(c);
                continue;
            }

            int index = c - FirstSyllable;
            jamo.Append((char)(FirstLead + index / (Vowels * Tails))).Append((char)(FirstVowel + index / Tails % Vowels));
            if (index % Tails != 0) jamo.Append((char)(BeforeTails + index % Tails));
        }
        return jamo.ToString();
    }

    /// <summary>A text with conjoining jamo put together to syllables; jamo that make none stay, as does all else.</summary>
    public static string Compose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var composed = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            char last = composed.Length > 0 ? composed[^1] : '\0';
            if (last - FirstLead is >= 0 and < Leads && c - FirstVowel is >= 0 and < Vowels)
                composed[^1] = (char)(FirstSyllable + ((last - FirstLead) * Vowels + (c - FirstVowel)) * Tails);
            else if (IsSyllable(last) && !HasFinalConsonant(last) && c - BeforeTails is > 0 and < Tails)
                composed[^1] = (char)(last + (c - BeforeTails));
            else
                composed.Append(c);
        }
        return composed.ToString();
    }
}
