namespace Unroll.Tests.Tasks;

/// <summary>A handful of sentences, and translators that have learnt them by heart.</summary>
internal static class SmallTranslator
{
    public static readonly TextPair[] Pairs =
    [
        new("What is the stock price today?", "오늘 주가가 몇이야?"),
        new("What is the stock price tomorrow?", "내일 주가가 몇이야?"),
        new("How is the weather today?", "오늘 날씨가 어때?"),
        new("How is the weather tomorrow?", "내일 날씨가 어때?"),
        new("Turn on the light.", "불을 켜 줘."),
        new("Off!", "꺼!"),
    ];

    public static string[] Sources => [.. Pairs.Select(p => p.Source)];

    public static string[] Targets => [.. Pairs.Select(p => p.Target)];

    public static Translator Untrained(TranslatorAttention attention, int layers = 1, float dropout = 0)
    {
        var settings = TranslatorSettings.Of(Pairs, TextTokenizer.Words, TextTokenizer.Syllables) with { DatasetName = "six pairs", LicenceNotice = "none" };
        return Translator.Create(settings, new TranslatorOptions { Units = 24, Embedding = 12, Layers = layers, Attention = attention, Dropout = dropout }, seed: 3);
    }

    public static Translator Trained(TranslatorAttention attention, int layers = 1)
    {
        Translator translator = Untrained(attention, layers);
        translator.Model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.01, GlobalClipNorm = 1 }, [Metric.Accuracy]);
        History history = translator.Model.Fit(translator.Batches(Pairs, batchSize: 3), new FitOptions { Epochs = 120 * layers });
        Assert.True(history["loss"][^1] < 0.1, $"The loss is {history["loss"][^1]}.");
        return translator;
    }
}
