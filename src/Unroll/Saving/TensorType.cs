namespace Unroll;

/// <summary>The element types that a safetensors file may name. Only F32, I32 and U8 are read and written.</summary>
internal enum TensorType
{
    F32,
    I32,
    U8,
    F64,
    F16,
    BF16,
    I64,
    I16,
    I8,
    U64,
    U32,
    U16,
    BOOL,
}

internal static class TensorTypes
{
    public static bool TryParse(string? name, out TensorType type)
    {
        foreach (TensorType candidate in Enum.GetValues<TensorType>())
        {
            type = candidate;
            if (candidate.ToString() == name) return true;
        }

        type = default;
        return false;
    }

    public static int Size(this TensorType type) => type switch
    {
        TensorType.U8 or TensorType.I8 or TensorType.BOOL => 1,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 or TensorType.U16 => 2,
        TensorType.F32 or TensorType.I32 or TensorType.U32 => 4,
        _ => 8,
    };
}
