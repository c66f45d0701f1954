namespace Unroll.Cli.Texts;

internal sealed partial class EnglishTexts
{
    public override string TrainCaptionsAbout => "Learn to caption pictures: convolutions look, an LSTM writes word by word and attends to the picture.";
    public override string DataEmojiAbout => "Fetch emoji by two artists and their names in English and Korean, with npm. Names: MIT. Noto Emoji (Google): Apache 2.0. Twemoji (Twitter): CC BY 4.0.";
    public override string EmojiOutOption => "Folder to write to; the user's folder for local data by default.";
    public override string CaptionSourceOption => "What to learn from: scenes that are drawn here, emoji ('unroll data emoji' fetches them), or a folder of one's own.";
    public override string CaptionDataOption => "The folder: for 'folder', pictures with a captions.txt as Flickr8k has it (image,caption) or a *.token.txt; for 'emoji', where they were fetched to.";
    public override string AllowMissingOption => "Leave out captions without a picture and pictures without a caption, which are errors otherwise.";
    public override string CaptionLanguageOption => "Language of the captions of scenes and emoji; the language of the output by default.";
    public override string ScenesOption => "Scenes in an epoch. Each epoch has others.";
    public override string SceneTestsOption => "Scenes in each test.";
    public override string CaptionSideOption => "Rows and columns of the pictures that the model sees; others are scaled to fit, whole, on white.";
    public override string CaptionEpochsOption => "How many times to go through the training pictures; 14 times for scenes, 60 for others by default.";
    public override string CaptionBatchSizeOption => "Pictures in a training step.";
    public override string CaptionLearningRateOption => "Learning rate to begin with; it falls by a cosine.";
    public override string CaptionBeamOption => "Hypotheses that are followed at once in the test; 1 takes the likeliest word each time.";
    public override string CaptionOutOption => "Folder for model.safetensors, history.csv, loss.png, accuracy.png, and sheets of captioned test pictures.";
    public override string CaptionPictures(int training, string tests) => $"{training} captions to learn from in an epoch; test pictures: {tests}";
    public override string CaptionScore(string test, int pictures, string bleu, string exact) => $"{test}: {pictures} pictures, BLEU-4 {bleu}, exactly right {exact} %";
    public override string EmojiFetched(string artist, int count) => $"{artist}: {count} emoji";
    public override string NoEmoji(string folder) => $"There are no emoji in '{folder}'. Fetch them with 'unroll data emoji', or say with --data where they are.";
    public override string NoCaptionFolder => "--source folder needs a folder of pictures with a captions file. Give it with --data.";
    public override string TooFewPictures(string folder, int count) => $"'{folder}' has {count} captioned picture(s), but expected 2 or more: one for the test and one to learn from. Add some.";
    public override string PicturesNotText => "This model captions pictures, but got --text or --file. Give picture files after the model.";
    public override string NoPictures => "This model captions pictures, but got none. Give picture files after the model.";
}
