using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>One lane, no SIMD: for machines without vectors, and the rounding that every width must repeat.</summary>
internal readonly struct SimdScalar : ISimd<float, int>
{
    public static int Lanes => 1;

    public static float Zero => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Set(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SetInt(int value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(float* target, float value) => *target = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fma(float a, float b, float c) =>
        Simd.HasFma ? float.FusedMultiplyAdd(a, b, c) : SoftwareFma.Compute(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FmaNegated(float a, float b, float c) => Fma(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => float.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float a) => float.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LessThan(float a, float b) => a < b ? -1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Equal(float a, float b) => a == b ? -1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(int mask, float a, float b) => mask != 0 ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AsInt(float a) => BitConverter.SingleToInt32Bits(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AsFloat(int a) => BitConverter.Int32BitsToSingle(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AddInt(int a, int b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SubtractInt(int a, int b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int And(int a, int b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Or(int a, int b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShiftLeft(int a, [ConstantExpected] byte bits) => a << bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShiftRight(int a, [ConstantExpected] byte bits) => a >> bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToInt(float a) => (int)a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToFloat(int a) => a;
}
