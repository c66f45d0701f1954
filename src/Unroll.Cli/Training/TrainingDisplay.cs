using Spectre.Console;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>Shows a training as it goes: with a bar on a terminal, as one line an epoch elsewhere.</summary>
internal static class TrainingDisplay
{
    public static History Run(Catalogue texts, int epochs, Func<IProgress<TrainingProgress>, History> fit) =>
        !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi
            ? LiveDisplay.Run(AnsiConsole.Console, texts, epochs, fit)
            : fit(new PlainDisplay(Console.Out, texts));
}
