using Unroll.Cli.Texts;
using Unroll.Datasets;
using Unroll.Images;

namespace Unroll.Cli.Training;

/// <summary>Pictures under a name, to measure a captioner on.</summary>
internal sealed record CaptionTest(string Name, IReadOnlyList<CaptionedPicture> Pictures);

/// <summary>What a captioner learns from and is measured on.</summary>
internal sealed class CaptionData
{
    public const string SceneSource = "scenes", EmojiSource = "emoji", FolderSource = "folder";

    public static readonly string[] Sources = [SceneSource, EmojiSource, FolderSource];

    /// <summary>Of ten photographs one is for the test.</summary>
    private const int TestShare = 10;

    /// <summary>The training's captions, for the vocabulary.</summary>
    public required IReadOnlyList<string> Captions { get; init; }

    /// <summary>Samples of an epoch.</summary>
    public required int Count { get; init; }

    /// <summary>Of a pass and a sample's number, the picture and its caption.</summary>
    public required Func<int, int, (Picture Picture, string Caption)> Sample { get; init; }

    public required IReadOnlyList<CaptionTest> Tests { get; init; }

    public string? LicenceNotice { get; init; }

    public static CaptionData Read(CaptionSettings settings, Catalogue texts) => settings.Source switch
    {
        SceneSource => OfScenes(settings),
        EmojiSource => OfEmoji(settings, texts),
        _ => OfFolder(settings, texts),
    };

    /// <summary>Scenes are drawn as they are needed, others in each epoch.</summary>
    private static CaptionData OfScenes(CaptionSettings settings)
    {
        const int ForVocabulary = 5000;
        ulong seed = (ulong)settings.Run.Seed;
        return new CaptionData
        {
            Captions = [.. Enumerable.Range(0, ForVocabulary).Select(i => Scenes.At(seed, SceneSplit.Train, i).Caption(settings.Language))],
            Count = settings.Scenes,
            Sample = (pass, i) =>
            {
                var scene = Scenes.At(seed, SceneSplit.Train, ((long)pass * settings.Scenes) + i);
                return (scene.Draw(settings.Side), scene.Caption(settings.Language));
            },
            Tests = [Test("unseen", SceneSplit.Unseen), Test("seen", SceneSplit.Seen)],
        };

        CaptionTest Test(string name, SceneSplit split) => new(name, [.. Enumerable.Range(0, settings.Tests).Select(i =>
        {
            var scene = Scenes.At(seed, split, i);
            return new CaptionedPicture(scene.Draw(settings.Side), scene.Caption(settings.Language));
        })]);
    }

    private static CaptionData OfEmoji(CaptionSettings settings, Catalogue texts)
    {
        string folder = settings.Data ?? EmojiPictures.DefaultFolder;
        if (!Directory.Exists(Path.Combine(folder, EmojiPictures.Artists[0]))) throw new UserError(texts.NoEmoji(folder));
        CaptionFolder[] artists = [.. EmojiPictures.Artists.Select(artist =>
            CaptionFolder.Load(Path.Combine(folder, artist), settings.Side, settings.Side, EmojiPictures.CaptionsFile(settings.Language)))];
        return OfPictures(settings, artists[0].Pictures, new CaptionTest(EmojiPictures.Artists[1], artists[1].Pictures), EmojiPictures.LicenceNotice);
    }

    private static CaptionData OfFolder(CaptionSettings settings, Catalogue texts)
    {
        string folder = settings.Data ?? throw new UserError(texts.NoCaptionFolder);
        var pictures = CaptionFolder.Load(folder, settings.Side, settings.Side, allowMissing: settings.AllowMissing).Pictures;
        if (pictures.Count < 2) throw new UserError(texts.TooFewPictures(folder, pictures.Count));
        int[] order = [.. Enumerable.Range(0, pictures.Count)];
        new Philox((ulong)settings.Run.Seed, RandomStreams.Shuffle).Shuffle(order, step: 0);
        int tests = Math.Max(1, pictures.Count / TestShare);
        return OfPictures(settings, [.. order[tests..].Select(i => pictures[i])], new CaptionTest("test", [.. order[..tests].Select(i => pictures[i])]), licence: null);
    }

    /// <summary>Pictures that are changed a little each time.</summary>
    private static CaptionData OfPictures(CaptionSettings settings, IReadOnlyList<CaptionedPicture> train, CaptionTest test, string? licence)
    {
        (Picture Picture, string Caption)[] samples = [.. train.SelectMany(p => p.Captions.Select(c => (p.Picture, c)))];
        return new CaptionData
        {
            Captions = [.. samples.Select(s => s.Caption)],
            Count = samples.Length,
            Sample = (pass, i) => (PictureJitter.Apply(samples[i].Picture, (ulong)settings.Run.Seed, pass, i), samples[i].Caption),
            Tests = [test],
            LicenceNotice = licence,
        };
    }
}
