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
/// The left operand A of a product. Its element (i, k), where k = run * <see cref="Depth"/> + d, stands at
/// <see cref="Start"/>[i * <see cref="Row"/> + run * <see cref="Run"/> + d * <see cref="Step"/>].
/// </summary>
internal readonly unsafe struct LeftOperand(float* start, nint row, int depth, nint step = 1, int runs = 1, nint run = 0)
{
    public float* Start => start;

    public nint Row => row;

    public int Depth => depth;

    public nint Step => step;

    public int Runs => runs;

    public nint Run => run;

    /// <summary>The operand from another row on.</summary>
    public LeftOperand From(int i) => new(start + (i * row), row, depth, step, runs, run);
}

/// <summary>
/// The right operand B of a product, in groups of 16 columns. Its element (k, 16 g + j) stands at <see cref="Start"/>[k * <see cref="Row"/> + g * <see cref="Group"/> + j].
/// Weights are packed so that a group is one run of memory (Row = 16): a processor that takes one group at a time fetches it ahead and has it in its first-level cache.
/// </summary>
internal readonly unsafe struct RightOperand(float* start, nint row, nint group = PanelLayout.Group)
{
    public float* Start => start;

    public nint Row => row;

    public nint Group => group;

    /// <summary>A matrix packed in groups of <paramref name="depth"/> rows.</summary>
    public static RightOperand Packed(float* start, nint depth) => new(start, PanelLayout.Group, depth * PanelLayout.Group);

    /// <summary>The operand from another column on.</summary>
    public RightOperand From(int column) => new(start + (column / PanelLayout.Group * group) + (column % PanelLayout.Group), row, group);
}

