namespace Unroll;

/// <summary>What a safetensors header says about one tensor: its bytes are [Start, Start + Bytes) of the data that follow the header.</summary>
internal sealed record TensorEntry(string Name, TensorType Type, int[] Shape, long Start, long Bytes)
{
    public long Count => Bytes / Type.Size();
}
