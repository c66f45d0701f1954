using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>What stands around a model that forecasts a series.</summary>
public sealed record SeriesForecasterSettings
{
    /// <summary>The columns that the model sees, in their order.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The column, one of those, that is forecast.</summary>
    public required string Target { get; init; }

    /// <summary>Steps that the model sees.</summary>
    public required int Window { get; init; }

    /// <summary>Steps that it forecasts.</summary>
    public required int StepsAhead { get; init; }

    /// <summary>The scale of each column, fitted on the training part.</summary>
    public required SeriesScaler Scaler { get; init; }

    /// <summary>Whether the model sees and forecasts differences from its window's last step, as suits a series that goes on rising.</summary>
    public bool RelativeToLast { get; init; }

    /// <summary>How a file with such a series is read.</summary>
    // JSON's reader doesn't know the default.
    [JsonRequired]
    public SeriesCsvOptions Reading { get; init; } = new();

    /// <summary>The data set that the model learnt from.</summary>
    public string? DatasetName { get; init; }

    /// <summary>What that data set's licence asks of those who use the model.</summary>
    public string? LicenceNotice { get; init; }
}
