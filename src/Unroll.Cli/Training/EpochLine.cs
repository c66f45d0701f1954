using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>An epoch, or a part of one, in words and figures.</summary>
internal static class EpochLine
{
    /// <summary>A whole epoch on one line.</summary>
    public static string Whole(TrainingProgress progress, Catalogue texts) =>
        $"{Title(progress, texts)} - {Batches(progress)} - {Invariant.Seconds(progress.Elapsed)} - {Values(progress)}";

    public static string Title(TrainingProgress progress, Catalogue texts) => texts.Epoch(progress.Epoch, progress.Epochs);

    public static string Batches(TrainingProgress progress) => $"{progress.Batch}/{progress.Batches}";

    /// <summary>What the rest of the epoch takes if its batches take as long as those so far.</summary>
    public static TimeSpan Left(TrainingProgress progress) => progress.Elapsed * ((double)(progress.Batches - progress.Batch) / progress.Batch);

    public static string Values(TrainingProgress progress) =>
        string.Join(" - ", progress.Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}: {Invariant.Four(value.Value)}"));
}
