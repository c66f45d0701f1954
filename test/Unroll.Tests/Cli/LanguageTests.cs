using Unroll.Cli.Texts;

namespace Unroll.Tests.Cli;

public class LanguageTests
{
    [Theory]
    [InlineData("ko_KR.UTF-8", null, null, "ko")]
    [InlineData(null, "ko", "en_US.UTF-8", "ko")]
    [InlineData("", "", "ko_KR@euro", "ko")]
    [InlineData("C", "ko_KR.UTF-8", "ko_KR.UTF-8", "en")]
    [InlineData("kok_IN", null, null, "en")]
    [InlineData(null, null, null, "en")]
    public void OfLocale_FirstVariableThatIsSet_Counts(string? all, string? messages, string? lang, string expected)
    {
        var variables = new Dictionary<string, string?> { ["LC_ALL"] = all, ["LC_MESSAGES"] = messages, ["LANG"] = lang };
        Assert.Equal(expected, Language.OfLocale(name => variables[name]));
    }

    [Theory]
    [InlineData("--language", "ko")]
    [InlineData("--language=ko")]
    [InlineData("predict", "--language:ko")]
    public void Choose_OptionGiven_CountsBeforeTheSystem(params string[] arguments) => Assert.Equal("ko", Language.Choose(arguments));
}
