namespace Unroll;

/// <summary>How a <see cref="Bidirectional"/> puts its two directions together; Keras's <c>merge_mode</c>.</summary>
public enum MergeMode
{
    /// <summary>Side by side: [..., forward units + backward units].</summary>
    Concat,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their product, element by element.</summary>
    Mul,

    /// <summary>Their mean.</summary>
    Ave,

    /// <summary>Not at all: two outputs.</summary>
    None,
}
