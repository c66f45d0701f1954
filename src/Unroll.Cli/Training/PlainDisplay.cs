using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>One line an epoch, for files and pipes.</summary>
internal sealed class PlainDisplay(TextWriter output, Catalogue texts) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.EpochEnded) output.WriteLine(EpochLine.Whole(value, texts));
    }
}
