namespace Unroll.Datasets;

/// <summary>
/// Everyday English and Korean made by a grammar, not by people: questions to an assistant ('오늘 주가가 몇이야?'), statements and requests, with particles and endings as they should be.
/// Small and regular, it shows what a model learns in a minute; it says nothing about real translation.
/// </summary>
public static class Everyday
{
    private static readonly Lazy<IReadOnlyList<EverydaySentence>> All = new(() => [.. EverydayQuestions.Sentences(), .. EverydayPlaces.Sentences(), .. EverydayDoings.Sentences()]);

    /// <summary>All pairs, English to Korean, in a fixed split: about an eighth are for testing, all those in which certain words meet, so that each word was seen in training but not the combination.</summary>
    public static (IReadOnlyList<TextPair> Train, IReadOnlyList<TextPair> Test) Pairs() =>
        (Select(test: false, s => new TextPair(s.English, s.Korean)), Select(test: true, s => new TextPair(s.English, s.Korean)));

    /// <summary>
    /// The Korean questions about a day or none with what they ask about: each casual, polite and without its particle, as people speak ('오늘 주가가 몇이야?', '오늘 주가가 몇인가요?', '오늘 주가 몇이야?').
    /// The split is that of <see cref="Pairs"/>.
    /// </summary>
    public static (IReadOnlyList<EverydayQuestion> Train, IReadOnlyList<EverydayQuestion> Test) Questions() => (Questions(test: false), Questions(test: true));

    private static IReadOnlyList<EverydayQuestion> Questions(bool test) => [.. All.Value.Where(s => s.InTest == test).SelectMany(s => s.Questions ?? [])];

    private static IReadOnlyList<TextPair> Select(bool test, Func<EverydaySentence, TextPair> pair) => [.. All.Value.Where(s => s.InTest == test).Select(pair)];
}
