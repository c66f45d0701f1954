using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>
/// The GRU with the reset gate after the product (Cho et al. 2014, as cuDNN and Keras have it): z, r = sigmoid, g = tanh(x·W + r (h·U + b));
/// h' = z h + (1 - z) g. Slots: h·U + b, z, r, and x·W, which becomes g.
/// </summary>
internal readonly unsafe struct GruCell<S, V, I> : ICell
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
            GruCell<Simd128, Vector128<float>, Vector128<int>>.Forward(rows);
            return;
        }
        int slotZ = rows.Units, slotR = 2 * rows.Units, slotG = 3 * rows.Units;
        V one = S.Set(1);

        // Two passes, since the chains of one alone are too long for a processor to see past them.
        CellRows second = rows;
        for (int left = rows.Rows; left > 0; left -= CellRows.AtOnce)
        {
            int count = Math.Min(left, CellRows.AtOnce);
            for (int n = count; n > 0; n--, rows.Advance())
            {
                float* sums = rows.Z;
                for (int u = 0; u < rows.Units; u += S.Lanes)
                {
                    V z = Elementary<S, V, I>.Sigmoid(S.Load(sums + slotZ + u));
                    V r = Elementary<S, V, I>.Sigmoid(S.Load(sums + slotR + u));
                    S.Store(sums + slotZ + u, z);
                    S.Store(sums + slotR + u, r);
                }
            }
            for (int n = count; n > 0; n--, second.Advance())
            {
                float* sums = second.Z;
                for (int u = 0; u < second.Units; u += S.Lanes)
                {
                    V g = Elementary<S, V, I>.Tanh(S.Fma(S.Load(sums + slotR + u), S.Load(sums + u), S.Load(sums + slotG + u)));
                    V z = S.Load(sums + slotZ + u);
                    V h = S.Fma(z, S.Load(second.H + u), S.Multiply(S.Subtract(one, z), g));
                    S.Store(sums + slotG + u, g);
                    S.Store(second.NextH + u, Elementary<S, V, I>.FlushSubnormal(h));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(CellRows rows)
    {
        if (rows.Units % S.Lanes != 0)
        {
            GruCell<Simd128, Vector128<float>, Vector128<int>>.Backward(rows);
            return;
        }
        int slotZ = rows.Units, slotR = 2 * rows.Units, slotG = 3 * rows.Units;
        V one = S.Set(1);
        for (int n = rows.Rows; n > 0; n--, rows.Advance())
        {
            float* gates = rows.Gates;
            float* d = rows.Z;
            for (int u = 0; u < rows.Units; u += S.Lanes)
            {
                V inner = S.Load(gates + u), z = S.Load(gates + slotZ + u), r = S.Load(gates + slotR + u), g = S.Load(gates + slotG + u);
                V dh = S.Load(rows.DH + u);
                V dg = S.Multiply(S.Multiply(dh, S.Subtract(one, z)), S.Subtract(one, S.Multiply(g, g)));
                V dz = S.Multiply(S.Multiply(dh, S.Subtract(S.Load(rows.H + u), g)), S.Multiply(z, S.Subtract(one, z)));
                V dr = S.Multiply(S.Multiply(dg, inner), S.Multiply(r, S.Subtract(one, r)));
                S.Store(d + u, Elementary<S, V, I>.FlushSubnormal(S.Multiply(dg, r)));
                S.Store(d + slotZ + u, Elementary<S, V, I>.FlushSubnormal(dz));
                S.Store(d + slotR + u, Elementary<S, V, I>.FlushSubnormal(dr));
                S.Store(d + slotG + u, Elementary<S, V, I>.FlushSubnormal(dg));
                S.Store(rows.DH + u, Elementary<S, V, I>.FlushSubnormal(S.Multiply(dh, z)));
            }
        }
    }
}
