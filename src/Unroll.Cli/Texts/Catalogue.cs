namespace Unroll.Cli.Texts;

/// <summary>All that the command says, in one language. Numbers come in as texts or whole numbers and look the same in every language.</summary>
internal abstract partial class Catalogue
{
    public static Catalogue For(string language) => language == Language.Korean ? new KoreanTexts() : new EnglishTexts();

    // Help.
    public abstract string About { get; }
    public abstract string DataLicence { get; }
    public abstract string TrainAbout { get; }
    public abstract string TrainReutersAbout { get; }
    public abstract string PredictAbout { get; }
    public abstract string EvaluateAbout { get; }
    public abstract string SummaryAbout { get; }
    public abstract string DataAbout { get; }
    public abstract string DataReutersAbout { get; }
    public abstract string LanguageOption { get; }
    public abstract string EpochsOption { get; }
    public abstract string BatchSizeOption { get; }
    public abstract string NumWordsOption { get; }
    public abstract string MaxLengthOption { get; }
    public abstract string EmbeddingOption { get; }
    public abstract string UnitsOption { get; }
    public abstract string SeedOption { get; }
    public abstract string ThreadsOption { get; }
    public abstract string OutOption { get; }
    public abstract string JsonOption { get; }
    public abstract string JsonLinesOption { get; }
    public abstract string ModelArgument { get; }
    public abstract string InputArgument { get; }
    public abstract string TextOption { get; }
    public abstract string FileOption { get; }
    public abstract string TopOption { get; }
    public abstract string AsIsOption { get; }
    public abstract string RebuildOption { get; }
    public abstract string RebuildOutOption { get; }

    // The lecture's lines.
    public abstract string Categories(int count);
    public abstract string TrainingStories(int count);
    public abstract string TestStories(int count);

    // Training.
    public abstract string Epoch(int epoch, int epochs);
    public abstract string TimeLeft(string time);
    public abstract string Saved(string path);
    public abstract string Interrupted(int epochs);

    // Prediction and evaluation.
    public abstract string TypeStories { get; }
    public abstract string Topic { get; }
    public abstract string Precision { get; }
    public abstract string Recall { get; }
    public abstract string F1 { get; }
    public abstract string Support { get; }
    public abstract string MacroAverage { get; }

    // Rebuilding the data.
    public abstract string Rebuilt(int stories, int topics, int words);
    public abstract string ChecksumMatches { get; }
    public abstract string ChecksumDiffers(string expected);

    // Errors: what was received, what was expected, what to do.
    public abstract string Error(string message);
    public abstract string Defect { get; }
    public abstract string TryHelp { get; }
    public abstract string UnknownWord(string received);
    public abstract string MissingValue(string name);
    public abstract string MissingCommand(string commands);
    public abstract string NotWholeNumber(string option, string received, int least, int most);
    public abstract string OutOfRange(string option, string received, int least, int most);
    public abstract string NotBetween(string option, string received, double least, double most);
    public abstract string NotAmong(string option, string received, string known);
    public abstract string FolderNotWritable(string path, string reason);
    public abstract string NoSuchFile(string path);
    public abstract string TextAndFile { get; }
    public abstract string NotUtf8(string source, long line, long offset);
    public abstract string LineTooLong(string source, long line, int bytes);
    public abstract string NoWords(long line);
    public abstract string NoStories(string source);
    public abstract string NoInputFiles(string received);
    public abstract string NoTask(string path);
    public abstract string UnknownTask(string path, string kind, string known);
    public abstract string StandardInput { get; }
    public abstract string NotReuters(string path, string dataset);
    public abstract string RebuiltOtherwise(string path);
}
