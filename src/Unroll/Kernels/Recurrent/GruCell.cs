using System.Runtime.CompilerServices;

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
    private const int Z = PanelLayout.Group;
    private const int R = 2 * PanelLayout.Group;
    private const int G = 3 * PanelLayout.Group;

    public static bool HasC => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(CellRows rows)
    {
        V one = S.Set(1);
        for (int n = rows.Rows; n > 0; n--, rows.Advance())
        {
            float* sums = rows.Z;
            for (int u = 0; u < PanelLayout.Group; u += S.Lanes)
            {
                V z = Elementary<S, V, I>.Sigmoid(S.Load(sums + Z + u));
                V r = Elementary<S, V, I>.Sigmoid(S.Load(sums + R + u));
                V g = Elementary<S, V, I>.Tanh(S.Fma(r, S.Load(sums + u), S.Load(sums + G + u)));
                V h = S.Fma(z, S.Load(rows.H + u), S.Multiply(S.Subtract(one, z), g));
                S.Store(sums + Z + u, z);
                S.Store(sums + R + u, r);
                S.Store(sums + G + u, g);
                S.Store(rows.NextH + u, Elementary<S, V, I>.FlushSubnormal(h));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(CellRows rows)
    {
        V one = S.Set(1);
        for (int n = rows.Rows; n > 0; n--, rows.Advance())
        {
            float* gates = rows.Gates;
            float* d = rows.Z;
            for (int u = 0; u < PanelLayout.Group; u += S.Lanes)
            {
                V inner = S.Load(gates + u), z = S.Load(gates + Z + u), r = S.Load(gates + R + u), g = S.Load(gates + G + u);
                V dh = S.Load(rows.DH + u);
                V dg = S.Multiply(S.Multiply(dh, S.Subtract(one, z)), S.Subtract(one, S.Multiply(g, g)));
                V dz = S.Multiply(S.Multiply(dh, S.Subtract(S.Load(rows.H + u), g)), S.Multiply(z, S.Subtract(one, z)));
                V dr = S.Multiply(S.Multiply(dg, inner), S.Multiply(r, S.Subtract(one, r)));
                S.Store(d + u, Elementary<S, V, I>.FlushSubnormal(S.Multiply(dg, r)));
                S.Store(d + Z + u, Elementary<S, V, I>.FlushSubnormal(dz));
                S.Store(d + R + u, Elementary<S, V, I>.FlushSubnormal(dr));
                S.Store(d + G + u, Elementary<S, V, I>.FlushSubnormal(dg));
                S.Store(rows.DH + u, Elementary<S, V, I>.FlushSubnormal(S.Multiply(dh, z)));
            }
        }
    }
}
