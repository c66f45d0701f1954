using System.Globalization;

namespace Unroll;

/// <summary>
/// The layers of a translator, which its three models share: the one that is trained, the encoder, and one step of the decoder. The layers' names say what they are,
/// so that they are found again in a model that was read from a file.
/// </summary>
internal sealed class TranslatorLayers
{
    private const string Attend = "attention";

    private TranslatorLayers()
    {
    }

    public required Embedding SourceEmbedding { get; init; }

    public required IReadOnlyList<Bidirectional> Encoders { get; init; }

    public required Embedding TargetEmbedding { get; init; }

    public required IReadOnlyList<Lstm> Decoders { get; init; }

    public required Dense Output { get; init; }

    public ScoredAttention? Attention { get; private init; }

    private Dense? Query { get; init; }

    private Dense? Key { get; init; }

    private Dense? Combine { get; init; }

    private int Units => Decoders[0].Units;

    public static TranslatorLayers New(TranslatorOptions options, int sources, int targets)
    {
        bool additive = options.Attention == TranslatorAttention.Additive;
        int[] numbers = [.. Enumerable.Range(1, options.Layers)];
        return new TranslatorLayers
        {
            SourceEmbedding = new Embedding(sources, options.Embedding) { Name = "source_embedding", MaskZero = true },
            Encoders = [.. numbers.Select(n => new Bidirectional(new Lstm(options.Units / 2) { Name = "lstm", ReturnSequences = true }) { Name = Numbered("encoder", n) })],
            TargetEmbedding = new Embedding(targets, options.Embedding) { Name = "target_embedding" },
            Decoders = [.. numbers.Select(n => new Lstm(options.Units) { Name = Numbered("decoder", n), ReturnSequences = true })],
            Attention = options.Attention switch
            {
                TranslatorAttention.None => null,
                TranslatorAttention.Additive => new AdditiveAttention { Name = Attend },
                _ => new Attention { Name = Attend },
            },
            Query = additive ? new Dense(options.Units) { Name = "attention_query" } : null,
            Key = additive || options.Attention == TranslatorAttention.General ? new Dense(options.Units) { Name = "attention_key", UseBias = false } : null,
            Combine = options.Attention == TranslatorAttention.None ? null : new Dense(options.Units) { Name = "attention_output", Activation = Activation.Tanh },
            Output = new Dense(targets) { Name = "output", Activation = Activation.Softmax },
        };
    }

    /// <summary>The layers of a model that <see cref="Training"/> made.</summary>
    /// <exception cref="ArgumentException">The model is another.</exception>
    public static TranslatorLayers Of(Model model)
    {
        var layers = new TranslatorLayers
        {
            SourceEmbedding = Find<Embedding>(model, "source_embedding"),
            Encoders = All<Bidirectional>(model, "encoder"),
            TargetEmbedding = Find<Embedding>(model, "target_embedding"),
            Decoders = All<Lstm>(model, "decoder"),
            Attention = FindIfAny<ScoredAttention>(model, Attend),
            Query = FindIfAny<Dense>(model, "attention_query"),
            Key = FindIfAny<Dense>(model, "attention_key"),
            Combine = FindIfAny<Dense>(model, "attention_output"),
            Output = Find<Dense>(model, "output"),
        };
        if (layers.Encoders.Count != layers.Decoders.Count || layers.Attention is null != layers.Combine is null)
        {
            Throw.Argument($"A translator's model has as many encoders as decoders, and 'attention_output' where it has 'attention', but this one has {layers.Encoders.Count} and {layers.Decoders.Count}. Make it with Translator.Create.", nameof(model));
        }
        return layers;
    }

    /// <summary>From sources and the beginnings of translations, [batch, time] each, to the probabilities of the tokens that come next, [batch, time, tokens].</summary>
    public Model Training(float dropout, ulong seed)
    {
        InputLayer source = Tokens("source", Shape.Any), target = Tokens("target", Shape.Any);
        (SymbolicTensor values, List<LstmSymbolicState> states) = Encode(source.Tensor, dropout);
        SymbolicTensor x = TargetEmbedding.Apply(target.Tensor), mask = TokenMask.Of(target.Tensor);
        for (int i = 0; i < Decoders.Count; i++)
        {
            x = Thin(Decoders[i].Apply(x, states[i], mask).Sequence, dropout);
        }
        (SymbolicTensor found, _) = LookBack(x, values, Keys(values), source.Tensor);
        return new Model([source.Tensor, target.Tensor], [Output.Apply(Combine is null ? found : Thin(found, dropout))], seed) { Name = "translator" };
    }

