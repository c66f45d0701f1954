using System.Text.Json.Nodes;

namespace Unroll.Cli.Training;

/// <summary>A model that is ready to learn, and what to do with it when it has.</summary>
/// <param name="Model">The model, compiled.</param>
/// <param name="Data">What it learns from.</param>
internal sealed record ReadyModel(Model Model, Dataset Data)
{
    public Dataset? Validation { get; init; }

    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>The metrics that the folder gets plots of, the loss first.</summary>
    public string[] Plots { get; init; } = ["loss", "accuracy"];

    /// <summary>Writes the model, with all that stands around it, to a path.</summary>
    public required Action<string> Save { get; init; }

    /// <summary>Measures the model on what it hasn't learnt from: prints the figures, and adds them to the summary and pictures to the folder.</summary>
    public required Action<OutputFolder, JsonObject> Measure { get; init; }

    /// <summary>What the summary begins with, also where nothing is measured because the training was interrupted.</summary>
    public JsonObject Summary { get; init; } = [];
}
