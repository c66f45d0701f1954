namespace Unroll.Cli.Texts;

internal sealed partial class EnglishTexts
{
    public override string TrainSentenceAbout => "Trains a model that reads a Korean question and says what it asks and about which day, on questions made by a grammar.";
    public override string TrainSpacingAbout => "Trains a model that puts the spaces back into Korean text (띄어쓰기).";
    public override string DataGettextAbout => "Makes pairs of texts (TSV) of gettext catalogues, .mo or .po, as people translated them.";
    public override string GettextPaths => "Catalogues, or folders that are searched for .mo and .po files; all into one language.";
    public override string PairsOutOption => "The file to write: a source, a tab and its translation a line.";
    public override string SpacingDataOption => "UTF-8 text files, Korean with its spaces, of lines with tabs the second column; or 'everyday', sentences made by a grammar.";
    public override string PassesOption => "Passes over all training texts.";
    public override string TextsAStepOption => "Texts in one step of training.";
    public override string TokenNumbersOption => "Numbers that stand for a word or character.";
    public override string TextsLimitOption => "Take only so many texts, for a quick try.";
    public override string MadeByGrammar => "The sentences are made by a grammar, not by people: they are few words in regular forms.";
    public override string QuestionsDivided(int training, int test) => $"{training} training questions, {test} test questions in which words meet that never met in training";
    public override string SentenceScores(int questions, string intent, string day) => $"{questions} test questions: intent right {intent}, day right {day}";
    public override string SpacingDivided(int training, int test) => $"{training} training texts, {test} test texts";

    public override string SpacingScores(string source, int texts, string f1, string precision, string recall, string whole) =>
        $"{source}: spaces of {texts} test texts: F1 {f1} (precision {precision}, recall {recall}); texts all right {whole}";

    public override string GettextFound(int catalogues, int entries, int pairs) => $"{catalogues} catalogues, {entries} translated entries, {pairs} pairs after cleaning";
    public override string NoCatalogues(string folder) => $"The folder '{folder}' has no .mo or .po file. Give a folder with some, such as /usr/share/locale/ko.";

    public override string NoGettextPairs(int catalogues, int entries) =>
        $"The {catalogues} catalogues have {entries} translated entries, but no pair is left after cleaning. Give catalogues with translated texts.";

    public override string SeveralLanguages(string languages) =>
        $"The catalogues are in several languages: {languages}. Give those of one, such as /usr/share/locale/ko.";

    public override string NoKoreanLines(string source, int lines, int least) =>
        $"{source} has {lines} lines in Korean, but {least} or more with spaces are expected. Give a text with some.";
}
