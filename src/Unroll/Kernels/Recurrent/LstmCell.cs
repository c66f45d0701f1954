using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>
/// The LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers 2000): i, f, o = sigmoid(z), g = tanh(z); c' = f c + i g; h' = o tanh(c').
/// Slots: i, f, g, o.
/// </summary>
internal readonly unsafe struct LstmCell<S, V, I> : ICell
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    public static bool HasC => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(CellRows rows)
    {
        if (rows.Units % S.Lanes != 0)
        {
            LstmCell<Simd128, Vector128<float>, Vector128<int>>.Forward(rows);
            return;
        }
        int slotF = rows.Units, slotG = 2 * rows.Units, slotO = 3 * rows.Units;

        // Two passes, since the chains of one alone are too long for a processor to see past them.
        CellRows second = rows;
        for (int left = rows.Rows; left > 0; left -= CellRows.AtOnce)
        {
            int count = Math.Min(left, CellRows.AtOnce);
            for (int r = count; r > 0; r--, rows.Advance())
            {
                float* z = rows.Z;
                for (int u = 0; u < rows.Units; u += S.Lanes)
                {
                    V i = Elementary<S, V, I>.Sigmoid(S.Load(z + u));
                    V f = Elementary<S, V, I>.Sigmoid(S.Load(z + slotF + u));
                    V g = Elementary<S, V, I>.Tanh(S.Load(z + slotG + u));
                    V o = Elementary<S, V, I>.Sigmoid(S.Load(z + slotO + u));
                    V c = Elementary<S, V, I>.FlushSubnormal(S.Fma(f, S.Load(rows.C + u), S.Multiply(i, g)));
                    S.Store(z + u, i);
                    S.Store(z + slotF + u, f);
                    S.Store(z + slotG + u, g);
                    S.Store(z + slotO + u, o);
                    S.Store(rows.NextC + u, c);
                }
            }
            for (int r = count; r > 0; r--, second.Advance())
            {
                for (int u = 0; u < second.Units; u += S.Lanes)
                {
                    V tanh = Elementary<S, V, I>.Tanh(S.Load(second.NextC + u));
                    S.Store(second.TanhC + u, tanh);
                    S.Store(second.NextH + u, Elementary<S, V, I>.FlushSubnormal(S.Multiply(S.Load(second.Z + slotO + u), tanh)));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(CellRows rows)
    {
        if (rows.Units % S.Lanes != 0)
        {
            LstmCell<Simd128, Vector128<float>, Vector128<int>>.Backward(rows);
            return;
        }
        int slotF = rows.Units, slotG = 2 * rows.Units, slotO = 3 * rows.Units;
        V one = S.Set(1);
        for (int r = rows.Rows; r > 0; r--, rows.Advance())
        {
            float* gates = rows.Gates;
            float* dz = rows.Z;
            for (int u = 0; u < rows.Units; u += S.Lanes)
            {
                V i = S.Load(gates + u), f = S.Load(gates + slotF + u), g = S.Load(gates + slotG + u), o = S.Load(gates + slotO + u);
                V tanh = S.Load(rows.TanhC + u);
                V dh = S.Load(rows.DH + u);
                V dc = S.Fma(S.Multiply(dh, o), S.Subtract(one, S.Multiply(tanh, tanh)), S.Load(rows.DC + u));
                V di = S.Multiply(S.Multiply(dc, g), S.Multiply(i, S.Subtract(one, i)));
                V df = S.Multiply(S.Multiply(dc, S.Load(rows.C + u)), S.Multiply(f, S.Subtract(one, f)));
                V dg = S.Multiply(S.Multiply(dc, i), S.Subtract(one, S.Multiply(g, g)));
                V dO = S.Multiply(S.Multiply(dh, tanh), S.Multiply(o, S.Subtract(one, o)));
                S.Store(dz + u, Elementary<S, V, I>.FlushSubnormal(di));
                S.Store(dz + slotF + u, Elementary<S, V, I>.FlushSubnormal(df));
                S.Store(dz + slotG + u, Elementary<S, V, I>.FlushSubnormal(dg));
                S.Store(dz + slotO + u, Elementary<S, V, I>.FlushSubnormal(dO));
                S.Store(rows.DC + u, Elementary<S, V, I>.FlushSubnormal(S.Multiply(dc, f)));
                S.Store(rows.DH + u, S.Zero);
            }
        }
    }
}
