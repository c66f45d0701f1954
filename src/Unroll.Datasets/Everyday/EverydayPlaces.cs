namespace Unroll.Datasets;

/// <summary>Ways, opening hours, prices in a shop, and requests.</summary>
internal static class EverydayPlaces
{
    private static readonly EverydayQuestions.Ending Opens = new("몇 시에 열어", "몇 시에 열어", "몇 시에 열었어", "몇 시에 여나요", "몇 시에 여나요", "몇 시에 열었나요");
    private static readonly EverydayQuestions.Ending Closes = new("몇 시에 닫아", "몇 시에 닫아", "몇 시에 닫았어", "몇 시에 닫나요", "몇 시에 닫나요", "몇 시에 닫았나요");

    private static readonly Noun[] Goods =
    [
        new("사과", "apple"), new("책", "book"), new("가방", "bag"), new("우산", "umbrella"), new("모자", "hat"), new("시계", "watch"),
        new("의자", "chair"), new("컵", "cup"), new("연필", "pencil"), new("인형", "doll"), new("그림", "picture"), new("케이크", "cake"),
    ];

    private static readonly (string Korean, string English)[] Vehicles =
        [("버스로", "by bus"), ("택시로", "by taxi"), ("기차로", "by train"), ("지하철로", "by subway"), ("자전거로", "by bicycle")];

    private static readonly (string Korean, string English)[] Hours =
    [
        ("한", "one"), ("두", "two"), ("세", "three"), ("네", "four"), ("다섯", "five"), ("여섯", "six"), ("일곱", "seven"), ("여덟", "eight"), ("아홉", "nine"), ("열", "ten"),
        ("열한", "eleven"), ("열두", "twelve"),
    ];

    private static readonly (string Korean, string English)[] Times = [("오늘 저녁", "this evening"), ("내일 아침", "tomorrow morning"), ("내일 저녁", "tomorrow evening")];

    private static readonly (string Korean, string English)[] Favours = [("깨워", "wake me up"), ("전화해", "call me"), ("알려", "remind me")];

    /// <summary>Places that people go to.</summary>
    public static IReadOnlyList<Noun> Places { get; } =
    [
        new("도서관", "library"), new("역", "station"), new("공항", "airport"), new("병원", "hospital"), new("학교", "school"), new("은행", "bank"), new("시장", "market"), new("공원", "park"),
        new("박물관", "museum"), new("우체국", "post office"), new("호텔", "hotel"), new("약국", "pharmacy"), new("극장", "theater"), new("식당", "restaurant"), new("가게", "store"),
    ];

    public static IEnumerable<EverydaySentence> Sentences() => Ways().Concat(OpeningHours()).Concat(Prices()).Concat(Requests());

    private static IEnumerable<EverydaySentence> Ways()
    {
        for (int i = 0; i < Places.Count; i++)
        {
            Noun place = Places[i];
            yield return new($"Where is the {place.English}?", $"{place.Topic} 어디에 있어?", EverydaySentence.Held(i, 0));
            yield return new($"How do I get to the {place.English}?", $"{place.Korean}까지 어떻게 가?", EverydaySentence.Held(i, 1));
            yield return new($"How far is it to the {place.English}?", $"{place.Korean}까지 얼마나 멀어?", EverydaySentence.Held(i, 2));
            yield return new($"How long does it take to get to the {place.English}?", $"{place.Korean}까지 얼마나 걸려?", EverydaySentence.Held(i, 3));
            for (int j = 0; j < Vehicles.Length; j++)
            {
                var (korean, english) = Vehicles[j];
                yield return new($"How long does it take to get to the {place.English} {english}?", $"{place.Korean}까지 {korean} 얼마나 걸려?", EverydaySentence.Held(i, j));
            }
        }
    }

    private static IEnumerable<EverydaySentence> OpeningHours() => Places.SelectMany((place, i) => (IEnumerable<EverydaySentence>)
    [
        .. EverydayQuestions.Ask("opening time", i, place.Topic, place.Korean, Opens, English("open", place), [.. Day.Near, Day.None]),
        .. EverydayQuestions.Ask("closing time", i + 1, place.Topic, place.Korean, Closes, English("close", place), [.. Day.Near, Day.None]),
    ]);

    private static (string, string, string) English(string verb, Noun place) =>
        ($"What time does the {place.English} {verb}", $"What time does the {place.English} {verb}", $"What time did the {place.English} {verb}");

    private static IEnumerable<EverydaySentence> Prices() => Goods.SelectMany((item, i) => (IEnumerable<EverydaySentence>)
    [
        new($"How much is this {item.English}?", $"이 {item.Topic} 얼마야?", EverydaySentence.Held(i, 0)),
        new($"How much is that {item.English}?", $"저 {item.Topic} 얼마야?", EverydaySentence.Held(i, 1)),
        new($"Please give me this {item.English}.", $"이 {item.Object} 주세요.", EverydaySentence.Held(i, 2)),
        new($"Please show me that {item.English}.", $"저 {item.Object} 보여 주세요.", EverydaySentence.Held(i, 3)),
    ]);

    private static IEnumerable<EverydaySentence> Requests()
    {
        for (int hour = 0; hour < Hours.Length; hour++)
        {
            for (int time = 0; time < Times.Length; time++)
            {
                for (int favour = 0; favour < Favours.Length; favour++)
                {
                    bool held = EverydaySentence.Held(hour, time);
                    string english = $"Please {Favours[favour].English} at", korean = $"{Times[time].Korean} {Hours[hour].Korean} 시";
                    yield return new($"{english} {Hours[hour].English} {Times[time].English}.", $"{korean}에 {Favours[favour].Korean} 주세요.", held);
                    yield return new($"{english} half past {Hours[hour].English} {Times[time].English}.", $"{korean} 반에 {Favours[favour].Korean} 주세요.", held);
                }
            }
        }
    }
}
