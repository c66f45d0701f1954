using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

internal static partial class Elementary<S, V, I>
{
    // erf(x) / x - 1 in x^2 for |x| <= 1: minimax, 1.4e-9.
    private const float F0 = 0.128379166f;
    private const float F1 = -0.37612626f;
    private const float F2 = 0.112835787f;
    private const float F3 = -0.0268533472f;
    private const float F4 = 0.0051871622f;
    private const float F5 = -0.00079978531f;
    private const float F6 = 7.80690389e-05f;

    // -log(erfc(x)) / x for x from 1 to 4: minimax in relative error of erf(x), 2.7e-9.
    private const float G0 = 1.12849057f;
    private const float G1 = 0.635797262f;
    private const float G2 = 0.105159603f;
    private const float G3 = -0.0228254162f;
    private const float G4 = 0.00319510046f;
    private const float G5 = -0.000211605118f;

    /// <summary>The error function: a polynomial up to 1, from there on 1 - e^-x g(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf(V x)
    {
        V a = S.Min(S.Set(4), S.Abs(x));
        V s = S.Multiply(a, a);
        V p = S.Fma(S.Set(F6), s, S.Set(F5));
        p = S.Fma(p, s, S.Set(F4));
        p = S.Fma(p, s, S.Set(F3));
        p = S.Fma(p, s, S.Set(F2));
        p = S.Fma(p, s, S.Set(F1));
        p = S.Fma(p, s, S.Set(F0));
        V small = S.Fma(p, a, a);

        V g = S.Fma(S.Set(G5), a, S.Set(G4));
        g = S.Fma(g, a, S.Set(G3));
        g = S.Fma(g, a, S.Set(G2));
        g = S.Fma(g, a, S.Set(G1));
        g = S.Fma(g, a, S.Set(G0));
        V large = S.Subtract(S.Set(1), Exp(S.Multiply(g, Negate(a))));
        return WithSignOf(S.Select(S.LessThan(a, S.Set(1)), small, large), x);
    }
}
