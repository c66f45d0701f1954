using System.CommandLine;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary>The root of the command line.</summary>
internal static class UnrollCommand
{
    public static RootCommand Create(Catalogue texts)
    {
        var language = new Option<string>(Language.Option) { Description = texts.LanguageOption, Recursive = true, HelpName = "en|ko" };
        language.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not (Language.English or Language.Korean) and var received }])
                result.AddError(texts.UnknownLanguage(received));
        });
        return new RootCommand(texts.About)
        {
            language,
            new Command("train", texts.TrainAbout)
            {
                TrainReutersCommand.Create(texts),
                TrainCaptionsCommand.Create(texts),
            },
            PredictCommand.Create(texts),
            EvaluateCommand.Create(texts),
            SummaryCommand.Create(texts),
            new Command("data", texts.DataAbout)
            {
                DataReutersCommand.Create(texts),
                DataEmojiCommand.Create(texts),
            },
        };
    }
}
