namespace Unroll.Cli.Training;

/// <summary>What a series is learned for: to forecast numbers, or to name steps.</summary>
internal interface ISensorTask
{
    /// <summary>The names of a score's two figures.</summary>
    (string First, string Second) Figures { get; }

    /// <summary>What needs no network.</summary>
    IReadOnlyList<SensorScore> Baselines();

    /// <summary>A network of a kind, compiled.</summary>
    Sequential Build(string kind);

    (Dataset Training, Dataset Validation) Data(Sequential model);

    SensorScore Score(string name, Sequential model);

    /// <summary>Writes the model and a picture of its test.</summary>
    void Save(string name, Sequential model, OutputFolder folder);
}
