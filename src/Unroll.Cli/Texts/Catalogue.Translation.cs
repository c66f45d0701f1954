namespace Unroll.Cli.Texts;

internal abstract partial class Catalogue
{
    // Translation.
    public abstract string TrainTranslateAbout { get; }
    public abstract string DataCmudictAbout { get; }
    public abstract string PairsOption { get; }
    public abstract string PairsDataOption { get; }
    public abstract string AttentionOption { get; }
    public abstract string SourceTokensOption { get; }
    public abstract string TargetTokensOption { get; }
    public abstract string MaxWordsOption { get; }
    public abstract string MaxTokensOption { get; }
    public abstract string LimitOption { get; }
    public abstract string LayersOption { get; }
    public abstract string DropoutOption { get; }
    public abstract string LearningRateOption { get; }
    public abstract string BeamOption { get; }
    public abstract string AttentionMapOption { get; }
    public abstract string PairsDivided(int training, int validation, int test);
    public abstract string GreedyScores(int texts, string scores);
    public abstract string BeamScores(int beam, string scores);
    public abstract string Pronunciations(int count);
    public abstract string DataNeeded(string source);
    public abstract string DataNotNeeded(string source);
    public abstract string NoAttention(string path);
    public abstract string OneTextForMap { get; }
    public abstract string NothingTranslated { get; }
}
