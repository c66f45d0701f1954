using System.Text.Json;
using CsCheck;

namespace Unroll.Tests.Data.Text;

public class TextTokenizerTests
{
    [Theory]
    [InlineData("What's the price (in won), please?", "What's|the|price|(|in|won|)|,|please|?")]
    [InlineData("오늘 주가가 몇이야?", "오늘|주가가|몇이야|?")]
    [InlineData("It rose 2.5% to 1,000.", "It|rose|2.5|%|to|1,000|.")]
    [InlineData("and/or \"x\" - y ?", "and|￭/|￭or|\"|￭x|￭\"|-|y|▁?")]
    [InlineData("a well-known x's -1", "a|well-known|x's|-|￭1")]
    [InlineData("  ", "")]
    public void Words_Text_KeepsWordsAndPunctuation(string text, string tokens)
    {
        Assert.Equal(tokens, string.Join('|', TextTokenizer.Words.Split(text)));
        Assert.Equal(text.Trim(), TextTokenizer.Words.Join(TextTokenizer.Words.Split(text)));
    }

    [Fact]
    public void Words_AnyText_ComesBackWithSingleSpaces() =>
        Gen.Char["ab1'-.,?!()￭▁ \t한글\"’😀"].Array[0, 30].Select(c => new string(c)).Sample(text =>
            Assert.Equal(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), TextTokenizer.Words.Join(TextTokenizer.Words.Split(text))));

    [Fact]
    public void Characters_AnyText_ComesBackExactly() =>
        Gen.String.Sample(text => Assert.Equal(text, TextTokenizer.Characters.Join(TextTokenizer.Characters.Split(text))));

    [Fact]
    public void Syllables_AnyText_ComesBackExactly() =>
        Gen.String.Sample(text => Assert.Equal(text, TextTokenizer.Syllables.Join(TextTokenizer.Syllables.Split(text))));

    [Fact]
    public void Characters_Text_KeepsPairsWhole() => Assert.Equal(["가", " ", "😀", "\uD83D"], TextTokenizer.Characters.Split("가 😀\uD83D"));

    [Fact]
    public void Syllables_MixedText_CutsHangulOnly() =>
        Assert.Equal(["Writer", " ", "문", "서", "2", "를"], TextTokenizer.Syllables.Split("Writer 문서2를"));

    [Fact]
    public void Jamo_EverySyllable_ComesBackExactly()
    {
        string all = string.Concat(Enumerable.Range(0xAC00, 11172).Select(c => (char)c)) + " ㄱㅏ abc 😀";
        Assert.Equal(all, TextTokenizer.Jamo.Join(TextTokenizer.Jamo.Split(all)));
        Assert.Equal(["ᄀ", "ᅡ", "ᆹ", "ᄂ", "ᅵ", "?"], TextTokenizer.Jamo.Split("값니?"));
    }

    [Fact]
    public void Compose_LooseJamo_StaysAsItIs()
    {
        Assert.Equal("ᅡ", Hangul.Compose("ᅡ"));
        Assert.Equal("각ᆨ", Hangul.Compose("각ᆨ"));
    }

    [Theory]
    [InlineData('값', true)]
    [InlineData('가', false)]
    [InlineData('힣', true)]
    [InlineData('x', false)]
    public void HasFinalConsonant_Character_Expected(char c, bool expected) => Assert.Equal(expected, Hangul.HasFinalConsonant(c));

    [Fact]
    public void Json_Tokenizer_IsItsName()
    {
        Assert.Equal("\"jamo\"", JsonSerializer.Serialize(TextTokenizer.Jamo));
        Assert.Same(TextTokenizer.Words, JsonSerializer.Deserialize<TextTokenizer>("\"words\""));
        Assert.StartsWith("There is no tokenizer 'bpe'. Choose one of words, characters, syllables, jamo.", Assert.Throws<ArgumentException>(() => TextTokenizer.Named("bpe")).Message, StringComparison.Ordinal);
    }
}
