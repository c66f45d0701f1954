namespace Unroll.Cli.Texts;

internal abstract partial class Catalogue
{
    // Sentences, word spacing, catalogues of translations.
    public abstract string TrainSentenceAbout { get; }
    public abstract string TrainSpacingAbout { get; }
    public abstract string DataGettextAbout { get; }
    public abstract string GettextPaths { get; }
    public abstract string PairsOutOption { get; }
    public abstract string SpacingDataOption { get; }
    public abstract string PassesOption { get; }
    public abstract string TextsAStepOption { get; }
    public abstract string TokenNumbersOption { get; }
    public abstract string TextsLimitOption { get; }
    public abstract string MadeByGrammar { get; }
    public abstract string QuestionsDivided(int training, int test);
    public abstract string SentenceScores(int questions, string intent, string day);
    public abstract string SpacingDivided(int training, int test);
    public abstract string SpacingScores(string source, int texts, string f1, string precision, string recall, string whole);
    public abstract string GettextFound(int catalogues, int entries, int pairs);
    public abstract string NoCatalogues(string folder);
    public abstract string NoGettextPairs(int catalogues, int entries);
    public abstract string SeveralLanguages(string languages);
    public abstract string NoKoreanLines(string source, int lines, int least);
}
