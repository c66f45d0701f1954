using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Unroll.Cli.Evaluation;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Training;

/// <summary>Learns spoken digits from synthesised voices, and tells how it does on voices that it never heard.</summary>
internal sealed class DigitsTraining(Catalogue texts, DigitsSettings settings)
{
    private const int MaxFrames = 120;

    /// <summary>A telephone's band: what the human recordings have.</summary>
    private static readonly LogMel s_features = new()
    {
        SampleRate = SpokenDigits.SampleRate,
        FrameLength = 256,
        Hop = 80,
        LowestFrequency = 100,
        HighestFrequency = 3800,
    };

    private sealed record Score(string Part, int[] Truth, int[] Heard)
    {
        public int Right => Truth.Zip(Heard).Count(pair => pair.First == pair.Second);

        public double Share => (double)Right / Truth.Length;
    }

    private readonly TextWriter _output = Console.Out;

    /// <summary>The cells that <c>--cell</c> names; the first is the default.</summary>
    public static IReadOnlyList<string> Cells { get; } = ["lstm", "gru"];

    public int Run() => ModelTraining.Run(texts, settings.Run, Prepare);

    private ReadyModel Prepare()
    {
        var parts = SpokenDigits.Parts.ToDictionary(part => part, part => SpokenDigits.Load(settings.Data, part));
        foreach (string part in SpokenDigits.Parts)
            _output.WriteLine(texts.Recorded(part, parts[part].Count, parts[part].DistinctBy(digit => digit.Voice).Count()));
        var training = Augmented(parts[SpokenDigits.Training]);
        _output.WriteLine(texts.WithCopies(training.Count));
        _output.WriteLine();
        var model = Build();
        return new ReadyModel(model, Arrays(training))
        {
            Validation = Arrays(parts[SpokenDigits.Validation]),
            Callbacks = [new EarlyStopping { Monitor = "val_loss", Patience = settings.Run.Epochs, RestoreBestWeights = true }],
            Save = Classifier(model).Save,
            Measure = (folder, summary) => Measure(model, parts, folder, summary),
        };
    }

    private static SoundClassifier Classifier(Model model) => new(model, new SoundClassifierSettings
    {
        Labels = SpokenDigits.Words,
        Features = s_features,
        MaxFrames = MaxFrames,
        DatasetName = SpokenDigits.Name,
        LicenceNotice = SpokenDigits.LicenceNotice,
    });

    /// <summary>Each recording, and changed copies of it.</summary>
    private List<SpokenDigit> Augmented(IReadOnlyList<SpokenDigit> digits)
    {
        var augmenter = new SoundAugmenter((ulong)settings.Run.Seed) { SpeedChange = 0.3, StrongestNoise = 5, NoiseSpread = 35 };
        var all = new List<SpokenDigit>(digits);
        for (int i = 0; i < digits.Count * settings.Copies; i++)
        {
            var original = digits[i % digits.Count];
            all.Add(original with { Sound = augmenter.Augment(original.Sound, i) });
        }

        return all;
    }

    private static (Tensor<float> X, int[] Y) Arrays(IReadOnlyList<SpokenDigit> digits) =>
        (SoundClassifier.Frames([.. digits.Select(digit => digit.Sound)], s_features, MaxFrames), [.. digits.Select(digit => digit.Digit)]);

    private Sequential Build()
    {
        var model = new Sequential(seed: (ulong)settings.Run.Seed)
        {
            new InputLayer(MaxFrames, s_features.Bands),
            new Masking(),
            new Bidirectional(Cell(returnSequences: true)),
            new Dropout(0.3f),
            new Bidirectional(Cell(returnSequences: false)),
            new Dropout(0.3f),
            new Dense(SpokenDigits.Words.Count) { Activation = Activation.Softmax },
        };
        model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { ClipNorm = 1 }, [Metric.Accuracy]);
        return model;
    }

    private RecurrentLayer Cell(bool returnSequences) => settings.Cell == "gru"
        ? new Gru(settings.Units) { ReturnSequences = returnSequences }
        : new Lstm(settings.Units) { ReturnSequences = returnSequences };

    private void Measure(Sequential model, Dictionary<string, IReadOnlyList<SpokenDigit>> parts, OutputFolder folder, JsonObject summary)
    {
        Score[] scores = [.. SpokenDigits.Parts.Skip(1).Select(part => Measure(model, part, parts[part]))];
        ShowScores(scores, parts[SpokenDigits.Human]);
        var test = scores.First(score => score.Part == SpokenDigits.Test);
        Confusion.Map(SpokenDigits.Words, test.Truth, test.Heard, texts.Spoken, texts.Heard).Save(folder.Add("confusion.png"));
        summary["parts"] = new JsonObject(scores.Select(score => KeyValuePair.Create<string, JsonNode?>(
            score.Part, new JsonObject { ["right"] = score.Right, ["of"] = score.Truth.Length })));
    }

    private static Score Measure(Sequential model, string part, IReadOnlyList<SpokenDigit> digits)
    {
        var (x, y) = Arrays(digits);
        int[] heard = [.. model.Predict(x).ToArray().Chunk(SpokenDigits.Words.Count).Select(row => Array.IndexOf(row, row.Max()))];
        return new Score(part, y, heard);
    }

    private void ShowScores(IReadOnlyList<Score> scores, IReadOnlyList<SpokenDigit> human)
    {
        _output.WriteLine();
        var table = new TextTable("", texts.RightOf, texts.Accuracy);
        foreach (var score in scores) table.Add(texts.DigitsPart(score.Part), $"{score.Right}/{score.Truth.Length}", Invariant.Four(score.Share));
        table.Write(_output);
        _output.WriteLine();
        var heard = scores.First(score => score.Part == SpokenDigits.Human).Heard;
        foreach (var (digit, answer) in human.Zip(heard))
            _output.WriteLine($"  {digit.Voice} {SpokenDigits.Words[digit.Digit]} -> {SpokenDigits.Words[answer]}{(digit.Digit == answer ? "" : "  *")}");
    }
}
