using System.Numerics.Tensors;

namespace Unroll;

/// <summary>
/// Puts the spaces back into text written without (Korean 띄어쓰기): a model that says of each character whether a space follows. One file holds it all.
/// </summary>
public sealed class SpacingTagger
{
    /// <summary>What <see cref="TaskFile.KindOf"/> says of its files.</summary>
    public const string Kind = "spacing_tagger";

    private const int BatchSize = 64;

    /// <summary>Wraps a model that takes [batch, characters] and gives the probability of a space after each, [batch, characters, 1].</summary>
    /// <exception cref="ArgumentException">The settings don't fit the model.</exception>
    public SpacingTagger(Model model, SpacingTaggerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        TokenModels.Check(model, settings.Vocabulary);
        Shape output = model.Graph.Outputs[0].Shape;
        if (model.Graph.Outputs.Count != 1 || output.Rank != 3 || output[2] != 1)
            Throw.Argument($"A spacing tagger's model gives a number a character, [batch, time, 1], but this one gives {output}. End it with new Dense(1) {{ Activation = Activation.Sigmoid }} on a layer that returns sequences.", nameof(model));
        (Model, Settings) = (model, settings);
    }

    /// <summary>The model inside.</summary>
    public Model Model { get; }

    /// <summary>What stands around the model.</summary>
    public SpacingTaggerSettings Settings { get; }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged, of another kind, or holds a model without this task.</exception>
    public static SpacingTagger Load(string path) =>
        TaskFile.Load(path, Kind, TaskContext.Default.SavedTaskSpacingTaggerSettings, static (model, settings) => new SpacingTagger(model, settings));

    /// <summary>Writes model and settings to one <c>.safetensors</c> file.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public void Save(string path) => TaskFile.Save(path, Model, Kind, Settings, TaskContext.Default.SavedTaskSpacingTaggerSettings);

    /// <summary>The text with its spaces put anew; those that it has don't count.</summary>
    /// <exception cref="ArgumentException">The text has no characters but spaces.</exception>
    public string Predict(string text) => Predict(SpacingTaggerSettings.Cut([text]))[0].ToString();

    /// <summary>How well the model finds the spaces of texts.</summary>
    /// <exception cref="ArgumentException">There are no texts, or one has no characters but spaces.</exception>
    public SpacingScore Evaluate(IReadOnlyList<string> texts)
    {
        SpacedText[] right = SpacingTaggerSettings.Cut(texts);
        SpacedText[] found = Predict(right);
        long both = 0, put = 0, wanted = 0, whole = 0;
        foreach (var (r, f) in right.Zip(found))
        {
            both += r.Spaces.Zip(f.Spaces, (x, y) => x && y).Count(b => b);
            put += f.Spaces.Count(space => space);
            wanted += r.Spaces.Count(space => space);
            if (r.Spaces.AsSpan().SequenceEqual(f.Spaces)) whole++;
        }
        return new SpacingScore(put == 0 ? 0 : (double)both / put, wanted == 0 ? 0 : (double)both / wanted, (double)whole / right.Length);
    }

    private SpacedText[] Predict(SpacedText[] texts)
    {
        Tensor<float> probabilities = Model.Predict(Settings.Encode(texts), BatchSize);
        return [.. texts.Select((text, i) => text with { Spaces = Spaces(probabilities, i, text.Characters.Count) })];
    }

    private static bool[] Spaces(Tensor<float> probabilities, int row, int length)
    {
        var spaces = new bool[length];
        for (int i = 0; i + 1 < length; i++) spaces[i] = probabilities[row, i, 0] >= 0.5f;
        return spaces;
    }
}
