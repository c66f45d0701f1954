namespace Unroll.Datasets;

/// <summary>A sentence of the grammar.</summary>
/// <param name="English">In English.</param>
/// <param name="Korean">In Korean, casual if not a request.</param>
/// <param name="InTest">Whether two of its words meet only in sentences for testing.</param>
/// <param name="Questions">Where it asks about a day: casual, polite and without particle, with what it asks.</param>
internal sealed record EverydaySentence(string English, string Korean, bool InTest, IReadOnlyList<EverydayQuestion>? Questions = null)
{
    /// <summary>Whether a combination of two words, by their places in the grammar's lists, is kept for testing.</summary>
    public static bool Held(int first, int second) => (3 * first + second) % 8 == 5;
}

/// <summary>When something happens.</summary>
internal enum Tense
{
    Past,
    Present,
    Future,
}

/// <summary>A word in both languages; the English one with its article, if it has one.</summary>
internal sealed record Noun(string Korean, string English)
{
    /// <summary>With a or an.</summary>
    public string One => ("aeiou".Contains(English[0], StringComparison.Ordinal) ? "an " : "a ") + English;

    /// <summary>With 은 or 는.</summary>
    public string Topic => Korean + Particle.Of(Korean, "은", "는");

    /// <summary>With 이 or 가.</summary>
    public string Subject => Korean + Particle.Of(Korean, "이", "가");

    /// <summary>With 을 or 를.</summary>
    public string Object => Korean + Particle.Of(Korean, "을", "를");
}

/// <summary>Particles whose form depends on the last syllable.</summary>
internal static class Particle
{
    public static string Of(string word, string afterConsonant, string afterVowel) => Hangul.HasFinalConsonant(word[^1]) ? afterConsonant : afterVowel;
}

/// <summary>A day, and the tense in which people speak of it.</summary>
internal sealed record Day(string Korean, string English, Tense Tense)
{
    public static Day None { get; } = new("", "", Tense.Present);

    public static IReadOnlyList<Day> Near { get; } =
    [
        new("오늘", "today", Tense.Present), new("내일", "tomorrow", Tense.Future), new("어제", "yesterday", Tense.Past), new("모레", "the day after tomorrow", Tense.Future),
    ];

    public static IReadOnlyList<Day> OfWeek { get; } =
    [
        new("월요일에", "on Monday", Tense.Future), new("화요일에", "on Tuesday", Tense.Future), new("수요일에", "on Wednesday", Tense.Future), new("목요일에", "on Thursday", Tense.Future),
        new("금요일에", "on Friday", Tense.Future), new("토요일에", "on Saturday", Tense.Future), new("일요일에", "on Sunday", Tense.Future),
    ];
}
