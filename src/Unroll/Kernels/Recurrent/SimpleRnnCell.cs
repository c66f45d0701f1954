using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>The plain recurrence (Elman 1990): h' = tanh(z). One slot.</summary>
internal readonly unsafe struct SimpleRnnCell<S, V, I> : ICell
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    public static bool HasC => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(CellRows rows)
    {
        for (int r = rows.Rows; r > 0; r--, rows.Advance())
        {
            for (int u = 0; u < rows.Units; u += S.Lanes)
            {
                V h = Elementary<S, V, I>.FlushSubnormal(Elementary<S, V, I>.Tanh(S.Load(rows.Z + u)));
                S.Store(rows.Z + u, h);
                S.Store(rows.NextH + u, h);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(CellRows rows)
    {
        V one = S.Set(1);
        for (int r = rows.Rows; r > 0; r--, rows.Advance())
        {
            for (int u = 0; u < rows.Units; u += S.Lanes)
            {
                V h = S.Load(rows.Gates + u);
                V dz = S.Multiply(S.Load(rows.DH + u), S.Subtract(one, S.Multiply(h, h)));
                S.Store(rows.Z + u, Elementary<S, V, I>.FlushSubnormal(dz));
                S.Store(rows.DH + u, S.Zero);
            }
        }
    }
}
