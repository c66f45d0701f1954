namespace Unroll.Cli.Texts;

/// <summary>The words in the figures.</summary>
internal abstract partial class Catalogue
{
    public abstract string RecurrenceFigure { get; }
    public abstract string OneStepLater { get; }
    public abstract string TheLoop { get; }
    public abstract string Unrolled { get; }
    public abstract string AssistantFigure { get; }
    public abstract IReadOnlyList<string> QuestionToday { get; }
    public abstract IReadOnlyList<string> QuestionTomorrow { get; }
    public abstract IReadOnlyList<string> MemoriesToday { get; }
    public abstract IReadOnlyList<string> MemoriesTomorrow { get; }
    public abstract string Answer { get; }
    public abstract string AnswerToday { get; }
    public abstract string AnswerTomorrow { get; }
    public abstract string SameWordOtherState { get; }
    public abstract string LstmFigure { get; }
    public abstract string ForgetGate { get; }
    public abstract string InputGate { get; }
    public abstract string OutputGate { get; }
    public abstract string Candidate { get; }
    public abstract string CellState { get; }
    public abstract string GatesSay { get; }
    public abstract string ShapesFigure { get; }
    public abstract string ManyToOne { get; }
    public abstract string ManyToOneUse { get; }
    public abstract string OneToMany { get; }
    public abstract string OneToManyUse { get; }
    public abstract string ManyToMany { get; }
    public abstract string ManyToManyUse { get; }
    public abstract IReadOnlyList<string> SentenceWords { get; }
    public abstract string Meaning { get; }
    public abstract string Photo { get; }
    public abstract IReadOnlyList<string> CaptionWords { get; }
    public abstract IReadOnlyList<string> SourceWords { get; }
    public abstract IReadOnlyList<string> TargetWords { get; }
    public abstract string ClassifierFigure { get; }
    public abstract string ClassifierWords { get; }
    public abstract string ClassifierTokens { get; }
    public abstract string ClassifierTokensNote { get; }
    public abstract string ClassifierEmbeddingNote { get; }
    public abstract string ClassifierLstmNote { get; }
    public abstract string ClassifierDenseNote { get; }
}
