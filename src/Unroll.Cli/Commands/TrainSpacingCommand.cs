using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll train spacing</c>.</summary>
internal static class TrainSpacingCommand
{
    public static Command Create(Catalogue texts)
    {
        var options = new TextModelOptions(texts, folder: "spacing", epochs: 12, batchSize: 32, embedding: 64, units: 96);
        var data = new Option<string[]>("--data")
        {
            Description = texts.SpacingDataOption,
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [SpacingTexts.Built],
        };
        var command = new Command("spacing", texts.TrainSpacingAbout) { data };
        options.AddTo(command);
        command.SetAction(parsed => new SpacingTraining(texts, options.Read(parsed), parsed.GetRequiredValue(data)).Run());
        return command;
    }
}
