namespace Unroll.Cli.Training;

/// <summary>How well a model or a simple rule does on the test: the figures that <see cref="ISensorTask.Figures"/> names.</summary>
internal sealed record SensorScore(string Name, double First, double Second);
