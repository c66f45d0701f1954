namespace Unroll;

/// <summary>
/// Translates texts: an encoder that reads in both directions, a decoder that writes token by token, and perhaps attention between them, with what turns text into tokens
/// and back. Attention stands after the decoder's recurrence (Luong et al., 2015): what it finds goes into the output, not into the next step. One file holds it all.
/// </summary>
public sealed class Translator
{
    /// <summary>What <see cref="TaskFile.KindOf"/> says of its files.</summary>
    public const string Kind = "translator";

    private const int SourcesAtOnce = 64;

    private readonly TranslatorLayers _layers;
    private readonly Lazy<Model> _encoder;
    private readonly Lazy<Model> _step;

    /// <summary>Wraps a model that <see cref="Create"/> made, and that was perhaps saved and read again.</summary>
    /// <exception cref="ArgumentException">The model is another, or the settings don't fit it.</exception>
    public Translator(Model model, TranslatorSettings settings)
        : this(model, settings, TranslatorLayers.Of(model ?? throw new ArgumentNullException(nameof(model))))
    {
    }

    private Translator(Model model, TranslatorSettings settings, TranslatorLayers layers)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (Model, Settings, _layers) = (model, settings, layers);
        Check();
        (_encoder, _step) = (new Lazy<Model>(layers.Encoder), new Lazy<Model>(layers.Step));
    }

    /// <summary>The model that is trained: inputs source and shifted translation, [batch, time] tokens each; outputs the next tokens' probabilities.</summary>
    public Model Model { get; }

    /// <summary>What stands around the model.</summary>
    public TranslatorSettings Settings { get; }

    /// <summary>Whether the decoder looks back at the source.</summary>
    public bool HasAttention => _layers.Attention is not null;

    /// <summary>A translator that has learnt nothing yet. Compile its <see cref="Model"/> with a sparse categorical crossentropy, and fit it to <see cref="Batches"/>.</summary>
    /// <param name="settings">How text becomes tokens.</param>
    /// <param name="options">How large it is.</param>
    /// <param name="seed">Where its random numbers begin.</param>
    public static Translator Create(TranslatorSettings settings, TranslatorOptions? options = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(settings);
        options ??= new TranslatorOptions();
        TranslatorLayers layers = TranslatorLayers.New(options, settings.SourceVocabulary.Count, settings.TargetVocabulary.Count);
        return new Translator(layers.Training(options.Dropout, seed), settings, layers);
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged, of another kind, or holds a model without this task.</exception>
    public static Translator Load(string path) =>
        TaskFile.Load(path, Kind, TaskContext.Default.SavedTaskTranslatorSettings, static (model, settings) => new Translator(model, settings));

    /// <summary>Writes model and settings to one <c>.safetensors</c> file.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public void Save(string path) =>
        TaskFile.Save(path, Model, Kind, Settings, TaskContext.Default.SavedTaskTranslatorSettings, Settings.LicenceNotice);

    /// <summary>Pairs of texts as batches to fit the model to, those of about the same lengths together.</summary>
    /// <param name="pairs">Sources and their translations.</param>
    /// <param name="batchSize">Pairs in a batch.</param>
    /// <param name="shuffle">Whether each pass has an order of its own; not for validation.</param>
    /// <exception cref="ArgumentException">There are no pairs, or a source is empty.</exception>
    public Dataset Batches(IReadOnlyList<TextPair> pairs, int batchSize = 64, bool shuffle = true)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        int[][] sources = [.. pairs.Select((pair, i) => Encode(pair.Source, i).Tokens)];
        int[][] targets = [.. pairs.Select(pair => Settings.TargetVocabulary.Encode(Settings.TargetTokenizer.Split(pair.Target), start: true, end: true))];
        return Dataset.FromBatches(new PairBatches(sources, targets, batchSize) { Seed = Model.Seed, Shuffle = shuffle });
    }

    /// <summary>The best translation of a text.</summary>
    /// <inheritdoc cref="Translate(IReadOnlyList{string}, int, double)"/>
    /// <param name="source">The text.</param>
    /// <param name="beam">Hypotheses that are followed at once; 1 is greedy.</param>
    /// <param name="lengthPenalty">How much long translations are favoured (<see cref="DecodingOptions.LengthPenalty"/>).</param>
    public Translation Translate(string source, int beam = 4, double lengthPenalty = 0.6) => Translate([source], beam, lengthPenalty)[0];

    /// <summary>The best translation of each text. It depends neither on the other texts nor on threads.</summary>
    /// <param name="sources">The texts.</param>
    /// <param name="beam">Hypotheses that are followed at once; 1 is greedy.</param>
    /// <param name="lengthPenalty">How much long translations are favoured (<see cref="DecodingOptions.LengthPenalty"/>).</param>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public IReadOnlyList<Translation> Translate(IReadOnlyList<string> sources, int beam = 4, double lengthPenalty = 0.6)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var options = new DecodingOptions(Vocabulary.Start, Vocabulary.End, Settings.MaxLength) { Width = beam, LengthPenalty = lengthPenalty };
        (IReadOnlyList<string> Words, int[] Tokens)[] encoded = [.. sources.Select(Encode)];
        var translations = new Translation[sources.Count];
        foreach (int[] chunk in Enumerable.Range(0, sources.Count).OrderBy(i => encoded[i].Tokens.Length).Chunk(SourcesAtOnce))
        {
            IReadOnlyList<IReadOnlyList<Hypothesis>> found = BeamSearch.Search(Decoder(Array.ConvertAll(chunk, i => encoded[i].Tokens)), options);
            for (int at = 0; at < chunk.Length; at++)
            {
                translations[chunk[at]] = Read(sources[chunk[at]], encoded[chunk[at]].Words, found[at][0]);
            }
        }
        return translations;
    }

    /// <summary>The decoder of sources, for a search of one's own.</summary>
    /// <param name="sources">Tokens, none of them without any.</param>
    public IStepDecoder Decoder(IReadOnlyList<int[]> sources)
    {
        DataArray tokens = Sequences.Pad(sources, padding: SequenceEnd.Back);
        DataArray[] encoded = [.. _encoder.Value.PredictAll(Dataset.From(tokens), Math.Max(1, tokens.Count)).Select(static output => (DataArray)output)];
        int states = 2 * _layers.Decoders.Count;
        return new ModelDecoder(_step.Value, encoded[..states], HasAttention ? [.. encoded[states..], tokens] : []);
    }

    private Translation Read(string source, IReadOnlyList<string> words, Hypothesis found)
    {
        string[] written = Settings.TargetVocabulary.Decode([.. found.Tokens]);
        // Beside the words there may be a padding or a start that the model wrote by mistake: no weights for these.
        float[][] attention = HasAttention
            ? [.. found.Tokens.Select((token, i) => (token, i)).Where(static t => t.token is not (Vocabulary.Pad or Vocabulary.Start)).Select(t => found.Attention[t.i][..words.Count])]
            : [];
        return new Translation(source, Settings.TargetTokenizer.Join(written), found.Score, words, written, attention);
    }

    private (IReadOnlyList<string> Words, int[] Tokens) Encode(string source, int number)
    {
        IReadOnlyList<string> words = Settings.Split(source);
        return words.Count > 0
            ? (words, Settings.SourceVocabulary.Encode(words))
            : Throw.Argument<(IReadOnlyList<string>, int[])>($"Text {number} is empty: there is nothing to translate. Leave it out.");
    }

    private void Check()
    {
        if (Settings.MaxLength < 1)
        {
            Throw.Argument($"MaxLength is {Settings.MaxLength}, but a translation has 1 token or more, the one that ends it.");
        }
        CheckSize("source", _layers.SourceEmbedding.Inputs, Settings.SourceVocabulary);
        CheckSize("target", _layers.TargetEmbedding.Inputs, Settings.TargetVocabulary);
        CheckSize("target", _layers.Output.Units, Settings.TargetVocabulary);
    }

    private static void CheckSize(string side, int tokens, Vocabulary vocabulary)
    {
        if (tokens != vocabulary.Count)
        {
            Throw.Argument($"The model knows {tokens} {side} tokens, but its vocabulary has {vocabulary.Count}. Give the vocabulary that the model was made for.");
        }
    }
}
