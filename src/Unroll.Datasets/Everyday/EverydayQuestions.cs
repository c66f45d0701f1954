namespace Unroll.Datasets;

/// <summary>Questions to an assistant about a day: prices, weather, appointments.</summary>
internal static class EverydayQuestions
{
    private static readonly Ending HowMany = new("몇이야", "몇이야", "몇이었어", "몇인가요", "몇인가요", "몇이었나요");
    private static readonly Ending HowMuch = new("얼마야", "얼마야", "얼마였어", "얼마인가요", "얼마인가요", "얼마였나요");
    private static readonly Ending Degrees = new("몇 도야", "몇 도야", "몇 도였어", "몇 도인가요", "몇 도인가요", "몇 도였나요");
    private static readonly Ending Percent = new("몇 퍼센트야", "몇 퍼센트야", "몇 퍼센트였어", "몇 퍼센트인가요", "몇 퍼센트인가요", "몇 퍼센트였나요");

    private static readonly (Noun Noun, Ending Ending)[] Quantities =
    [
        (new("주가", "stock price"), HowMany), (new("환율", "exchange rate"), HowMuch), (new("기온", "temperature"), Degrees), (new("습도", "humidity"), Percent),
        (new("금값", "gold price"), HowMuch), (new("기름값", "gas price"), HowMuch), (new("쌀값", "rice price"), HowMuch), (new("할인율", "discount"), Percent),
        (new("입장료", "admission fee"), HowMuch), (new("최고 기온", "high temperature"), Degrees), (new("최저 기온", "low temperature"), Degrees), (new("이자율", "interest rate"), Percent),
    ];

    private static readonly Noun[] Cities =
    [
        new("서울", "Seoul"), new("부산", "Busan"), new("대구", "Daegu"), new("인천", "Incheon"), new("제주", "Jeju"), new("대전", "Daejeon"),
        new("파리", "Paris"), new("런던", "London"), new("도쿄", "Tokyo"), new("뉴욕", "New York"), new("베를린", "Berlin"), new("시드니", "Sydney"),
    ];

    private static readonly (string English, Ending Ending)[] Conditions =
    [
        ("hot", new("더워", "더울까", "더웠어", "더운가요", "더울까요", "더웠나요")),
        ("cold", new("추워", "추울까", "추웠어", "추운가요", "추울까요", "추웠나요")),
        ("warm", new("따뜻해", "따뜻할까", "따뜻했어", "따뜻한가요", "따뜻할까요", "따뜻했나요")),
        ("sunny", new("맑아", "맑을까", "맑았어", "맑은가요", "맑을까요", "맑았나요")),
        ("cloudy", new("흐려", "흐릴까", "흐렸어", "흐린가요", "흐릴까요", "흐렸나요")),
    ];

    private static readonly Noun[] Events =
    [
        new("회의", "meeting"), new("수업", "class"), new("시험", "exam"), new("면접", "interview"), new("경기", "game"), new("공연", "concert"),
        new("파티", "party"), new("발표", "presentation"), new("행사", "event"), new("세미나", "seminar"), new("결혼식", "wedding"), new("전시회", "exhibition"),
    ];

    private static readonly Ending How = new("어때", "어떨까", "어땠어", "어떤가요", "어떨까요", "어땠나요");
    private static readonly Ending Comes = new("와", "올까", "왔어", "오나요", "올까요", "왔나요");
    private static readonly Ending IsThere = new("있어", "있어", "있었어", "있나요", "있나요", "있었나요");
    private static readonly Ending Starts = new("몇 시에 시작해", "몇 시에 시작해", "몇 시에 시작했어", "몇 시에 시작하나요", "몇 시에 시작하나요", "몇 시에 시작했나요");
    private static readonly Ending Ends = new("몇 시에 끝나", "몇 시에 끝나", "몇 시에 끝났어", "몇 시에 끝나나요", "몇 시에 끝나나요", "몇 시에 끝났나요");
    private static readonly Ending TakesPlace = new("어디에서 해", "어디에서 해", "어디에서 했어", "어디에서 하나요", "어디에서 하나요", "어디에서 했나요");

    public static IEnumerable<EverydaySentence> Sentences() => Quantity().Concat(Weather()).Concat(Appointments());

    /// <summary>A question in each tense: casual, and polite.</summary>
    internal sealed record Ending(string Present, string Future, string Past, string PolitePresent, string PoliteFuture, string PolitePast)
    {
        public string Casual(Tense tense) => In(tense, Present, Future, Past);

