using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>A cell with a second product, which needs what the gates made of h.</summary>
internal interface ITwoProductCell : ICell
{
    /// <summary>The candidate's sums become the candidate and the next state.</summary>
    static abstract void ForwardCandidate(CellRows rows);

    /// <summary>After the candidate's product has come back: the reset gate's part.</summary>
    static abstract void BackwardCandidate(CellRows rows);
}

/// <summary>
/// The GRU with the reset gate before the product (Cho et al. 2014, version 1): z, r = sigmoid, g = tanh(x·W + (r h)·U); h' = z h + (1 - z) g.
/// Slots: none, z, r, g. <see cref="CellRows.TanhC"/> is r h, and in the backward pass <see cref="CellRows.DC"/> its gradient.
/// </summary>
internal readonly unsafe struct GruResetBeforeCell<S, V, I> : ITwoProductCell
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    public static bool HasC => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(CellRows rows)
    {
        if (rows.Units % S.Lanes != 0)
        {
            GruResetBeforeCell<Simd128, Vector128<float>, Vector128<int>>.Forward(rows);
            return;
        }
        int slotZ = rows.Units, slotR = 2 * rows.Units;
        for (int n = rows.Rows; n > 0; n--, rows.Advance())
        {
            for (int u = 0; u < rows.Units; u += S.Lanes)
            {
                V r = Elementary<S, V, I>.Sigmoid(S.Load(rows.Z + slotR + u));
                S.Store(rows.Z + slotZ + u, Elementary<S, V, I>.Sigmoid(S.Load(rows.Z + slotZ + u)));
                S.Store(rows.Z + slotR + u, r);
                S.Store(rows.TanhC + u, S.Multiply(r, S.Load(rows.H + u)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardCandidate(CellRows rows)
    {
        if (rows.Units % S.Lanes != 0)
        {
            GruResetBeforeCell<Simd128, Vector128<float>, Vector128<int>>.ForwardCandidate(rows);
            return;
        }
        int slotZ = rows.Units, slotG = 3 * rows.Units;
        V one = S.Set(1);
        for (int n = rows.Rows; n > 0; n--, rows.Advance())
        {
            for (int u = 0; u < rows.Units; u += S.Lanes)
            {
                V z = S.Load(rows.Z + slotZ + u);
                V g = Elementary<S, V, I>.Tanh(S.Load(rows.Z + slotG + u));
                V h = S.Fma(z, S.Load(rows.H + u), S.Multiply(S.Subtract(one, z), g));
                S.Store(rows.Z + slotG + u, g);
                S.Store(rows.NextH + u, Elementary<S, V, I>.FlushSubnormal(h));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(CellRows rows)
    {
        if (rows.Units % S.Lanes != 0)
        {
            GruResetBeforeCell<Simd128, Vector128<float>, Vector128<int>>.Backward(rows);
            return;
        }
        int slotZ = rows.Units, slotR = 2 * rows.Units, slotG = 3 * rows.Units;
        V one = S.Set(1);
        for (int n = rows.Rows; n > 0; n--, rows.Advance())
        {
            for (int u = 0; u < rows.Units; u += S.Lanes)
            {
                V z = S.Load(rows.Gates + slotZ + u), r = S.Load(rows.Gates + slotR + u), g = S.Load(rows.Gates + slotG + u);
                V dh = S.Load(rows.DH + u);
                V dg = S.Multiply(S.Multiply(dh, S.Subtract(one, z)), S.Subtract(one, S.Multiply(g, g)));
                V dz = S.Multiply(S.Multiply(dh, S.Subtract(S.Load(rows.H + u), g)), S.Multiply(z, S.Subtract(one, z)));
                S.Store(rows.Z + u, S.Zero);
                S.Store(rows.Z + slotZ + u, Elementary<S, V, I>.FlushSubnormal(dz));
                S.Store(rows.Z + slotR + u, r);
                S.Store(rows.Z + slotG + u, Elementary<S, V, I>.FlushSubnormal(dg));
                S.Store(rows.DH + u, Elementary<S, V, I>.FlushSubnormal(S.Multiply(dh, z)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardCandidate(CellRows rows)
    {
        if (rows.Units % S.Lanes != 0)
        {
            GruResetBeforeCell<Simd128, Vector128<float>, Vector128<int>>.BackwardCandidate(rows);
            return;
        }
        int slotR = 2 * rows.Units;
        V one = S.Set(1);
        for (int n = rows.Rows; n > 0; n--, rows.Advance())
        {
            for (int u = 0; u < rows.Units; u += S.Lanes)
            {
                V r = S.Load(rows.Z + slotR + u);
                V dReset = S.Load(rows.DC + u);
                V dr = S.Multiply(S.Multiply(dReset, S.Load(rows.H + u)), S.Multiply(r, S.Subtract(one, r)));
                S.Store(rows.Z + slotR + u, Elementary<S, V, I>.FlushSubnormal(dr));
                S.Store(rows.DH + u, Elementary<S, V, I>.FlushSubnormal(S.Fma(dReset, r, S.Load(rows.DH + u))));
            }
        }
    }
}
