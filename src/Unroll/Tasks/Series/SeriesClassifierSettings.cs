using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>What stands around a model that names a step of a series, such as the weather of a day.</summary>
public sealed record SeriesClassifierSettings
{
    /// <summary>The columns that the model sees, in their order.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The names of the model's outputs, in their order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Steps that the model sees.</summary>
    public required int Window { get; init; }

    /// <summary>Steps from the window's last to the one that is named: 1 for the next, 0 for the last itself.</summary>
    public required int StepsAhead { get; init; }

    /// <summary>The scale of each column, fitted on the training part.</summary>
    public required SeriesScaler Scaler { get; init; }

    /// <summary>How a file with such a series is read.</summary>
    // JSON's reader doesn't know the default.
    [JsonRequired]
    public SeriesCsvOptions Reading { get; init; } = new();

    /// <summary>The data set that the model learnt from.</summary>
    public string? DatasetName { get; init; }

    /// <summary>What that data set's licence asks of those who use the model.</summary>
    public string? LicenceNotice { get; init; }
}