        public string Polite(Tense tense) => In(tense, PolitePresent, PoliteFuture, PolitePast);
    }

    /// <summary>One question about each of several days.</summary>
    /// <param name="intent">What is asked.</param>
    /// <param name="word">The place in the grammar of the word that meets the day.</param>
    /// <param name="korean">What stands between day and ending.</param>
    /// <param name="bare">The same without the particle, as people say it.</param>
    /// <param name="ending">The end of the Korean question.</param>
    /// <param name="english">The English question up to the day, in present, future and past.</param>
    /// <param name="days">The days.</param>
    internal static IEnumerable<EverydaySentence> Ask(string intent, int word, string korean, string bare, Ending ending, (string Present, string Future, string Past) english, IEnumerable<Day> days)
    {
        int place = 0;
        foreach (Day day in days)
        {
            string start = day == Day.None ? "" : day.Korean + " ";
            string words = In(day.Tense, english.Present, english.Future, english.Past);
            string name = day == Day.None ? "no day" : day.English.Replace("on ", "", StringComparison.Ordinal);
            string casual = $"{start}{korean} {ending.Casual(day.Tense)}?";
            yield return new(
                day == Day.None ? $"{words}?" : $"{words} {day.English}?",
                casual,
                EverydaySentence.Held(word, place++),
                [
                    new(casual, intent, name),
                    new($"{start}{korean} {ending.Polite(day.Tense)}?", intent, name),
                    new($"{start}{bare} {ending.Casual(day.Tense)}?", intent, name),
                ]);
        }
    }

    private static string In(Tense tense, string present, string future, string past) => tense switch { Tense.Present => present, Tense.Future => future, _ => past };

    private static IEnumerable<EverydaySentence> Quantity() => Quantities.SelectMany((q, i) => Ask(
        q.Noun.English, i, q.Noun.Subject, q.Noun.Korean, q.Ending,
        ($"What is the {q.Noun.English}", $"What will the {q.Noun.English} be", $"What was the {q.Noun.English}"), [.. Day.Near, Day.None]));

    private static IEnumerable<EverydaySentence> Weather()
    {
        for (int i = 0; i < Cities.Length; i++)
        {
            Noun city = Cities[i];
            string place = "in " + city.English;
            foreach (var sentence in Ask("weather", i, $"{city.Korean} 날씨가", $"{city.Korean} 날씨", How, ($"How is the weather {place}", $"How will the weather be {place}", $"How was the weather {place}"), [.. Day.Near, Day.None]))
                yield return sentence;
            foreach (var sentence in Ask("rain", i + 1, $"{city.Korean}에 비가", $"{city.Korean}에 비", Comes, ($"Is it raining {place}", $"Will it rain {place}", $"Did it rain {place}"), Day.Near))
                yield return sentence;
            foreach (var sentence in Ask("snow", i + 2, $"{city.Korean}에 눈이", $"{city.Korean}에 눈", Comes, ($"Is it snowing {place}", $"Will it snow {place}", $"Did it snow {place}"), Day.Near))
                yield return sentence;
            for (int j = 0; j < Conditions.Length; j++)
            {
                var (english, ending) = Conditions[j];
                foreach (var sentence in Ask(english, i + j, city.Topic, city.Korean, ending, ($"Is it {english} {place}", $"Will it be {english} {place}", $"Was it {english} {place}"), Day.Near))
                    yield return sentence;
            }
        }
    }

    private static IEnumerable<EverydaySentence> Appointments() => Events.SelectMany((e, i) =>
    {
        Day[] days = [.. Day.Near, .. Day.OfWeek];
        return (IEnumerable<EverydaySentence>)
        [
            .. Ask("event", i, e.Subject, e.Korean, IsThere, ($"Is there {e.One}", $"Is there {e.One}", $"Was there {e.One}"), days),
            .. Ask("start time", i + 1, e.Topic, e.Korean, Starts, ($"What time does the {e.English} start", $"What time does the {e.English} start", $"What time did the {e.English} start"), [.. days, Day.None]),
            .. Ask("end time", i + 2, e.Topic, e.Korean, Ends, ($"What time does the {e.English} end", $"What time does the {e.English} end", $"What time did the {e.English} end"), [.. days, Day.None]),
            .. Ask("event place", i + 3, e.Topic, e.Korean, TakesPlace, ($"Where is the {e.English}", $"Where is the {e.English}", $"Where was the {e.English}"), [.. days, Day.None]),
        ];
    });
}
