using Spectre.Console;
using Spectre.Console.Rendering;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>A bar for the running epoch on a terminal, with the batch, the time left and the figures; finished epochs stay above it as lines.</summary>
internal sealed class LiveDisplay(IAnsiConsole console, ProgressTask task, Catalogue texts) : IProgress<TrainingProgress>
{
    private const int BarWidth = 24;

    /// <summary>Runs a training with the bar under it.</summary>
    public static History Run(IAnsiConsole console, Catalogue texts, int epochs, Func<IProgress<TrainingProgress>, History> fit)
    {
        var figures = new Figures();
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = BarWidth }, figures)
            .Start(context => fit(new LiveDisplay(console, context.AddTask(texts.Epoch(1, epochs)), texts) { Shown = figures }));
    }

    private Figures Shown { get; init; } = new();

    public void Report(TrainingProgress value)
    {
        task.Description = Markup.Escape(EpochLine.Title(value, texts));
        task.MaxValue = value.Batches;
        task.Value = value.EpochEnded ? 0 : value.Batch;
        Shown.Text = $"{EpochLine.Batches(value)} - {texts.TimeLeft(Invariant.Clock(EpochLine.Left(value)))} - {EpochLine.Values(value)}";
        if (value.EpochEnded) console.WriteLine(EpochLine.Whole(value, texts));
    }

    private sealed class Figures : ProgressColumn
    {
        public string Text { get; set; } = "";

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(Text);
    }
}
