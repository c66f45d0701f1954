namespace Unroll;

/// <summary>What stands around a model that sorts sounds: how a sound becomes frames, and what the outputs mean.</summary>
public sealed record SoundClassifierSettings
{
    /// <summary>The names of the model's outputs, in their order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>How a sound becomes a spectrogram.</summary>
    public required LogMel Features { get; init; }

    /// <summary>The number of frames that the model takes. Longer sounds lose their end, shorter ones are padded in front with zeros.</summary>
    public required int MaxFrames { get; init; }

    /// <summary>The data set that the model learnt from.</summary>
    public string? DatasetName { get; init; }

    /// <summary>What that data set's licence asks of those who use the model.</summary>
    public string? LicenceNotice { get; init; }
}
