using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>Word spacing: a bidirectional LSTM says of each syllable whether a space follows.</summary>
internal sealed class SpacingTraining(Catalogue texts, TextModelSettings settings, IReadOnlyList<string> sources)
{
    private const int Examples = 5;

    private readonly TextWriter _output = Console.Out;

    public int Run() => ModelTraining.Run(texts, settings.Run, Prepare);

    private ReadyModel Prepare()
    {
        var data = SpacingTexts.Read(sources, settings.Limit, texts);
        if (sources.Contains(SpacingTexts.Built)) _output.WriteLine(texts.MadeByGrammar);
        _output.WriteLine(texts.SpacingDivided(data.Train.Count, data.Tests.Sum(test => test.Texts.Count)));
        _output.WriteLine();
        var around = SpacingTaggerSettings.Of(data.Train) with { DatasetName = string.Join(", ", data.Tests.Select(test => test.Source)) };
        var tagger = new SpacingTagger(NewModel(around, data.Train.Count), around);
        return new ReadyModel(tagger.Model, around.Batches(data.Train, settings.Run.BatchSize, (ulong)settings.Run.Seed))
        {
            Save = tagger.Save,
            Measure = (_, summary) => Measure(tagger, data, summary),
        };
    }

    private Sequential NewModel(SpacingTaggerSettings around, int texts)
    {
        var model = new Sequential((ulong)settings.Run.Seed)
        {
            new InputLayer(Shape.Any) { Name = "characters", Type = ElementType.Int32 },
            new Embedding(around.Vocabulary.Count, settings.Embedding) { MaskZero = true },
            new Dropout(0.2f),
            new Bidirectional(new Lstm(settings.Units) { ReturnSequences = true }),
            new Dropout(0.2f),
            new Bidirectional(new Lstm(settings.Units) { ReturnSequences = true }),
            new Dense(1) { Activation = Activation.Sigmoid },
        };
        model.Compile(
            loss: Loss.BinaryCrossentropy,
            optimizer: new Adam { Schedule = new CosineDecay(0.004, settings.Run.StepsOver(texts)) { Alpha = 0.02 }, GlobalClipNorm = 5 },
            metrics: [Metric.Accuracy]);
        return model;
    }

    private void Measure(SpacingTagger tagger, SpacingTexts data, JsonObject summary)
    {
        var scores = new JsonArray();
        foreach (var (source, tests) in data.Tests)
        {
            _output.WriteLine();
            foreach (string text in tests.Take(Examples)) _output.WriteLine($"{text.Replace(" ", "", StringComparison.Ordinal)} → {tagger.Predict(text)}");
            SpacingScore score = tagger.Evaluate(tests);
            _output.WriteLine(texts.SpacingScores(source, tests.Count, Invariant.Four(score.F1), Invariant.Four(score.Precision), Invariant.Four(score.Recall), Invariant.Four(score.WholeTexts)));
            scores.Add(new JsonObject
            {
                ["source"] = source,
                ["texts"] = tests.Count,
                ["f1"] = Json.Number(score.F1),
                ["precision"] = Json.Number(score.Precision),
                ["recall"] = Json.Number(score.Recall),
                ["whole_texts"] = Json.Number(score.WholeTexts),
            });
        }

        summary["tests"] = scores;
    }
}
