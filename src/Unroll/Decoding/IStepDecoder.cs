namespace Unroll;

/// <summary>
/// A decoder that a search asks for the next token, step by step: from each hypothesis's last token and state to the log-probabilities of its next token
/// and its next state. <see cref="ModelDecoder"/> makes one of a model; a test or another library can be one too.
/// </summary>
public interface IStepDecoder
{
    /// <summary>How many things are decoded at once: sentences, pictures.</summary>
    int Sources { get; }

    /// <summary>The number of tokens that it knows.</summary>
    int Tokens { get; }

    /// <summary>How many numbers are a hypothesis's state.</summary>
    int StateSize { get; }

    /// <summary>How many attention weights a step gives; 0 without attention.</summary>
    int AttentionSize { get; }

    /// <summary>Writes the state that a source's hypotheses begin with.</summary>
    /// <param name="source">From 0.</param>
    /// <param name="state">[<see cref="StateSize"/>].</param>
    void Begin(int source, Span<float> state);

    /// <summary>Takes a step with several hypotheses, each on its own: what becomes of one must not depend on the others.</summary>
    void Step(DecoderStep step);
}
