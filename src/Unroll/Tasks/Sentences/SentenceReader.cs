using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Says several things of a sentence, such as what it asks and about which day: a model of one input of words and one output for each. One file holds it all.</summary>
public sealed class SentenceReader
{
    /// <summary>What <see cref="TaskFile.KindOf"/> says of its files.</summary>
    public const string Kind = "sentence_reader";

    /// <summary>Wraps a model that takes [batch, words] and gives, for each label set, [batch, labels].</summary>
    /// <exception cref="ArgumentException">The settings don't fit the model.</exception>
    public SentenceReader(Model model, SentenceReaderSettings settings)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        TokenModels.Check(model, settings.Vocabulary);
        var outputs = model.Graph.Outputs;
        if (settings.Outputs.Count != outputs.Count) Throw.Argument($"The model has {outputs.Count} outputs, but there are {settings.Outputs.Count} label sets. Give one for each output.", nameof(settings));
        for (int i = 0; i < outputs.Count; i++)
        {
            Shape shape = outputs[i].Shape;
            LabelSet set = settings.Outputs[i];
            if (shape.Rank != 2 || shape[1] != set.Labels.Count)
                Throw.Argument($"The model's output {i} has the shape {shape}, but '{set.Name}' has {set.Labels.Count} labels. Give one label for each value.", nameof(settings));
        }
        if (settings.Outputs.DistinctBy(static set => set.Name).Count() != outputs.Count)
            Throw.Argument($"The label sets are {TextList.Of(settings.Outputs.Select(static set => set.Name))}, but expected each name once. Name them apart.", nameof(settings));
        (Model, Settings) = (model, settings);
    }

    /// <summary>The model inside.</summary>
    public Model Model { get; }

    /// <summary>What stands around the model.</summary>
    public SentenceReaderSettings Settings { get; }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged, of another kind, or holds a model without this task.</exception>
    public static SentenceReader Load(string path) =>
        TaskFile.Load(path, Kind, TaskContext.Default.SavedTaskSentenceReaderSettings, static (model, settings) => new SentenceReader(model, settings));

    /// <summary>Writes model and settings to one <c>.safetensors</c> file.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public void Save(string path) => TaskFile.Save(path, Model, Kind, Settings, TaskContext.Default.SavedTaskSentenceReaderSettings);

    /// <summary>The most likely labels of each set, by its name, the likeliest first.</summary>
    /// <param name="sentence">Plain text.</param>
    /// <param name="top">How many labels to give of each set at most.</param>
    /// <exception cref="ArgumentException">The sentence has no words.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<LabelProbability>> Predict(string sentence, int top = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        IReadOnlyList<Tensor<float>> outputs = Model.PredictAll(Dataset.From(Settings.Encode([sentence])));
        return Settings.Outputs.Zip(outputs).ToDictionary(pair => pair.First.Name, pair => Best(pair.First.Labels, pair.Second, top));
    }

    private static IReadOnlyList<LabelProbability> Best(IReadOnlyList<string> labels, Tensor<float> output, int top)
    {
        var probabilities = new float[labels.Count];
        output.FlattenTo(probabilities);
        return [.. labels.Zip(probabilities, (label, p) => new LabelProbability(label, p)).OrderByDescending(l => l.Probability).Take(top)];
    }
}
