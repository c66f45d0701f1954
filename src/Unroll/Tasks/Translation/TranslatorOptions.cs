namespace Unroll;

/// <summary>How a decoder looks back at the source.</summary>
public enum TranslatorAttention
{
    /// <summary>Not at all: it has the encoder's last state alone (Sutskever et al., 2014).</summary>
    None,

    /// <summary>By the product of its state and the encoder's (Luong et al., 2015, "dot").</summary>
    Dot,

    /// <summary>By the product with a matrix between the two (Luong et al., 2015, "general").</summary>
    General,

    /// <summary>By the tanh of a sum of the two, each through a matrix (Bahdanau et al., 2015, "additive").</summary>
    Additive,
}

/// <summary>How large a translator is.</summary>
public sealed record TranslatorOptions
{
    /// <summary>Units of a decoder's layer, and of the two directions of an encoder's layer together: an even number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Odd, or below 2.</exception>
    public int Units
    {
        get;
        init => field = value >= 2 && value % 2 == 0 ? value : throw new ArgumentOutOfRangeException(nameof(Units), value, "The units are shared by two directions: give an even number, 2 or more.");
    } = 256;

    /// <summary>Numbers that stand for a token.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Embedding { get; init => field = AtLeastOne(value, nameof(Embedding)); } = 128;

    /// <summary>Recurrent layers of the encoder, and of the decoder.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Layers { get; init => field = AtLeastOne(value, nameof(Layers)); } = 1;

    /// <summary>How the decoder looks back at the source.</summary>
    public TranslatorAttention Attention { get; init; } = TranslatorAttention.General;

    /// <summary>The share of the recurrent layers' outputs that is dropped in training.</summary>
    public float Dropout { get; init; } = 0.2f;

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
