namespace Unroll;

/// <summary>What is done to a text before it is split; Keras's <c>standardize</c>.</summary>
public enum TextStandardization
{
    /// <summary>ASCII letters become lower-case, ASCII punctuation is removed.</summary>
    LowerAndStripPunctuation,

    /// <summary>ASCII letters become lower-case.</summary>
    Lower,

    /// <summary>ASCII punctuation is removed.</summary>
    StripPunctuation,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Where a text is split; Keras's <c>split</c>.</summary>
public enum TextSplit
{
    /// <summary>At white space.</summary>
    Whitespace,

    /// <summary>Into characters.</summary>
    Character,
}

/// <summary>What a text becomes; Keras's <c>output_mode</c>.</summary>
public enum TextOutput
{
    /// <summary>The numbers of its tokens, in order; 0 pads, 1 is unknown.</summary>
    Int,

    /// <summary>1 for each token of the vocabulary that occurs.</summary>
    MultiHot,

    /// <summary>How often each token of the vocabulary occurs.</summary>
    Count,

    /// <summary>How often each token occurs, times the logarithm of how rare it is in the texts adapted to.</summary>
    TfIdf,
}
