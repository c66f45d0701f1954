using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>One element from x and dy, with four numbers of its column.</summary>
internal interface IColumnMap
{
    static abstract V Invoke<S, V, I>(V x, V dy, V a, V b, V c, V d)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;
}

/// <summary>(x - a) b + c.</summary>
internal readonly struct ScaledDifference : IColumnMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V, I>(V x, V dy, V a, V b, V c, V d)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Fma(S.Subtract(x, a), b, c);
}

/// <summary>(dy + (x - a) b - c) d.</summary>
internal readonly struct CenteredGradient : IColumnMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V, I>(V x, V dy, V a, V b, V c, V d)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Multiply(S.Subtract(S.Fma(S.Subtract(x, a), b, dy), c), d);
}

/// <summary>b where x is a, else 0.</summary>
internal readonly struct ShareOfEqual : IColumnMap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V, I>(V x, V dy, V a, V b, V c, V d)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Select(S.Equal(x, a), b, S.Zero);
}

/// <summary>What belongs to the columns: four numbers each. One that a map doesn't need may be any other.</summary>
internal readonly ref struct ColumnNumbers(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d)
{
    public ReadOnlySpan<float> A { get; } = a;

    public ReadOnlySpan<float> B { get; } = b;

    public ReadOnlySpan<float> C { get; } = c;

    public ReadOnlySpan<float> D { get; } = d;

    public bool Fit(int columns) => A.Length == columns && B.Length == columns && C.Length == columns && D.Length == columns;
}

/// <summary>Maps whole rows, element by element, with numbers that belong to the columns.</summary>
internal static unsafe class ColumnMap
{
    /// <param name="x">[rows, columns].</param>
    /// <param name="dy">The same; x where the map needs none.</param>
    /// <param name="numbers">Of each column.</param>
    /// <param name="y">[rows, columns], to be written.</param>
    public static void Apply<TMap>(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ColumnNumbers numbers, Span<float> y)
        where TMap : struct, IColumnMap => Apply<TMap>(x, dy, numbers, y, Simd.Best);

    /// <inheritdoc cref="Apply{TMap}(ReadOnlySpan{float}, ReadOnlySpan{float}, ColumnNumbers, Span{float})"/>
    public static void Apply<TMap>(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ColumnNumbers numbers, Span<float> y, SimdWidth width)
        where TMap : struct, IColumnMap
    {
        int columns = numbers.A.Length;
        if (x.Length != y.Length || dy.Length != y.Length || !numbers.Fit(columns) || y.Length % columns != 0)
        {
            Throw.Argument($"A map of rows of {columns} columns has {x.Length}, {dy.Length} and {y.Length} elements. Pass whole rows.");
        }
        fixed (float* px = x, pd = dy, a = numbers.A, b = numbers.B, c = numbers.C, d = numbers.D, py = y)
        {
            for (nint at = 0; at < y.Length; at += columns)
            {
                int done = width switch
                {
                    SimdWidth.V512 => Row<TMap, Simd512, Vector512<float>, Vector512<int>>(0, columns, px + at, pd + at, a, b, c, d, py + at),
                    SimdWidth.V256 => Row<TMap, Simd256, Vector256<float>, Vector256<int>>(0, columns, px + at, pd + at, a, b, c, d, py + at),
                    SimdWidth.V128 => Row<TMap, Simd128, Vector128<float>, Vector128<int>>(0, columns, px + at, pd + at, a, b, c, d, py + at),
                    _ => 0,
                };
                Row<TMap, SimdScalar, float, int>(done, columns, px + at, pd + at, a, b, c, d, py + at);
            }
        }
    }

    private static int Row<TMap, S, V, I>(int from, int columns, float* x, float* dy, float* a, float* b, float* c, float* d, float* y)
        where TMap : struct, IColumnMap
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        int i = from;
        for (; i <= columns - S.Lanes; i += S.Lanes)
        {
            S.Store(y + i, TMap.Invoke<S, V, I>(S.Load(x + i), S.Load(dy + i), S.Load(a + i), S.Load(b + i), S.Load(c + i), S.Load(d + i)));
        }
        return i;
    }
}
