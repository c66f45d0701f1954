using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll train sensor</c>. What is left out follows from the source.</summary>
internal static class TrainSensorCommand
{
    public static Command Create(Catalogue texts)
    {
        var options = new SensorOptions(texts);
        var command = new Command("sensor", texts.TrainSensorAbout);
        options.AddTo(command);
        command.SetAction(parsed => new SensorTraining(texts, options.Read(parsed)).Run());
        return command;
    }
}
