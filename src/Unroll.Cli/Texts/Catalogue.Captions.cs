namespace Unroll.Cli.Texts;

internal abstract partial class Catalogue
{
    // Captions.
    public abstract string TrainCaptionsAbout { get; }
    public abstract string DataEmojiAbout { get; }
    public abstract string EmojiOutOption { get; }
    public abstract string CaptionSourceOption { get; }
    public abstract string CaptionDataOption { get; }
    public abstract string AllowMissingOption { get; }
    public abstract string CaptionLanguageOption { get; }
    public abstract string ScenesOption { get; }
    public abstract string SceneTestsOption { get; }
    public abstract string CaptionSideOption { get; }
    public abstract string CaptionEpochsOption { get; }
    public abstract string CaptionBatchSizeOption { get; }
    public abstract string CaptionLearningRateOption { get; }
    public abstract string CaptionBeamOption { get; }
    public abstract string CaptionOutOption { get; }
    public abstract string CaptionPictures(int training, string tests);
    public abstract string CaptionScore(string test, int pictures, string bleu, string exact);
    public abstract string EmojiFetched(string artist, int count);
    public abstract string NoEmoji(string folder);
    public abstract string NoCaptionFolder { get; }
    public abstract string TooFewPictures(string folder, int count);
    public abstract string PicturesNotText { get; }
    public abstract string NoPictures { get; }
}
