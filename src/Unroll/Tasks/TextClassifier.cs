namespace Unroll;

/// <summary>Sorts texts: a model with what stands around it, the way from words to tokens and the labels' names. One file holds it all.</summary>
public sealed class TextClassifier
{
    /// <summary>What <see cref="TaskFile.KindOf"/> says of its files.</summary>
    public const string Kind = "text_classifier";

    private readonly Dictionary<string, int> _tokens = new(StringComparer.Ordinal);

    /// <summary>Wraps a model that takes [batch, <see cref="TextClassifierSettings.MaxLength"/>] tokens and gives a probability for each label.</summary>
    /// <exception cref="ArgumentException">The settings don't fit the model.</exception>
    public TextClassifier(Model model, TextClassifierSettings settings)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        Check(model, settings);
        (Model, Settings) = (model, settings);
        for (int i = 0; i < settings.Words.Count; i++)
        {
            if (!_tokens.TryAdd(settings.Words[i], i + 1 + settings.IndexFrom)) Throw.Argument($"The word '{settings.Words[i]}' stands in Words twice. Each word has one rank.", nameof(settings));
        }
    }

    /// <summary>The model inside.</summary>
    public Model Model { get; }

    /// <summary>What stands around the model.</summary>
    public TextClassifierSettings Settings { get; }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged, of another kind, or holds a model without this task.</exception>
    public static TextClassifier Load(string path) =>
        TaskFile.Load(path, Kind, TaskContext.Default.SavedTaskTextClassifierSettings, static (model, settings) => new TextClassifier(model, settings));

    /// <summary>Writes model and settings to one <c>.safetensors</c> file.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public void Save(string path) =>
        TaskFile.Save(path, Model, Kind, Settings, TaskContext.Default.SavedTaskTextClassifierSettings, Settings.LicenceNotice);

    /// <summary>The most likely labels of a text, the likeliest first.</summary>
    /// <param name="text">Plain text.</param>
    /// <param name="top">How many labels to give at most.</param>
    /// <param name="asIs">Whether the text already ends as the training texts do, so that <see cref="TextClassifierSettings.ClosingWords"/> aren't added.</param>
    /// <exception cref="ArgumentException">The text has no words.</exception>
    public IReadOnlyList<LabelProbability> Predict(string text, int top = 3, bool asIs = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var probabilities = new float[Settings.Labels.Count];
        Model.Predict(new DataArray(Tokens(text, asIs), 1, Settings.MaxLength)).FlattenTo(probabilities);
        return [.. Settings.Labels.Zip(probabilities, (label, p) => new LabelProbability(label, p)).OrderByDescending(l => l.Probability).Take(top)];
    }

    /// <summary>The tokens that the model gets to see, [<see cref="TextClassifierSettings.MaxLength"/>].</summary>
    internal int[] Tokens(string text, bool asIs)
    {
        List<TextToken> read = Read(text, asIs);
        var padded = new int[Settings.MaxLength];
        for (int i = 0; i < read.Count; i++) padded[padded.Length - read.Count + i] = read[i].Token;
        return padded;
    }

    /// <summary>The words that the model gets to see, without padding: the last ones of a long text.</summary>
    internal List<TextToken> Read(string text, bool asIs)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> words = [.. TextTokens.SplitWords(text, Settings.EscapeMarkup)];
        if (words.Count == 0) Throw.Argument("The text has no words. Give a text with some.", nameof(text));
        if (!asIs) words.AddRange(TextTokens.SplitWords(Settings.ClosingWords, Settings.EscapeMarkup));

        var tokens = new List<TextToken>(words.Count + 1);
        if (Settings.StartToken is { } start) tokens.Add(new TextToken("<start>", start, IsKnown: true));
        foreach (string word in words)
        {
            if (_tokens.TryGetValue(word, out int token)) tokens.Add(new TextToken(word, token, IsKnown: true));
            else if (Settings.OovToken is { } unknown) tokens.Add(new TextToken(word, unknown, IsKnown: false));
        }

        tokens.RemoveRange(0, Math.Max(0, tokens.Count - Settings.MaxLength));
        return tokens;
    }

    private static void Check(Model model, TextClassifierSettings settings)
    {
        if (settings.MaxLength < 1) Throw.Argument($"MaxLength is {settings.MaxLength}, but expected 1 or more.", nameof(settings));
        if (settings.Labels.Count == 0) Throw.Argument("There are no labels. Give the name of each of the model's outputs.", nameof(settings));
        Graph graph = model.Graph;
        if (graph.Inputs.Count != 1 || graph.Inputs[0].Type != ElementType.Int32 || graph.Inputs[0].Shape.Rank != 2)
            Throw.Argument($"A text classifier's model takes one input of tokens, [batch, time], but this one takes {string.Join(" and ", graph.Inputs.Select(i => $"{i.Type} of shape {i.Shape}"))}.", nameof(model));
        int length = graph.Inputs[0].Shape[1];
        if (length != Shape.Any && length != settings.MaxLength)
            Throw.Argument($"The model takes {length} tokens, but MaxLength is {settings.MaxLength}. Set MaxLength = {length}.", nameof(settings));
        Shape output = graph.Outputs[0].Shape;
        if (graph.Outputs.Count != 1 || output.Rank != 2 || output[1] != settings.Labels.Count)
            Throw.Argument($"The model gives outputs of shape {output}, but there are {settings.Labels.Count} labels. Give one label for each output.", nameof(settings));
        CheckTokens(graph, settings);
    }

    private static void CheckTokens(Graph graph, TextClassifierSettings settings)
    {
        if (settings.IndexFrom < 0) Throw.Argument($"IndexFrom is {settings.IndexFrom}, but expected 0 or more.", nameof(settings));
        int least = Math.Min(settings.StartToken ?? 0, settings.OovToken ?? 0);
        if (least < 0) Throw.Argument($"StartToken or OovToken is {least}, but tokens are 0 or more.", nameof(settings));
        long largest = Math.Max((long)settings.Words.Count + settings.IndexFrom, Math.Max(settings.StartToken ?? 0, settings.OovToken ?? 0));
        foreach (LayerCall call in graph.Calls)
        {
            if (call.Layer is Embedding embedding && call.Inputs[0] == graph.Inputs[0] && largest >= embedding.Inputs)
                Throw.Argument($"The settings make tokens up to {largest}, but {embedding} knows 0 to {embedding.Inputs - 1}. Give {Math.Max(0, embedding.Inputs - 1 - settings.IndexFrom)} words at most.", nameof(settings));
        }
    }
}

/// <summary>A word as a model reads it.</summary>
/// <param name="Word">The word.</param>
/// <param name="Token">Its number.</param>
/// <param name="IsKnown">Whether the vocabulary has it.</param>
internal readonly record struct TextToken(string Word, int Token, bool IsKnown);
