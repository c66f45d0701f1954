using System.CommandLine;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary>The root of the command line.</summary>
internal static class UnrollCommand
{
    public static RootCommand Create(Catalogue texts)
    {
        var language = ChoiceOption.Create(texts, Language.Option, texts.LanguageOption, [Language.English, Language.Korean], null);
        language.Recursive = true;
        return new RootCommand(texts.About)
        {
            language,
            new Command("train", texts.TrainAbout)
            {
                TrainReutersCommand.Create(texts),
                TrainSentenceCommand.Create(texts),
                TrainSensorCommand.Create(texts),
                TrainDigitsCommand.Create(texts),
                TrainCaptionsCommand.Create(texts),
                TrainTranslateCommand.Create(texts),
                TrainSpacingCommand.Create(texts),
            },
            PredictCommand.Create(texts),
            EvaluateCommand.Create(texts),
            SummaryCommand.Create(texts),
            InspectCommand.Create(texts),
            LabCommand.Create(texts),
            new Command("data", texts.DataAbout)
            {
                DataReutersCommand.Create(texts),
                DataSeriesCommand.Create(texts),
                DataDigitsCommand.Create(texts),
                DataEmojiCommand.Create(texts),
                DataGettextCommand.Create(texts),
                DataCmudictCommand.Create(texts),
            },
        };
    }
}
