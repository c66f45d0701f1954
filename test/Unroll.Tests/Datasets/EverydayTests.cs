using Unroll.Datasets;

namespace Unroll.Tests.Datasets;

public class EverydayTests
{
    [Fact]
    public void Pairs_Lecture_StandInTraining()
    {
        var (train, _) = Everyday.Pairs();
        Assert.Contains(new TextPair("What is the stock price today?", "오늘 주가가 몇이야?"), train);
        Assert.Contains(new TextPair("What will the stock price be tomorrow?", "내일 주가가 몇이야?"), train);
    }

    [Fact]
    public void Pairs_Split_HasNoTextTwice()
    {
        var (train, test) = Everyday.Pairs();
        TextPair[] all = [.. train, .. test];
        Assert.InRange(all.Length, 4000, 6000);
        Assert.InRange(test.Count, all.Length / 10, all.Length / 6);
        Assert.Equal(all.Length, all.Select(p => p.Source).Distinct().Count());
        Assert.Equal(all.Length, all.Select(p => p.Target).Distinct().Count());
    }

    [Fact]
    public void Pairs_TestWords_AllOccurInTraining()
    {
        var (train, test) = Everyday.Pairs();
        static IEnumerable<string> Words(IEnumerable<TextPair> pairs) => pairs.SelectMany(p => TextTokenizer.Words.Split(p.Source).Concat(TextTokenizer.Words.Split(p.Target)));
        Assert.Empty(Words(test).Except(Words(train)));
    }

    [Theory]
    [InlineData("What was the exchange rate yesterday?", "어제 환율이 얼마였어?")]
    [InlineData("What time does the library open tomorrow?", "내일 도서관은 몇 시에 열어?")]
    [InlineData("Is there an exam on Monday?", "월요일에 시험이 있어?")]
    [InlineData("Will it rain in Paris the day after tomorrow?", "모레 파리에 비가 올까?")]
    [InlineData("My older brother did not listen to music yesterday.", "형은 어제 음악을 듣지 않았어.")]
    [InlineData("Are you cleaning the kitchen now?", "너는 지금 부엌을 청소하고 있어?")]
    [InlineData("Please wake me up at half past seven tomorrow morning.", "내일 아침 일곱 시 반에 깨워 주세요.")]
    public void Pairs_Grammar_GivesParticlesAndEndings(string english, string korean)
    {
        var (train, test) = Everyday.Pairs();
        Assert.Contains(new TextPair(english, korean), train.Concat(test));
    }

    [Fact]
    public void Questions_CasualAndPolite_HaveIntentAndDay()
    {
        var (train, test) = Everyday.Questions();
        Assert.Contains(new EverydayQuestion("오늘 주가가 몇이야?", "stock price", "today"), train);
        Assert.Contains(new EverydayQuestion("내일 주가가 몇인가요?", "stock price", "tomorrow"), train);
        Assert.Contains(new EverydayQuestion("주가가 몇이야?", "stock price", "no day"), train);
        Assert.Empty(test.Select(q => q.Intent).Except(train.Select(q => q.Intent)));
        Assert.Empty(test.Select(q => q.Text).Intersect(train.Select(q => q.Text)));
    }
}