/// <summary>
/// C += A·B for a tile of <c>R</c> rows by <c>W</c> vectors. Each output is one chain of fused multiply-adds, k upwards, that goes on from
/// what stands in C; so the bits depend neither on the tile, nor on the width, nor on a cut through k. The sums stay in registers: with 6 rows by
/// 4 vectors they, a row of B and a broadcast take 29 of AVX-512's 32. A single row may have up to 8 vectors, since fewer chains would wait for each other.
/// </summary>
internal static unsafe class Tile<S, V, I>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    /// <summary>C's row i is c + i * cRow. Vectors of the tile that are in one group of B follow each other there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<R, W>(in LeftOperand a, in RightOperand right, float* c, nint cRow)
        where R : struct, ICount
        where W : struct, ICount
    {
        float* c1 = c + cRow;
        float* c2 = c1 + cRow;
        float* c3 = c2 + cRow;
        float* c4 = c3 + cRow;
        float* c5 = c4 + cRow;
        V s00 = S.Zero, s01 = S.Zero, s02 = S.Zero, s03 = S.Zero, s04 = S.Zero, s05 = S.Zero, s06 = S.Zero, s07 = S.Zero;
        V s10 = S.Zero, s11 = S.Zero, s12 = S.Zero, s13 = S.Zero;
        V s20 = S.Zero, s21 = S.Zero, s22 = S.Zero, s23 = S.Zero;
        V s30 = S.Zero, s31 = S.Zero, s32 = S.Zero, s33 = S.Zero;
        V s40 = S.Zero, s41 = S.Zero, s42 = S.Zero, s43 = S.Zero;
        V s50 = S.Zero, s51 = S.Zero, s52 = S.Zero, s53 = S.Zero;
        s00 = S.Load(c);
        if (W.N > 1)
        {
            s01 = S.Load(c + S.Lanes);
        }
        if (W.N > 2)
        {
            s02 = S.Load(c + (2 * S.Lanes));
        }
        if (W.N > 3)
        {
            s03 = S.Load(c + (3 * S.Lanes));
        }
        if (W.N > 4)
        {
            s04 = S.Load(c + (4 * S.Lanes));
            s05 = S.Load(c + (5 * S.Lanes));
        }
        if (W.N > 6)
        {
            s06 = S.Load(c + (6 * S.Lanes));
            s07 = S.Load(c + (7 * S.Lanes));
        }
        if (R.N > 1)
        {
            s10 = S.Load(c1);
            if (W.N > 1)
            {
                s11 = S.Load(c1 + S.Lanes);
            }
            if (W.N > 2)
            {
                s12 = S.Load(c1 + (2 * S.Lanes));
            }
            if (W.N > 3)
            {
                s13 = S.Load(c1 + (3 * S.Lanes));
            }
        }
        if (R.N > 2)
        {
            s20 = S.Load(c2);
            if (W.N > 1)
            {
                s21 = S.Load(c2 + S.Lanes);
            }
            if (W.N > 2)
            {
                s22 = S.Load(c2 + (2 * S.Lanes));
            }
            if (W.N > 3)
            {
                s23 = S.Load(c2 + (3 * S.Lanes));
            }
        }
        if (R.N > 3)
        {
            s30 = S.Load(c3);
            if (W.N > 1)
            {
                s31 = S.Load(c3 + S.Lanes);
            }
            if (W.N > 2)
            {
                s32 = S.Load(c3 + (2 * S.Lanes));
            }
            if (W.N > 3)
            {
                s33 = S.Load(c3 + (3 * S.Lanes));
            }
        }
        if (R.N > 4)
        {
            s40 = S.Load(c4);
            if (W.N > 1)
            {
                s41 = S.Load(c4 + S.Lanes);
            }
            if (W.N > 2)
            {
                s42 = S.Load(c4 + (2 * S.Lanes));
            }
            if (W.N > 3)
            {
                s43 = S.Load(c4 + (3 * S.Lanes));
            }
        }
        if (R.N > 5)
        {
            s50 = S.Load(c5);
            if (W.N > 1)
            {
                s51 = S.Load(c5 + S.Lanes);
            }
            if (W.N > 2)
            {
                s52 = S.Load(c5 + (2 * S.Lanes));
            }
            if (W.N > 3)
            {
                s53 = S.Load(c5 + (3 * S.Lanes));
            }
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
        nint at1 = At(1, group), at2 = At(2, group), at3 = At(3, group), at4 = At(4, group), at5 = At(5, group), at6 = At(6, group), at7 = At(7, group);
        for (int run = a.Runs; run > 0; run--, third += gap)
        {
            for (float* end = b + (a.Depth * bRow); b != end; third += step, b += bRow)
            {
                V b0 = S.Load(b);
                V b1 = W.N > 1 ? S.Load(b + at1) : S.Zero;
                V b2 = W.N > 2 ? S.Load(b + at2) : S.Zero;
                V b3 = W.N > 3 ? S.Load(b + at3) : S.Zero;
                V x0 = S.Set(third[2 * back]);
                s00 = S.Fma(x0, b0, s00);
                if (W.N > 1)
                {
                    s01 = S.Fma(x0, b1, s01);
                }
                if (W.N > 2)
                {
                    s02 = S.Fma(x0, b2, s02);
                }
                if (W.N > 3)
                {
                    s03 = S.Fma(x0, b3, s03);
                }
                if (W.N > 4)
                {
                    s04 = S.Fma(x0, S.Load(b + at4), s04);
                    s05 = S.Fma(x0, S.Load(b + at5), s05);
                }
                if (W.N > 6)
                {
                    s06 = S.Fma(x0, S.Load(b + at6), s06);
                    s07 = S.Fma(x0, S.Load(b + at7), s07);
                }
                if (R.N > 1)
                {
                    V x1 = S.Set(third[back]);
                    s10 = S.Fma(x1, b0, s10);
                    if (W.N > 1)
                    {
                        s11 = S.Fma(x1, b1, s11);
                    }
                    if (W.N > 2)
                    {
                        s12 = S.Fma(x1, b2, s12);
                    }
                    if (W.N > 3)
                    {
                        s13 = S.Fma(x1, b3, s13);
                    }
                }
                if (R.N > 2)
                {
                    V x2 = S.Set(*third);
                    s20 = S.Fma(x2, b0, s20);
                    if (W.N > 1)
                    {
                        s21 = S.Fma(x2, b1, s21);
                    }
                    if (W.N > 2)
                    {
                        s22 = S.Fma(x2, b2, s22);
                    }
                    if (W.N > 3)
                    {
                        s23 = S.Fma(x2, b3, s23);
                    }
                }
                if (R.N > 3)
                {
                    V x3 = S.Set(third[row]);
                    s30 = S.Fma(x3, b0, s30);
                    if (W.N > 1)
                    {
                        s31 = S.Fma(x3, b1, s31);
                    }
                    if (W.N > 2)
                    {
                        s32 = S.Fma(x3, b2, s32);
                    }
                    if (W.N > 3)
                    {
                        s33 = S.Fma(x3, b3, s33);
                    }
                }
                if (R.N > 4)
                {
                    V x4 = S.Set(third[2 * row]);
                    s40 = S.Fma(x4, b0, s40);
                    if (W.N > 1)
                    {
                        s41 = S.Fma(x4, b1, s41);
                    }
                    if (W.N > 2)
                    {
                        s42 = S.Fma(x4, b2, s42);
                    }
                    if (W.N > 3)
                    {
                        s43 = S.Fma(x4, b3, s43);
                    }
                }
                if (R.N > 5)
                {
                    V x5 = S.Set(third[row3]);
                    s50 = S.Fma(x5, b0, s50);
                    if (W.N > 1)
                    {
                        s51 = S.Fma(x5, b1, s51);
                    }
                    if (W.N > 2)
                    {
                        s52 = S.Fma(x5, b2, s52);
                    }
                    if (W.N > 3)
                    {
                        s53 = S.Fma(x5, b3, s53);
                    }
                }
            }
        }
        S.Store(c, s00);
        if (W.N > 1)
        {
            S.Store(c + S.Lanes, s01);
        }
        if (W.N > 2)
        {
            S.Store(c + (2 * S.Lanes), s02);
        }
        if (W.N > 3)
        {
            S.Store(c + (3 * S.Lanes), s03);
        }
        if (W.N > 4)
        {
            S.Store(c + (4 * S.Lanes), s04);
            S.Store(c + (5 * S.Lanes), s05);
        }
        if (W.N > 6)
        {
            S.Store(c + (6 * S.Lanes), s06);
            S.Store(c + (7 * S.Lanes), s07);
        }
        if (R.N > 1)
        {
            S.Store(c1, s10);
            if (W.N > 1)
            {
                S.Store(c1 + S.Lanes, s11);
            }
            if (W.N > 2)
            {
                S.Store(c1 + (2 * S.Lanes), s12);
            }
            if (W.N > 3)
            {
                S.Store(c1 + (3 * S.Lanes), s13);
            }
        }
        if (R.N > 2)
        {
            S.Store(c2, s20);
            if (W.N > 1)
            {
                S.Store(c2 + S.Lanes, s21);
            }
            if (W.N > 2)
            {
                S.Store(c2 + (2 * S.Lanes), s22);
            }
            if (W.N > 3)
            {
                S.Store(c2 + (3 * S.Lanes), s23);
            }
        }
        if (R.N > 3)
        {
            S.Store(c3, s30);
            if (W.N > 1)
            {
                S.Store(c3 + S.Lanes, s31);
            }
            if (W.N > 2)
            {
                S.Store(c3 + (2 * S.Lanes), s32);
            }
            if (W.N > 3)
            {
                S.Store(c3 + (3 * S.Lanes), s33);
            }
        }
        if (R.N > 4)
        {
            S.Store(c4, s40);
            if (W.N > 1)
            {
                S.Store(c4 + S.Lanes, s41);
            }
            if (W.N > 2)
            {
                S.Store(c4 + (2 * S.Lanes), s42);
            }
            if (W.N > 3)
            {
                S.Store(c4 + (3 * S.Lanes), s43);
            }
        }
        if (R.N > 5)
        {
            S.Store(c5, s50);
            if (W.N > 1)
            {
                S.Store(c5 + S.Lanes, s51);
            }
            if (W.N > 2)
            {
                S.Store(c5 + (2 * S.Lanes), s52);
            }
            if (W.N > 3)
            {
                S.Store(c5 + (3 * S.Lanes), s53);
            }
        }
    }

    /// <summary>Where a tile's vector stands in a row of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint At(int vector, nint group) => (vector * S.Lanes / PanelLayout.Group * group) + (vector * S.Lanes % PanelLayout.Group);
}
