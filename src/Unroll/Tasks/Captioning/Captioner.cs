using Unroll.Kernels;

namespace Unroll;

/// <summary>Says what is to be seen in a picture: a model with what stands around it, in one file.</summary>
public sealed class Captioner
{
    /// <summary>The task's kind in model files.</summary>
    public const string Kind = "captioner";

    private readonly Model _encoder;
    private readonly Model _step;

    /// <summary>A captioner that has learnt nothing yet.</summary>
    /// <param name="settings">What stands around the model.</param>
    /// <param name="shape">How big the model is.</param>
    /// <param name="seed">Where its random numbers begin.</param>
    public Captioner(CaptionerSettings settings, CaptionerShape? shape = null, ulong seed = 0)
        : this(CaptionerModel.Create(shape ?? new CaptionerShape(), Checked(settings).Vocabulary.Count, seed), settings)
    {
    }

    private Captioner(Model model, CaptionerSettings settings)
    {
        (Model, Settings) = (model, Checked(settings));
        (_encoder, _step) = CaptionerSteps.Of(model, settings);
    }

    /// <summary>The model: pictures, [batch, height, width, 5], and the words so far, [batch, time], to the next words' probabilities, [batch, time, words].</summary>
    public Model Model { get; }

    /// <summary>What stands around the model.</summary>
    public CaptionerSettings Settings { get; }

    /// <summary>Rows of the pictures that the model takes.</summary>
    public int Height => Model.Graph.Inputs[0].Shape[1];

    /// <summary>Columns of the pictures that the model takes.</summary>
    public int Width => Model.Graph.Inputs[0].Shape[2];

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged, of another kind, or holds another task.</exception>
    public static Captioner Load(string path) =>
        TaskFile.Load(path, Kind, TaskContext.Default.SavedTaskCaptionerSettings, static (model, settings) => new Captioner(model, settings));

    /// <summary>Writes model and settings to one <c>.safetensors</c> file.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public void Save(string path) => TaskFile.Save(path, Model, Kind, Settings, TaskContext.Default.SavedTaskCaptionerSettings, Settings.LicenceNotice);

    /// <summary>The training's batches: pictures with the words so far, and the words that come next; with several captions of a picture, each is a sample.</summary>
    /// <param name="pictures">Pictures of the model's size with their captions.</param>
    /// <param name="batchSize">Samples in a batch.</param>
    /// <param name="seed">Where the orders of the passes come from.</param>
    public CaptionBatches Batches(IReadOnlyList<CaptionedPicture> pictures, int batchSize, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        (Picture Picture, string Caption)[] samples = [.. pictures.SelectMany(static p => p.Captions.Select(c => (p.Picture, c)))];
        return new CaptionBatches(this, samples.Length, (_, sample) => samples[sample], batchSize) { Seed = seed };
    }

    /// <summary>The caption of a picture.</summary>
    /// <param name="picture">A picture of the model's size.</param>
    /// <param name="beam">Hypotheses that are followed at once; 1 takes the likeliest word each time.</param>
    /// <exception cref="ShapeException">The picture is of another size.</exception>
    public Caption Describe(Picture picture, int beam = 4) => Describe([picture], beam)[0];

    /// <summary>The captions of pictures.</summary>
    /// <param name="pictures">Pictures of the model's size.</param>
    /// <param name="beam">Hypotheses that are followed at once; 1 takes the likeliest word each time.</param>
    /// <exception cref="ShapeException">A picture is of another size.</exception>
    public IReadOnlyList<Caption> Describe(IReadOnlyList<Picture> pictures, int beam = 4)
    {
        const int AtOnce = 64;
        ArgumentNullException.ThrowIfNull(pictures);
        return [.. pictures.Chunk(AtOnce).SelectMany(chunk => DescribeAtOnce(chunk, beam, results: 1).Select(static captions => captions[0]))];
    }

    /// <summary>The best captions of a picture that a beam finds, the likeliest first.</summary>
    /// <param name="picture">A picture of the model's size.</param>
    /// <param name="top">How many at most.</param>
    /// <param name="beam">Hypotheses that are followed at once; as many as <paramref name="top"/> at least.</param>
    public IReadOnlyList<Caption> DescribeTop(Picture picture, int top, int beam = 4) => DescribeAtOnce([picture], Math.Max(beam, top), top)[0];

    private IReadOnlyList<IReadOnlyList<Caption>> DescribeAtOnce(IReadOnlyList<Picture> pictures, int beam, int results)
    {
        IReadOnlyList<DataArray> encoded = [.. _encoder.PredictAll(Dataset.From(CaptionerInput.Of(pictures, Height, Width)))];
        var decoder = new ModelDecoder(_step, [encoded[0], encoded[1]], [encoded[2], encoded[3]]);
        var options = new DecodingOptions(Vocabulary.Start, Vocabulary.End, Settings.MaxLength) { Width = beam, Results = results };
        return [.. BeamSearch.Search(decoder, options).Select(found => found.Select(Caption).ToArray())];
    }

    private Caption Caption(Hypothesis hypothesis)
    {
        string[] words = [.. hypothesis.Tokens.Select(token => Settings.Vocabulary[token])];
        return new Caption(
            Settings.Tokenizer.Join(words), hypothesis.Ended ? [.. words, Settings.Vocabulary[Vocabulary.End]] : words,
            hypothesis.Attention, DoubleMath.Exp(hypothesis.LogProbability));
    }

    private static CaptionerSettings Checked(CaptionerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.MaxLength < 1)
        {
            Throw.Argument($"MaxLength is {settings.MaxLength}, but expected 1 or more.", nameof(settings));
        }
        return settings;
    }
}
