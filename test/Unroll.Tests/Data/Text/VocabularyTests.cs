using System.Text.Json;

namespace Unroll.Tests.Data.Text;

public class VocabularyTests
{
    private static readonly string[][] Texts = [["b", "a", "c"], ["a", "d", "a"], ["d", "b"]];

    [Fact]
    public void Build_Texts_OrdersByCountThenOrdinally()
    {
        Assert.Equal(["a", "b", "d", "c"], Vocabulary.Build(Texts).Words);
        Assert.Equal(["a", "b", "d"], Vocabulary.Build(Texts, minCount: 2).Words);
        Vocabulary two = Vocabulary.Build(Texts, maxSize: 6);
        Assert.Equal(["a", "b"], two.Words);
        Assert.Equal(6, two.Count);
    }

    [Fact]
    public void Encode_KnownAndUnknownWords_ComeBackUpToTheEnd()
    {
        var vocabulary = new Vocabulary(["오늘", "주가"]);
        int[] numbers = vocabulary.Encode(["오늘", "환율", "주가"], start: true, end: true);
        Assert.Equal([Vocabulary.Start, 4, Vocabulary.Unknown, 5, Vocabulary.End], numbers);
        Assert.Equal(["오늘", "[UNK]", "주가"], vocabulary.Decode([Vocabulary.Pad, .. numbers, 4, 5]));
        Assert.Equal("[PAD]", vocabulary[0]);
        Assert.Equal("주가", vocabulary[5]);
        Assert.True(vocabulary.Contains("주가"));
        Assert.False(vocabulary.Contains("[PAD]"));
    }

    [Fact]
    public void Json_Vocabulary_IsItsWords()
    {
        string json = JsonSerializer.Serialize(new Vocabulary(["a", "b"]));
        Assert.Equal("[\"a\",\"b\"]", json);
        Assert.Equal(["a", "b"], JsonSerializer.Deserialize<Vocabulary>(json)!.Words);
        Assert.StartsWith("The word 'a' stands in the vocabulary twice.", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Vocabulary>("[\"a\",\"a\"]")).Message, StringComparison.Ordinal);
        Assert.Equal("A vocabulary is an array of words.", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Vocabulary>("[1]")).Message);
    }

    [Fact]
    public void Vocabulary_BadWords_SaysWhich()
    {
        Assert.StartsWith("Word 1 of the vocabulary is empty. Leave it out.", Assert.Throws<ArgumentException>(() => new Vocabulary(["a", ""])).Message, StringComparison.Ordinal);
        Assert.StartsWith("The word 'a' stands in the vocabulary twice. Each word has one number.", Assert.Throws<ArgumentException>(() => new Vocabulary(["a", "a"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.Build(Texts, maxSize: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Vocabulary(["a"]).Decode([5]));
    }
}
