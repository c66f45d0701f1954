using System.Globalization;
using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Training;

/// <summary>Trains a captioner, measures it on pictures that it has not learnt from, and saves it.</summary>
internal sealed class CaptionTraining(Catalogue texts, CaptionSettings settings)
{
    private const int OnSheet = 12;
    private const double WordNoise = 0.2;

    private readonly TextWriter _output = Console.Out;

    public int Run() => ModelTraining.Run(texts, settings.Run, Prepare);

    private ReadyModel Prepare()
    {
        var data = CaptionData.Read(settings, texts);
        _output.WriteLine(texts.CaptionPictures(data.Count, string.Join(", ", data.Tests.Select(t => $"{t.Name}: {t.Pictures.Count}"))));
        var captioner = Create(data);
        var batches = new CaptionBatches(captioner, data.Count, data.Sample, settings.Run.BatchSize) { Seed = (ulong)settings.Run.Seed, WordNoise = WordNoise };
        return new ReadyModel(captioner.Model, Dataset.FromBatches(batches, prefetch: 2))
        {
            Save = captioner.Save,
            Measure = (folder, summary) => summary["tests"] = Measure(captioner, data, folder),
            Summary = new() { ["source"] = settings.Source, ["captions"] = settings.Language, ["beam"] = settings.Beam, ["tests"] = new JsonArray() },
        };
    }

    private Captioner Create(CaptionData data)
    {
        var around = CaptionerSettings.For(data.Captions) with
        {
            Language = settings.Source == CaptionData.FolderSource ? null : settings.Language,
            DatasetName = settings.Source,
            LicenceNotice = data.LicenceNotice,
        };
        var captioner = new Captioner(around, new CaptionerShape { Height = settings.Side, Width = settings.Side, Units = settings.Units }, (ulong)settings.Run.Seed);
        captioner.Model.Compile(
            loss: Loss.SparseCategoricalCrossentropy,
            optimizer: new Adam { Schedule = new CosineDecay(settings.LearningRate, settings.Run.StepsOver(data.Count)) { Alpha = 0.01 }, GlobalClipNorm = 5 },
            weightedMetrics: [Metric.Accuracy]);
        return captioner;
    }

    private JsonArray Measure(Captioner captioner, CaptionData data, OutputFolder folder)
    {
        _output.WriteLine();
        var tests = new JsonArray();
        foreach (var test in data.Tests)
        {
            var captions = captioner.Describe([.. test.Pictures.Select(p => p.Picture)], settings.Beam);
            var scores = CaptionScores.Of(test, captions);
            tests.Add(scores.ToJson());
            _output.WriteLine(texts.CaptionScore(test.Name, test.Pictures.Count, Percent(scores.Bleu / 100), Percent(scores.Exact)));
            CaptionSheet.Save(
                [.. Shown(test.Pictures.Count).Select(i => (test.Pictures[i].Picture, captions[i].Text, (string?)Nearest(test.Pictures[i], captions[i])))],
                folder.Add($"captions-{test.Name}.png"));
        }

        return tests;
    }

    /// <summary>A few pictures at even distances.</summary>
    private static IEnumerable<int> Shown(int pictures)
    {
        int shown = Math.Min(OnSheet, pictures);
        return Enumerable.Range(0, shown).Select(i => (int)((long)i * pictures / shown));
    }

    /// <summary>The caption that was written if it is one of those expected, else the first of these.</summary>
    private static string Nearest(CaptionedPicture picture, Caption caption) =>
        picture.Captions.Contains(caption.Text, StringComparer.Ordinal) ? caption.Text : picture.Captions[0];

    private static string Percent(double part) => (100 * part).ToString("F1", CultureInfo.InvariantCulture);
}
