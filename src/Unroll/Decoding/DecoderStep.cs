namespace Unroll;

/// <summary>One step of a decoder: a row for each hypothesis, those of a source side by side. The decoder reads the first half of it and writes the second.</summary>
public sealed class DecoderStep
{
    private readonly IStepDecoder _decoder;
    private readonly int[] _tokens;
    private readonly int[] _sources;
    private readonly float[] _states;
    private readonly float[] _nextStates;
    private readonly float[] _logProbabilities;
    private readonly float[] _attention;

    internal DecoderStep(IStepDecoder decoder, int rows)
    {
        (_decoder, Rows) = (decoder, rows);
        (_tokens, _sources) = (new int[rows], new int[rows]);
        (_states, _nextStates) = (new float[checked(rows * decoder.StateSize)], new float[rows * decoder.StateSize]);
        _logProbabilities = new float[checked(rows * decoder.Tokens)];
        _attention = new float[checked(rows * decoder.AttentionSize)];
    }

    /// <summary>The number of hypotheses.</summary>
    public int Rows { get; }

    /// <summary>The last token of each, [rows].</summary>
    public ReadOnlySpan<int> Tokens => _tokens;

    /// <summary>The source of each, [rows].</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>The state of each, [rows, state size].</summary>
    public ReadOnlySpan<float> States => _states;

    /// <summary>To be written: log-probabilities of the next token, [rows, tokens].</summary>
    public Span<float> LogProbabilities => _logProbabilities;

    /// <summary>To be written: the state after the step, [rows, state size].</summary>
    public Span<float> NextStates => _nextStates;

    /// <summary>To be written where there is attention: its weights, [rows, attention size].</summary>
    public Span<float> Attention => _attention;

    /// <summary>Puts a hypothesis in a row, and gives the place of its state.</summary>
    internal Span<float> Set(int row, int token, int source)
    {
        (_tokens[row], _sources[row]) = (token, source);
        return _states.AsSpan(row * _decoder.StateSize, _decoder.StateSize);
    }

    internal ReadOnlySpan<float> NextStateOf(int row) => NextStates.Slice(row * _decoder.StateSize, _decoder.StateSize);

    internal ReadOnlySpan<float> LogProbabilitiesOf(int row) => LogProbabilities.Slice(row * _decoder.Tokens, _decoder.Tokens);

    internal float[] AttentionOf(int row) => Attention.Slice(row * _decoder.AttentionSize, _decoder.AttentionSize).ToArray();
}
