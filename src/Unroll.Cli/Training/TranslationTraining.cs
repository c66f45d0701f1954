using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>Trains a translator, measures it on sources that it has not learnt from, and saves it.</summary>
internal sealed class TranslationTraining(Catalogue texts, TranslationSettings settings)
{
    private const int Examples = 8;

    private readonly TextWriter _output = Console.Out;

    public int Run() => ModelTraining.Run(texts, settings.Run, Prepare);

    private ReadyModel Prepare()
    {
        var corpus = TranslationCorpus.Read(settings.Source, settings.Data, texts);
        var data = corpus.Divide(settings);
        _output.WriteLine(texts.PairsDivided(data.Train.Count, data.Validation.Count, data.Test.Count));
        var translator = Create(corpus, data);
        return new ReadyModel(translator.Model, translator.Batches(data.Train, settings.Run.BatchSize))
        {
            Validation = translator.Batches(data.Validation, settings.Run.BatchSize, shuffle: false),
            Save = translator.Save,
            Measure = (_, summary) => Measure(translator, data.Test, corpus.IsSpoken).AddTo(summary),
            Summary = new() { ["source"] = settings.Source, ["beam"] = settings.Beam },
        };
    }

    private Translator Create(TranslationCorpus corpus, HeldOutPairs data)
    {
        var around = TranslatorSettings.Of(
            data.Train, settings.SourceTokens ?? corpus.SourceTokens, settings.TargetTokens ?? corpus.TargetTokens, settings.MaxWords, lowerCase: corpus.IsSpoken);
        var translator = Translator.Create(around with { DatasetName = corpus.Name, LicenceNotice = corpus.LicenceNotice }, settings.Size, (ulong)settings.Run.Seed);
        translator.Model.Compile(
            loss: Loss.SparseCategoricalCrossentropy,
            optimizer: new Adam { Schedule = new CosineDecay(settings.LearningRate, settings.Run.StepsOver(data.Train.Count)) { Alpha = 0.02 }, GlobalClipNorm = 5 },
            metrics: [Metric.Accuracy]);
        return translator;
    }

    /// <returns>The scores of the search with a beam.</returns>
    private TranslationScores Measure(Translator translator, IReadOnlyList<ReferencedText> test, bool spoken)
    {
        string[] sources = [.. test.Select(t => t.Source)];
        var greedy = TranslationScores.Of(translator.Translate(sources, beam: 1), test, spoken);
        var found = translator.Translate(sources, settings.Beam);
        var beam = TranslationScores.Of(found, test, spoken);
        _output.WriteLine();
        foreach (var translation in found.Take(Examples)) _output.WriteLine($"{translation.Source} → {translation.Text}");
        _output.WriteLine();
        _output.WriteLine(texts.GreedyScores(test.Count, greedy.ToString()));
        _output.WriteLine(texts.BeamScores(settings.Beam, beam.ToString()));
        return beam;
    }
}
