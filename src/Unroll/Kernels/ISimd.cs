using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Unroll.Kernels;

/// <summary>
/// The operations that a kernel asks of one vector width. A kernel is generic over the instruction set <c>S</c> and its raw vectors
/// (<c>V</c> of floats, <c>I</c> of ints), so that one source serves every width; the JIT folds the calls away.
/// Masks are integer vectors with all bits set or none.
/// </summary>
internal interface ISimd<V, I>
    where V : struct
    where I : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Lanes { get; }

    static abstract V Zero { get; }

    static abstract V Set(float value);

    static abstract I SetInt(int value);

    static abstract unsafe V Load(float* source);

    static abstract unsafe void Store(float* target, V value);

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    static abstract V Multiply(V a, V b);

    /// <summary>Correctly rounded quotient.</summary>
    static abstract V Divide(V a, V b);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>c - a * b, rounded once.</summary>
    static abstract V FmaNegated(V a, V b, V c);

    static abstract V Sqrt(V a);

    static abstract V Abs(V a);

    /// <summary>The smaller value; b where a is NaN (as x86's minps).</summary>
    static abstract V Min(V a, V b);

    /// <summary>The larger value; b where a is NaN (as x86's maxps).</summary>
    static abstract V Max(V a, V b);

    static abstract I LessThan(V a, V b);

    static abstract I Equal(V a, V b);

    /// <summary>a where the mask is set, else b.</summary>
    static abstract V Select(I mask, V a, V b);

    static abstract I AsInt(V a);

    static abstract V AsFloat(I a);

    static abstract I AddInt(I a, I b);

    static abstract I SubtractInt(I a, I b);

    static abstract I And(I a, I b);

    static abstract I Or(I a, I b);

    static abstract I ShiftLeft(I a, [ConstantExpected] byte bits);

    /// <summary>Arithmetic shift.</summary>
    static abstract I ShiftRight(I a, [ConstantExpected] byte bits);

    /// <summary>To int, truncating; the input is in range.</summary>
    static abstract I ToInt(V a);

    static abstract V ToFloat(I a);
}
