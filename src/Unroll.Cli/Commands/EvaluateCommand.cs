using System.CommandLine;
using Unroll.Cli.Evaluation;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll evaluate MODEL</c>.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Catalogue texts)
    {
        var model = SavedModel.Argument(texts);
        var json = new Option<bool>("--json") { Description = texts.JsonOption };
        var threads = NumberOption.Threads(texts);
        var command = new Command("evaluate", texts.EvaluateAbout) { model, json, threads };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(threads) is { } count) ComputeOptions.Threads = count;
            string path = SavedModel.Existing(parsed.GetRequiredValue(model), texts);
            ReutersEvaluation.Run(path, texts, parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }
}