    /// <summary>From sources to the decoder's first states, [batch, units] each, and with attention to what it looks at, [batch, time, units]: values and perhaps keys.</summary>
    public Model Encoder()
    {
        InputLayer source = Tokens("source", Shape.Any);
        (SymbolicTensor values, List<LstmSymbolicState> states) = Encode(source.Tensor, dropout: 0);
        IEnumerable<SymbolicTensor> outputs = Flat(states);
        if (Attention is not null)
        {
            outputs = outputs.Concat(Keys(values) is { } keys ? [values, keys] : [values]);
        }
        return new Model([source.Tensor], [.. outputs]);
    }

    /// <summary>From the last token, the states, and with attention what is looked at and the source's tokens, to the probabilities of the next token, the next states and the weights.</summary>
    public Model Step()
    {
        InputLayer token = Tokens("token", 1);
        List<LstmSymbolicState> states = [.. Decoders.Select(static d => new LstmSymbolicState(new InputLayer(d.Units).Tensor, new InputLayer(d.Units).Tensor))];
        var next = new List<LstmSymbolicState>();
        SymbolicTensor x = TargetEmbedding.Apply(token.Tensor);
        for (int i = 0; i < Decoders.Count; i++)
        {
            LstmOutput decoded = Decoders[i].Apply(x, states[i]);
            next.Add(decoded.State);
            x = decoded.Sequence;
        }
        if (Attention is null)
        {
            return new Model([token.Tensor, .. Flat(states)], [Output.Apply(x), .. Flat(next)]);
        }
        InputLayer source = Tokens("source", Shape.Any), values = new(Shape.Any, Units);
        InputLayer? keys = Key is null ? null : new InputLayer(Shape.Any, Units);
        (SymbolicTensor found, SymbolicTensor? scores) = LookBack(x, values.Tensor, keys?.Tensor, source.Tensor);
        SymbolicTensor[] looked = keys is null ? [values.Tensor] : [values.Tensor, keys.Tensor];
        return new Model([token.Tensor, .. Flat(states), .. looked, source.Tensor], [Output.Apply(found), .. Flat(next), scores!]);
    }

    private (SymbolicTensor Values, List<LstmSymbolicState> States) Encode(SymbolicTensor source, float dropout)
    {
        var states = new List<LstmSymbolicState>();
        SymbolicTensor x = SourceEmbedding.Apply(source);
        foreach (Bidirectional encoder in Encoders)
        {
            BidirectionalOutput encoded = encoder.Apply(x);
            states.Add(new LstmSymbolicState(
                new Concatenate().Apply(encoded.ForwardState[0], encoded.BackwardState[0]), new Concatenate().Apply(encoded.ForwardState[1], encoded.BackwardState[1])));
            x = Thin(encoded, dropout);
        }
        return (x, states);
    }

    private SymbolicTensor? Keys(SymbolicTensor values) => Key?.Apply(values);

    /// <summary>What the decoder says after it has looked at the source, tanh(W [context; state]), and how much it looked at each step.</summary>
    private (SymbolicTensor Found, SymbolicTensor? Scores) LookBack(SymbolicTensor decoded, SymbolicTensor values, SymbolicTensor? keys, SymbolicTensor source)
    {
        if (Attention is null)
        {
            return (decoded, null);
        }
        AttentionOutput found = Attention.Apply(Query?.Apply(decoded) ?? decoded, values, keys, valueMask: TokenMask.Of(source));
        return (Combine!.Apply(new Concatenate().Apply(found, decoded)), found.Scores);
    }

    private static SymbolicTensor Thin(SymbolicTensor x, float dropout) => dropout > 0 ? new Dropout(dropout).Apply(x) : x;

    private static InputLayer Tokens(string name, int length) => new(length) { Name = name, Type = ElementType.Int32 };

    private static IEnumerable<SymbolicTensor> Flat(IEnumerable<LstmSymbolicState> states) => states.SelectMany(static s => new[] { s.H, s.C });

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");

    private static List<TLayer> All<TLayer>(Model model, string name)
        where TLayer : Layer
    {
        var found = new List<TLayer> { Find<TLayer>(model, Numbered(name, 1)) };
        while (FindIfAny<TLayer>(model, Numbered(name, found.Count + 1)) is { } next)
        {
            found.Add(next);
        }
        return found;
    }

    private static TLayer Find<TLayer>(Model model, string name)
        where TLayer : Layer =>
        FindIfAny<TLayer>(model, name)
        ?? Throw.Argument<TLayer>($"A translator's model has a layer '{name}', but this one has {TextList.Of(model.Layers.Select(static l => l.Name))}. Make it with Translator.Create.", nameof(model));

    private static TLayer? FindIfAny<TLayer>(Model model, string name)
        where TLayer : Layer => model.Layers.OfType<TLayer>().FirstOrDefault(l => l.Name == name);
}
