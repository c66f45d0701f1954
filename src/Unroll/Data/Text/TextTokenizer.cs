using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>A way to cut text into tokens that can be joined to text again. In JSON it is its name.</summary>
[JsonConverter(typeof(TextTokenizerJson))]
public abstract class TextTokenizer
{
    private static readonly TextTokenizer[] All = [new WordTokenizer(), new CharacterTokenizer(), new SyllableTokenizer(), new JamoTokenizer()];

    private protected TextTokenizer()
    {
    }

    /// <summary>
    /// Words, and punctuation by itself: "What's 2.5 (in won)?" is What's, 2.5, (, in, won, ), ?. Joined, runs of white space come back as one space, all else exactly:
    /// where punctuation doesn't stand as usual, its token begins with ￭ (no space before it) or ▁ (a space).
    /// </summary>
    public static TextTokenizer Words => All[0];

    /// <summary>Single characters (Unicode code points), spaces among them. Joined, every text comes back exactly.</summary>
    public static TextTokenizer Characters => All[1];

    /// <summary>Hangul syllables one by one, other letters and digits as words, all else character by character. Joined, every text comes back exactly.</summary>
    public static TextTokenizer Syllables => All[2];

    /// <summary>Hangul syllables as their two or three jamo, all else character by character. Joined, every text whose syllables were composed (Unicode's form C) comes back exactly.</summary>
    public static TextTokenizer Jamo => All[3];

    /// <summary>The name in files: words, characters, syllables or jamo.</summary>
    public abstract string Name { get; }

    /// <summary>The tokenizer of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static TextTokenizer Named(string name) =>
        Array.Find(All, t => t.Name == name)
        ?? Throw.Argument<TextTokenizer>($"There is no tokenizer '{name}'. Choose one of {string.Join(", ", All.Select(t => t.Name))}.", nameof(name));

    /// <summary>Cuts a text into tokens, none of which is empty.</summary>
    public abstract IReadOnlyList<string> Split(string text);

    /// <summary>Joins tokens to a text.</summary>
    public virtual string Join(IEnumerable<string> tokens) => string.Concat(tokens);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
