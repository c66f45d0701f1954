namespace Unroll.Cli.Texts;

internal sealed partial class EnglishTexts
{
    public override string TrainTranslateAbout => "Train an encoder and a decoder on pairs of texts: sentences and their translations, or words and their sounds.";
    public override string DataCmudictAbout => "Fetch the CMU Pronouncing Dictionary with npm.";
    public override string PairsOption => "Where the pairs come from.";
    public override string PairsDataOption => "File or folder of the data: a TSV (source, tab, target on each line), catalogues (.mo, .po) or a folder of them, or a cmudict.dict.";
    public override string AttentionOption => "How the decoder looks back at the source: not at all, by products (Luong), or by a sum (Bahdanau).";
    public override string SourceTokensOption => "How sources are cut into tokens; by default what suits the data.";
    public override string TargetTokensOption => "How translations are cut into tokens; by default what suits the data.";
    public override string MaxWordsOption => "The most tokens of a vocabulary, the most frequent ones.";
    public override string MaxTokensOption => "Leave out pairs with a longer side than this many tokens.";
    public override string LimitOption => "Take this many pairs only, at even distances.";
    public override string LayersOption => "Recurrent layers of the encoder, and of the decoder.";
    public override string DropoutOption => "The share of the recurrent layers' outputs that is dropped in training.";
    public override string LearningRateOption => "The learning rate at first; it falls along a cosine.";
    public override string BeamOption => "Hypotheses that are followed at once in decoding; 1 is greedy.";
    public override string AttentionMapOption => "Draw what the decoder looked at as a PNG file; for one text.";
    public override string PairsDivided(int training, int validation, int test) => $"{training} pairs to learn from, {validation} to watch the training with, {test} other sources to measure on";
    public override string GreedyScores(int texts, string scores) => $"On {texts} sources held out, greedy: {scores}";
    public override string BeamScores(int beam, string scores) => $"With a beam of {beam}: {scores}";
    public override string Pronunciations(int count) => $"{count} pronunciations without stress";
    public override string DataNeeded(string source) => $"--source {source} reads a file of yours. Give its path with --data PATH.";
    public override string NoAttention(string path) => $"{path}: the model was trained without attention, so there is nothing to draw. Train one with --attention luong.";
    public override string DataNotNeeded(string source) => $"--source {source} brings its own pairs, but --data was given. Leave it out, or choose another source.";
    public override string OneTextForMap => "--attention-map draws one text. Give it with --text.";
    public override string NothingTranslated => "The translation is empty, so there is nothing to draw. Train the model longer, or give another text.";
}
