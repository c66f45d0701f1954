using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>A number that the JIT knows: tiles are compiled for each size from one source.</summary>
internal interface ICount
{
    static abstract int N { get; }
}

internal readonly struct N1 : ICount
{
    public static int N => 1;
}

internal readonly struct N2 : ICount
{
    public static int N => 2;
}

internal readonly struct N3 : ICount
{
    public static int N => 3;
}

internal readonly struct N4 : ICount
{
    public static int N => 4;
}

internal readonly struct N5 : ICount
{
    public static int N => 5;
}

internal readonly struct N6 : ICount
{
    public static int N => 6;
}

internal readonly struct N8 : ICount
{
    public static int N => 8;
}

/// <summary>
/// C = beginning + A·B for a tile of <c>R</c> rows by <c>W</c> vectors. Each output is one chain of fused multiply-adds, k upwards, that goes on from
/// its beginning; so the bits depend neither on the tile, nor on the width, nor on a cut through k. The sums stay in registers: with 6 rows by
/// 4 vectors they, a row of B and a broadcast take 29 of AVX-512's 32. A single row may have 6 or 8 vectors, since fewer chains would wait for each other;
/// those beyond four take the second row's registers.
/// </summary>
internal static unsafe class Tile<S, V, I>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    /// <summary>C's row i is c + i * cRow, and begins with what stands at from + i * fromRow. Vectors of the tile that are in one group of B follow each other there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<R, W>(in LeftOperand a, in RightOperand right, float* from, nint fromRow, float* c, nint cRow)
        where R : struct, ICount
        where W : struct, ICount
    {
        V s00 = S.Zero, s01 = S.Zero, s02 = S.Zero, s03 = S.Zero;
        V s10 = S.Zero, s11 = S.Zero, s12 = S.Zero, s13 = S.Zero;
        V s20 = S.Zero, s21 = S.Zero, s22 = S.Zero, s23 = S.Zero;
        V s30 = S.Zero, s31 = S.Zero, s32 = S.Zero, s33 = S.Zero;
        V s40 = S.Zero, s41 = S.Zero, s42 = S.Zero, s43 = S.Zero;
        V s50 = S.Zero, s51 = S.Zero, s52 = S.Zero, s53 = S.Zero;
        Load<W>(from, ref s00, ref s01, ref s02, ref s03);
        if (W.N == 6)
        {
            Load<N2>(from + (4 * S.Lanes), ref s10, ref s11, ref s12, ref s13);
        }
        if (W.N == 8)
        {
            Load<N4>(from + (4 * S.Lanes), ref s10, ref s11, ref s12, ref s13);
        }
        if (R.N > 1)
        {
            Load<W>(from + fromRow, ref s10, ref s11, ref s12, ref s13);
        }
        if (R.N > 2)
        {
            Load<W>(from + (2 * fromRow), ref s20, ref s21, ref s22, ref s23);
        }
        if (R.N > 3)
        {
            Load<W>(from + (3 * fromRow), ref s30, ref s31, ref s32, ref s33);
        }
        if (R.N > 4)
        {
            Load<W>(from + (4 * fromRow), ref s40, ref s41, ref s42, ref s43);
        }
        if (R.N > 5)
        {
            Load<W>(from + (5 * fromRow), ref s50, ref s51, ref s52, ref s53);
        }

        // From the third row an address reaches the others with the fewest instructions.
        nint row = a.Row;
        nint back = -row;
        nint row3 = 3 * row;
        float* third = a.Start + (2 * row);
        nint step = a.Step;
        nint gap = a.Run - (a.Depth * step);
        float* b = right.Start;
        nint bRow = right.Row;
        nint group = right.Group;
        for (int run = a.Runs; run > 0; run--, third += gap)
        {
            float* end = b + (a.Depth * bRow);
            if (step == 1 && bRow == PanelLayout.Group)
            {
                // Four at a time: what a processor can take in at once, and not its multipliers, is the limit where another thread shares the core.
                for (float* last = end - (3 * PanelLayout.Group); b < last; third += 4, b += 4 * PanelLayout.Group)
                {
                    Step<R, W>(0, third, back, row, row3, b, group,
                        ref s00, ref s01, ref s02, ref s03,
                        ref s10, ref s11, ref s12, ref s13,
                        ref s20, ref s21, ref s22, ref s23,
                        ref s30, ref s31, ref s32, ref s33,
                        ref s40, ref s41, ref s42, ref s43,
                        ref s50, ref s51, ref s52, ref s53);
                    Step<R, W>(1, third, back, row, row3, b, group,
                        ref s00, ref s01, ref s02, ref s03,
                        ref s10, ref s11, ref s12, ref s13,
                        ref s20, ref s21, ref s22, ref s23,
                        ref s30, ref s31, ref s32, ref s33,
                        ref s40, ref s41, ref s42, ref s43,
                        ref s50, ref s51, ref s52, ref s53);
                    Step<R, W>(2, third, back, row, row3, b, group,
                        ref s00, ref s01, ref s02, ref s03,
                        ref s10, ref s11, ref s12, ref s13,
                        ref s20, ref s21, ref s22, ref s23,
                        ref s30, ref s31, ref s32, ref s33,
                        ref s40, ref s41, ref s42, ref s43,
                        ref s50, ref s51, ref s52, ref s53);
                    Step<R, W>(3, third, back, row, row3, b, group,
                        ref s00, ref s01, ref s02, ref s03,
                        ref s10, ref s11, ref s12, ref s13,
                        ref s20, ref s21, ref s22, ref s23,
                        ref s30, ref s31, ref s32, ref s33,
                        ref s40, ref s41, ref s42, ref s43,
                        ref s50, ref s51, ref s52, ref s53);
                }
            }
            for (; b != end; third += step, b += bRow)
            {
                Step<R, W>(0, third, back, row, row3, b, group,
                    ref s00, ref s01, ref s02, ref s03,
                    ref s10, ref s11, ref s12, ref s13,
                    ref s20, ref s21, ref s22, ref s23,
                    ref s30, ref s31, ref s32, ref s33,
                    ref s40, ref s41, ref s42, ref s43,
                    ref s50, ref s51, ref s52, ref s53);
            }
        }
        Store<W>(c, s00, s01, s02, s03);
        if (W.N == 6)
        {
            Store<N2>(c + (4 * S.Lanes), s10, s11, s12, s13);
        }
        if (W.N == 8)
        {
            Store<N4>(c + (4 * S.Lanes), s10, s11, s12, s13);
        }
        if (R.N > 1)
        {
            Store<W>(c + cRow, s10, s11, s12, s13);
        }
        if (R.N > 2)
        {
            Store<W>(c + (2 * cRow), s20, s21, s22, s23);
        }
        if (R.N > 3)
        {
            Store<W>(c + (3 * cRow), s30, s31, s32, s33);
        }
        if (R.N > 4)
        {
            Store<W>(c + (4 * cRow), s40, s41, s42, s43);
        }
        if (R.N > 5)
        {
            Store<W>(c + (5 * cRow), s50, s51, s52, s53);
        }
    }

    /// <summary>The products of the row of B that is <paramref name="k"/> rows on; for k above 0 rows of A and B are packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<R, W>(int k, float* third, nint back, nint row, nint row3, float* b, nint group,
        ref V s00, ref V s01, ref V s02, ref V s03,
        ref V s10, ref V s11, ref V s12, ref V s13,
        ref V s20, ref V s21, ref V s22, ref V s23,
        ref V s30, ref V s31, ref V s32, ref V s33,
        ref V s40, ref V s41, ref V s42, ref V s43,
        ref V s50, ref V s51, ref V s52, ref V s53)
        where R : struct, ICount
        where W : struct, ICount
    {
        V b0 = S.Load(b + (k * PanelLayout.Group));
        V b1 = W.N > 1 ? S.Load(b + At(1, group) + (k * PanelLayout.Group)) : S.Zero;
        V b2 = W.N > 2 ? S.Load(b + At(2, group) + (k * PanelLayout.Group)) : S.Zero;
        V b3 = W.N > 3 ? S.Load(b + At(3, group) + (k * PanelLayout.Group)) : S.Zero;
        V x = S.Set((third + (2 * back))[k]);
        Fma<W>(x, b0, b1, b2, b3, ref s00, ref s01, ref s02, ref s03);
        b += k * PanelLayout.Group;
        if (W.N == 6)
        {
            Fma<N2>(x, S.Load(b + At(4, group)), S.Load(b + At(5, group)), S.Zero, S.Zero, ref s10, ref s11, ref s12, ref s13);
        }
        if (W.N == 8)
        {
            Fma<N4>(x, S.Load(b + At(4, group)), S.Load(b + At(5, group)), S.Load(b + At(6, group)), S.Load(b + At(7, group)), ref s10, ref s11, ref s12, ref s13);
        }
        if (R.N > 1)
        {
            Fma<W>(S.Set((third + back)[k]), b0, b1, b2, b3, ref s10, ref s11, ref s12, ref s13);
        }
        if (R.N > 2)
        {
            Fma<W>(S.Set(third[k]), b0, b1, b2, b3, ref s20, ref s21, ref s22, ref s23);
        }
        if (R.N > 3)
        {
            Fma<W>(S.Set((third + row)[k]), b0, b1, b2, b3, ref s30, ref s31, ref s32, ref s33);
        }
        if (R.N > 4)
        {
            Fma<W>(S.Set((third + (2 * row))[k]), b0, b1, b2, b3, ref s40, ref s41, ref s42, ref s43);
        }
        if (R.N > 5)
        {
            Fma<W>(S.Set((third + row3)[k]), b0, b1, b2, b3, ref s50, ref s51, ref s52, ref s53);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fma<W>(V x, V b0, V b1, V b2, V b3, ref V s0, ref V s1, ref V s2, ref V s3)
        where W : struct, ICount
    {
        s0 = S.Fma(x, b0, s0);
        if (W.N > 1)
        {
            s1 = S.Fma(x, b1, s1);
        }
        if (W.N > 2)
        {
            s2 = S.Fma(x, b2, s2);
        }
        if (W.N > 3)
        {
            s3 = S.Fma(x, b3, s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<W>(float* c, ref V s0, ref V s1, ref V s2, ref V s3)
        where W : struct, ICount
    {
        s0 = S.Load(c);
        if (W.N > 1)
        {
            s1 = S.Load(c + S.Lanes);
        }
        if (W.N > 2)
        {
            s2 = S.Load(c + (2 * S.Lanes));
        }
        if (W.N > 3)
        {
            s3 = S.Load(c + (3 * S.Lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<W>(float* c, V s0, V s1, V s2, V s3)
        where W : struct, ICount
    {
        S.Store(c, s0);
        if (W.N > 1)
        {
            S.Store(c + S.Lanes, s1);
        }
        if (W.N > 2)
        {
            S.Store(c + (2 * S.Lanes), s2);
        }
        if (W.N > 3)
        {
            S.Store(c + (3 * S.Lanes), s3);
        }
    }

    /// <summary>Where a tile's vector stands in a row of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint At(int vector, nint group) => (vector * S.Lanes / PanelLayout.Group * group) + (vector * S.Lanes % PanelLayout.Group);
}
