using System.Numerics.Tensors;
using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>Sorts short sounds, such as spoken words: a model with the way from a recording to frames and the labels' names. One file holds it all.</summary>
public sealed class SoundClassifier
{
    /// <summary>What <see cref="TaskFile.KindOf"/> says of its files.</summary>
    public const string Kind = "sound_classifier";

    /// <summary>Wraps a model that takes [batch, <see cref="SoundClassifierSettings.MaxFrames"/>, bands] and gives a probability for each label.</summary>
    /// <exception cref="ArgumentException">The settings don't fit the model.</exception>
    public SoundClassifier(Model model, SoundClassifierSettings settings)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.MaxFrames < 1) Throw.Argument($"MaxFrames is {settings.MaxFrames}, but expected 1 or more.", nameof(settings));
        TaskShapes.Check(model, new Shape([Shape.Any, settings.MaxFrames, settings.Features.Bands]), settings.Labels.Count, "labels");
        (Model, Settings) = (model, settings);
    }

    /// <summary>The model inside.</summary>
    public Model Model { get; }

    /// <summary>What stands around the model.</summary>
    public SoundClassifierSettings Settings { get; }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged, of another kind, or holds a model without this task.</exception>
    public static SoundClassifier Load(string path) =>
        TaskFile.Load(path, Kind, SoundTaskContext.Default.SavedTaskSoundClassifierSettings, static (model, settings) => new SoundClassifier(model, settings));

    /// <summary>What a model sees of sounds: silence at both ends cut off, the log-mel spectrogram, each band less its mean (which takes out loudness and a line's colour) and divided by 3.</summary>
    /// <param name="sounds">The sounds, at any sampling rates.</param>
    /// <param name="features">How a sound becomes a spectrogram.</param>
    /// <param name="maxFrames">Frames of each; padded in front with zeros, cut at the end.</param>
    /// <returns>[sounds, maxFrames, bands].</returns>
    public static Tensor<float> Frames(IReadOnlyList<Sound> sounds, LogMel features, int maxFrames)
    {
        ArgumentNullException.ThrowIfNull(sounds);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFrames, 1);
        int size = checked(maxFrames * features.Bands);
        var frames = new float[checked(sounds.Count * size)];
        for (int i = 0; i < sounds.Count; i++)
            SoundFrames.Write(sounds[i], features, frames.AsSpan(i * size, size));
        return Tensor.Create(frames, [sounds.Count, maxFrames, features.Bands]);
    }

    /// <summary>Writes model and settings to one <c>.safetensors</c> file.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public void Save(string path) =>
        TaskFile.Save(path, Model, Kind, Settings, SoundTaskContext.Default.SavedTaskSoundClassifierSettings, Settings.LicenceNotice);

    /// <summary>The most likely labels of a sound, the likeliest first.</summary>
    /// <param name="sound">The sound, at any sampling rate.</param>
    /// <param name="top">How many labels to give at most.</param>
    public IReadOnlyList<LabelProbability> Predict(Sound sound, int top = 3)
    {
        ArgumentNullException.ThrowIfNull(sound);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        float[] probabilities = Model.Predict(Frames([sound], Settings.Features, Settings.MaxFrames)).ToArray();
        return [.. Settings.Labels.Zip(probabilities, static (label, p) => new LabelProbability(label, p)).OrderByDescending(static l => l.Probability).Take(top)];
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SavedTask<SoundClassifierSettings>))]
internal sealed partial class SoundTaskContext : JsonSerializerContext;
