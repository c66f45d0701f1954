namespace Unroll.Datasets;

/// <summary>What people did, do and will do.</summary>
internal static class EverydayDoings
{
    /// <summary>A verb: its Korean stem, past and future, and its English forms.</summary>
    private sealed record Verb(string Stem, string Past, string Future, string Base, string Did, string Doing);

    private static readonly Noun[] People =
        [new("나", "I"), new("우리", "we"), new("친구", "my friend"), new("형", "my older brother"), new("누나", "my older sister"), new("민수", "Minsu"), new("수지", "Suji"), new("이웃", "my neighbor")];

    private static readonly (Verb Verb, Noun[] Objects)[] Doings =
    [
        (new("먹", "먹었어", "먹을 거야", "eat", "ate", "eating"), [new("사과", "an apple"), new("빵", "bread"), new("국수", "noodles"), new("점심", "lunch")]),
        (new("마시", "마셨어", "마실 거야", "drink", "drank", "drinking"), [new("물", "water"), new("커피", "coffee"), new("차", "tea"), new("우유", "milk")]),
        (new("읽", "읽었어", "읽을 거야", "read", "read", "reading"), [new("책", "a book"), new("신문", "a newspaper"), new("편지", "a letter"), new("소설", "a novel")]),
        (new("쓰", "썼어", "쓸 거야", "write", "wrote", "writing"), [new("편지", "a letter"), new("시", "a poem"), new("보고서", "a report"), new("소설", "a novel")]),
        (new("보", "봤어", "볼 거야", "watch", "watched", "watching"), [new("영화", "a movie"), new("뉴스", "the news"), new("연극", "a play"), new("경기", "a game")]),
        (new("듣", "들었어", "들을 거야", "listen to", "listened to", "listening to"), [new("음악", "music"), new("라디오", "the radio"), new("노래", "a song")]),
        (new("사", "샀어", "살 거야", "buy", "bought", "buying"), [new("옷", "clothes"), new("신발", "shoes"), new("꽃", "flowers"), new("선물", "a gift"), new("책", "a book")]),
        (new("배우", "배웠어", "배울 거야", "learn", "learned", "learning"), [new("한국어", "Korean"), new("영어", "English"), new("수학", "math"), new("수영", "swimming")]),
        (new("청소하", "청소했어", "청소할 거야", "clean", "cleaned", "cleaning"), [new("방", "the room"), new("집", "the house"), new("부엌", "the kitchen"), new("창문", "the window")]),
        (new("만들", "만들었어", "만들 거야", "make", "made", "making"), [new("케이크", "a cake"), new("의자", "a chair"), new("인형", "a doll"), new("샌드위치", "a sandwich")]),
        (new("그리", "그렸어", "그릴 거야", "draw", "drew", "drawing"), [new("나무", "a tree"), new("고양이", "a cat"), new("지도", "a map"), new("꽃", "flowers")]),
        (new("팔", "팔았어", "팔 거야", "sell", "sold", "selling"), [new("자동차", "a car"), new("과일", "fruit"), new("가구", "furniture")]),
    ];

    public static IEnumerable<EverydaySentence> Sentences()
    {
        var things = Doings.SelectMany(d => d.Objects.Select(thing => (d.Verb, Thing: thing))).ToArray();
        for (int i = 0; i < things.Length; i++)
        {
            foreach (var sentence in Who(things[i].Verb, things[i].Thing, i)) yield return sentence;
            for (int j = 0; j < People.Length; j++)
            {
                bool held = EverydaySentence.Held(i, j);
                foreach (var (english, korean) in Told(People[j], things[i].Verb, things[i].Thing)) yield return new(Capital(english), korean, held);
                foreach (var (english, korean) in Asked(People[j], things[i].Verb, things[i].Thing)) yield return new(english, korean, held);
            }
        }
        foreach (var sentence in Journeys()) yield return sentence;
    }

    private static IEnumerable<(string English, string Korean)> Told(Noun who, Verb verb, Noun thing) =>
    [
        ($"{who.English} {verb.Did} {thing.English} yesterday.", $"{who.Topic} 어제 {thing.Object} {verb.Past}."),
        ($"{who.English} did not {verb.Base} {thing.English} yesterday.", $"{who.Topic} 어제 {thing.Object} {verb.Stem}지 않았어."),
        ($"{who.English} {Be(who)} {verb.Doing} {thing.English} now.", $"{who.Topic} 지금 {thing.Object} {verb.Stem}고 있어."),
        ($"{who.English} will {verb.Base} {thing.English} tomorrow.", $"{who.Topic} 내일 {thing.Object} {verb.Future}."),
    ];

    /// <summary>Questions about the same; people ask you, not themselves.</summary>
    private static IEnumerable<(string English, string Korean)> Asked(Noun who, Verb verb, Noun thing)
    {
        if (who.English == "we") return [];
        if (who.English == "I") who = new("너", "you");
        return
        [
            ($"Did {who.English} {verb.Base} {thing.English} yesterday?", $"{who.Topic} 어제 {thing.Object} {verb.Past}?"),
            ($"{Capital(Be(who))} {who.English} {verb.Doing} {thing.English} now?", $"{who.Topic} 지금 {thing.Object} {verb.Stem}고 있어?"),
            ($"Will {who.English} {verb.Base} {thing.English} tomorrow?", $"{who.Topic} 내일 {thing.Object} {verb.Future}?"),
        ];
    }

    private static IEnumerable<EverydaySentence> Who(Verb verb, Noun thing, int place) =>
    [
        new($"Who {verb.Did} {thing.English} yesterday?", $"누가 어제 {thing.Object} {verb.Past}?", EverydaySentence.Held(place, 0)),
        new($"Who is {verb.Doing} {thing.English} now?", $"누가 지금 {thing.Object} {verb.Stem}고 있어?", EverydaySentence.Held(place, 1)),
        new($"Who will {verb.Base} {thing.English} tomorrow?", $"누가 내일 {thing.Object} {verb.Future}?", EverydaySentence.Held(place, 2)),
    ];

    private static IEnumerable<EverydaySentence> Journeys()
    {
        for (int i = 0; i < EverydayPlaces.Places.Count; i++)
        {
            Noun place = EverydayPlaces.Places[i];
            for (int j = 0; j < People.Length; j++)
            {
                bool held = EverydaySentence.Held(i, j);
                yield return new(Capital($"{People[j].English} went to the {place.English} yesterday."), $"{People[j].Topic} 어제 {place.Korean}에 갔어.", held);
                yield return new(Capital($"{People[j].English} {Be(People[j])} going to the {place.English} now."), $"{People[j].Topic} 지금 {place.Korean}에 가고 있어.", held);
                yield return new(Capital($"{People[j].English} will go to the {place.English} tomorrow."), $"{People[j].Topic} 내일 {place.Korean}에 갈 거야.", held);
            }
        }
    }

    private static string Be(Noun who) => who.English switch { "I" => "am", "we" or "you" => "are", _ => "is" };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
