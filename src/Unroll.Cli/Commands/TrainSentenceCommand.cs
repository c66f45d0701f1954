using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll train sentence</c>.</summary>
internal static class TrainSentenceCommand
{
    public static Command Create(Catalogue texts)
    {
        var options = new TextModelOptions(texts, folder: "sentence", epochs: 20, batchSize: 32, embedding: 32, units: 64);
        var command = new Command("sentence", texts.TrainSentenceAbout);
        options.AddTo(command);
        command.SetAction(parsed => new SentenceTraining(texts, options.Read(parsed)).Run());
        return command;
    }
}
