using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>Word spacing: a bidirectional LSTM says of each syllable whether a space follows.</summary>
internal sealed class SpacingTraining(Catalogue texts, TextModelSettings settings, IReadOnlyList<string> sources) : TextModelTraining(texts, settings)
{
    private const int Examples = 5;

    private SpacingTexts _data = SpacingTexts.None;
    private SpacingTaggerSettings? _around;

    protected override string[] Plots => ["loss", "accuracy"];

    protected override Model Prepare()
    {
        _data = SpacingTexts.Read(sources, Settings.Limit, Texts);
        if (sources.Contains(SpacingTexts.Built)) Output.WriteLine(Texts.MadeByGrammar);
        Output.WriteLine(Texts.SpacingDivided(_data.Train.Count, _data.Tests.Sum(test => test.Texts.Count)));
        Output.WriteLine();
        _around = SpacingTaggerSettings.Of(_data.Train) with { DatasetName = string.Join(", ", _data.Tests.Select(test => test.Source)) };
        var model = new Sequential((ulong)Settings.Run.Seed)
        {
            new InputLayer(Shape.Any) { Name = "characters", Type = ElementType.Int32 },
            new Embedding(_around.Vocabulary.Count, Settings.Embedding) { MaskZero = true },
            new Dropout(0.2f),
            new Bidirectional(new Lstm(Settings.Units) { ReturnSequences = true }),
            new Dropout(0.2f),
            new Bidirectional(new Lstm(Settings.Units) { ReturnSequences = true }),
            new Dense(1) { Activation = Activation.Sigmoid },
        };
        double steps = (double)Settings.Run.Epochs * ((_data.Train.Count + Settings.Run.BatchSize - 1) / Settings.Run.BatchSize);
        model.Compile(
            loss: Loss.BinaryCrossentropy,
            optimizer: new Adam { Schedule = new CosineDecay(0.004, steps) { Alpha = 0.02 }, GlobalClipNorm = 5 },
            metrics: [Metric.Accuracy]);
        return model;
    }

    protected override History Fit(Model model, FitOptions options, CancellationToken stop) => model.Fit(_around!.Batches(_data.Train, options.BatchSize, (ulong)Settings.Run.Seed), options, stop);

    protected override void Save(Model model, string path) => new SpacingTagger(model, _around!).Save(path);

    protected override void Measure(Model model, JsonObject summary)
    {
        var tagger = new SpacingTagger(model, _around!);
        var scores = new JsonArray();
        foreach (var (source, texts) in _data.Tests)
        {
            Output.WriteLine();
            foreach (string text in texts.Take(Examples)) Output.WriteLine($"{text.Replace(" ", "", StringComparison.Ordinal)} → {tagger.Predict(text)}");
            SpacingScore score = tagger.Evaluate(texts);
            Output.WriteLine(Texts.SpacingScores(source, texts.Count, Invariant.Four(score.F1), Invariant.Four(score.Precision), Invariant.Four(score.Recall), Invariant.Four(score.WholeTexts)));
            scores.Add(new JsonObject
            {
                ["source"] = source,
                ["texts"] = texts.Count,
                ["f1"] = Json.Number(score.F1),
                ["precision"] = Json.Number(score.Precision),
                ["recall"] = Json.Number(score.Recall),
                ["whole_texts"] = Json.Number(score.WholeTexts),
            });
        }
        summary["tests"] = scores;
    }
}
