namespace Unroll.Cli.Texts;

internal sealed partial class EnglishTexts
{
    public override string RecurrenceFigure => "A recurrent layer, and the same layer unrolled";
    public override string OneStepLater => "one step later";
    public override string TheLoop => "one layer that feeds itself";
    public override string Unrolled => "step by step, with the same weights at every step";
    public override string AssistantFigure => "An assistant hears two questions, word by word";
    public override IReadOnlyList<string> QuestionToday => ["today's", "stock price", "is", "how much?"];
    public override IReadOnlyList<string> QuestionTomorrow => ["tomorrow's", "stock price", "is", "how much?"];
    public override IReadOnlyList<string> MemoriesToday => ["today", "today + price", "today + price", "today + price"];
    public override IReadOnlyList<string> MemoriesTomorrow => ["tomorrow", "tomorrow + price", "tomorrow + price", "tomorrow + price"];
    public override string Answer => "answer";
    public override string AnswerToday => "the price today";
    public override string AnswerTomorrow => "a forecast";
    public override string SameWordOtherState => "the same word, but another state";
    public override string LstmFigure => "An LSTM cell: a state that runs through, and gates";
    public override string ForgetGate => "forget gate f";
    public override string InputGate => "input gate i";
    public override string OutputGate => "output gate o";
    public override string Candidate => "candidate g";
    public override string CellState => "cell state";
    public override string GatesSay => "each gate is between 0 (shut) and 1 (open), for every unit by itself";
    public override string ShapesFigure => "The three shapes";
    public override string ManyToOne => "(1) many to one";
    public override string ManyToOneUse => "understand a sentence";
    public override string OneToMany => "(2) one to many";
    public override string OneToManyUse => "caption a picture";
    public override string ManyToMany => "(3) many to many";
    public override string ManyToManyUse => "translate a sentence";
    public override IReadOnlyList<string> SentenceWords => ["oil", "prices", "rose"];
    public override string Meaning => "crude";
    public override string Photo => "picture";
    public override IReadOnlyList<string> CaptionWords => ["a", "red", "circle"];
    public override IReadOnlyList<string> SourceWords => ["날씨가", "어때?", "<end>"];
    public override IReadOnlyList<string> TargetWords => ["how's", "the", "weather", "?"];
    public override string ClassifierFigure => "The newswire classifier: many words in, one topic out";
    public override string ClassifierWords => "words";
    public override string ClassifierTokens => "tokens";
    public override string ClassifierTokensNote => "100 numbers, padded in front";
    public override string ClassifierEmbeddingNote => "100 values for each token";
    public override string ClassifierLstmNote => "100 units, one step a token";
    public override string ClassifierDenseNote => "46 topics";
}
