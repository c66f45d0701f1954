using System.Runtime.CompilerServices;

namespace Unroll;

/// <summary>What the predictions are compared with: floats, or ints such as class numbers. Row-major.</summary>
internal readonly ref struct Targets
{
    public Targets(ReadOnlySpan<float> floats) => Floats = floats;

    public Targets(ReadOnlySpan<int> ints)
    {
        Ints = ints;
        IsInt = true;
    }

    public ReadOnlySpan<float> Floats { get; }

    public ReadOnlySpan<int> Ints { get; }

    public bool IsInt { get; }

    public int Length => IsInt ? Ints.Length : Floats.Length;

    /// <summary>The number at an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Value(int index) => IsInt ? Ints[index] : Floats[index];

    /// <summary>The class number at an index; floats are truncated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Label(int index) => IsInt ? Ints[index] : (int)Floats[index];

    /// <summary>A part of the targets.</summary>
    public Targets Slice(int start, int length) => IsInt ? new(Ints.Slice(start, length)) : new(Floats.Slice(start, length));
}
