namespace Unroll;

/// <summary>What a tensor's elements are.</summary>
public enum ElementType
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>32-bit integers: tokens, class numbers.</summary>
    Int32,

    /// <summary>Truth values: masks.</summary>
    Bool,
}
