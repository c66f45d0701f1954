using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>Word spacing: a bidirectional LSTM says of each syllable whether a space follows.</summary>
internal sealed class SpacingTraining(Catalogue texts, TextModelSettings settings, string? file) : TextModelTraining(texts, settings)
{
    private const int Examples = 5;

    private SpacingTexts _data = SpacingTexts.None;
    private SpacingTaggerSettings? _around;

    protected override string[] Plots => ["loss", "accuracy"];

    protected override Model Prepare()
    {
        _data = SpacingTexts.Read(file, Settings.Limit, Texts);
        if (file is null) Output.WriteLine(Texts.MadeByGrammar);
        Output.WriteLine(Texts.SpacingDivided(_data.Train.Count, _data.Test.Count));
        Output.WriteLine();
        _around = SpacingTaggerSettings.Of(_data.Train) with { DatasetName = file is null ? "everyday" : Path.GetFileName(file) };
        var model = new Sequential((ulong)Settings.Seed)
        {
            new InputLayer(Shape.Any) { Name = "characters", Type = ElementType.Int32 },
            new Embedding(_around.Vocabulary.Count, Settings.Embedding) { MaskZero = true },
            new Dropout(0.2f),
            new Bidirectional(new Lstm(Settings.Units) { ReturnSequences = true }),
            new Dropout(0.2f),
            new Bidirectional(new Lstm(Settings.Units) { ReturnSequences = true }),
            new Dense(1) { Activation = Activation.Sigmoid },
        };
        double steps = (double)Settings.Epochs * ((_data.Train.Count + Settings.BatchSize - 1) / Settings.BatchSize);
        model.Compile(
            loss: Loss.BinaryCrossentropy,
            optimizer: new Adam { Schedule = new CosineDecay(0.004, steps) { Alpha = 0.02 }, GlobalClipNorm = 5 },
            metrics: [Metric.Accuracy]);
        return model;
    }

    protected override History Fit(Model model, FitOptions options, CancellationToken stop) => model.Fit(_around!.Batches(_data.Train, options.BatchSize, (ulong)Settings.Seed), options, stop);

    protected override void Save(Model model, string path) => new SpacingTagger(model, _around!).Save(path);

    protected override void Measure(Model model, JsonObject summary)
    {
        var tagger = new SpacingTagger(model, _around!);
        SpacingScore score = tagger.Evaluate(_data.Test);
        Output.WriteLine();
        foreach (string text in _data.Test.Take(Examples)) Output.WriteLine($"{text.Replace(" ", "", StringComparison.Ordinal)} → {tagger.Predict(text)}");
        Output.WriteLine();
        Output.WriteLine(Texts.SpacingScores(_data.Test.Count, Invariant.Four(score.F1), Invariant.Four(score.Precision), Invariant.Four(score.Recall), Invariant.Four(score.WholeTexts)));
        summary["f1"] = Json.Number(score.F1);
        summary["precision"] = Json.Number(score.Precision);
        summary["recall"] = Json.Number(score.Recall);
        summary["whole_texts"] = Json.Number(score.WholeTexts);
    }
}
