using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>The part of a checkpoint that is no tensor: whose it is, and how far the training has come.</summary>
internal sealed class CheckpointState
{
    /// <summary>Whose checkpoint it is: each part has to be the same for the training to go on.</summary>
    public required SortedDictionary<string, string> Identity { get; init; }

    /// <summary>Epochs done.</summary>
    public required int Epoch { get; init; }

    /// <summary>Batches done in the epoch at hand.</summary>
    public required int Batch { get; init; }

    /// <summary>Passes over the data that are done.</summary>
    public required int Pass { get; init; }

    /// <summary>Batches done in the pass at hand.</summary>
    public required int BatchInPass { get; init; }

    /// <summary>What identifies those batches, if they come from a stream.</summary>
    public required string BatchDigest { get; init; }

    /// <summary>Whether a callback has ended the training.</summary>
    public required bool Stopped { get; init; }

    /// <summary>Batches that the optimizer has seen in all.</summary>
    public required long Steps { get; init; }

    /// <summary>A learning rate that a callback has set.</summary>
    public required double? LearningRate { get; init; }

    /// <summary>Running sums of the epoch at hand.</summary>
    public required double[][] Sums { get; init; }

    /// <summary>The time that the epoch at hand has taken, in ticks.</summary>
    public required long Elapsed { get; init; }

    /// <summary>What was measured, by name.</summary>
    public required SortedDictionary<string, double[]> History { get; init; }

    /// <summary>How long the epochs took, in ticks.</summary>
    public required long[] EpochTicks { get; init; }

    /// <summary>The results of the last epoch.</summary>
    public required SortedDictionary<string, double> LastResults { get; init; }

    /// <summary>The callbacks' numbers, in their order.</summary>
    public required List<SortedDictionary<string, double>> Callbacks { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CheckpointContext : JsonSerializerContext;
