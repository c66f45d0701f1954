using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>x Phi(x), Phi the normal distribution function: Keras's approximate=False.</summary>
internal readonly struct GeluOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(x, Gelu.Distribution<S, V, I>(x));
}

internal readonly struct GeluGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V density = S.Multiply(S.Set(0.398942280f), Elementary<S, V, I>.Exp(S.Multiply(S.Multiply(x, S.Set(-0.5f)), x)));
        return S.Multiply(dy, S.Fma(x, density, Gelu.Distribution<S, V, I>(x)));
    }
}

file static class Gelu
{
    // (1 + erf(x / sqrt(2))) / 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Distribution<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Fma(S.Set(0.5f), Elementary<S, V, I>.Erf(S.Multiply(x, S.Set(0.707106781f))), S.Set(0.5f));
}

/// <summary>x sigmoid(x).</summary>
internal readonly struct SiluOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(x, Elementary<S, V, I>.Sigmoid(x));
}

internal readonly struct SiluGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        // s (1 + x (1 - s))
        V s = Elementary<S, V, I>.Sigmoid(x);
        V slope = S.Multiply(s, S.Fma(x, S.Subtract(S.Set(1), s), S.Set(1)));
        return S.Multiply(dy, slope);
    }
}

/// <summary>x tanh(softplus(x)).</summary>
internal readonly struct MishOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        // tanh(log(1 + w)) = n / (n + 2) with w = e^x, n = w (w + 2); from 20 on it is 1.
        V w = Elementary<S, V, I>.Exp(S.Min(S.Set(20), x));
        V n = S.Multiply(w, S.Add(w, S.Set(2)));
        return S.Multiply(x, S.Divide(n, S.Add(n, S.Set(2))));
    }
}

internal readonly struct MishGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        // (n + x 4 w (w + 1) / (n + 2)) / (n + 2)
        V w = Elementary<S, V, I>.Exp(S.Min(S.Set(20), x));
        V n = S.Multiply(w, S.Add(w, S.Set(2)));
        V d = S.Add(n, S.Set(2));
        V inner = S.Divide(S.Multiply(S.Multiply(S.Set(4), w), S.Add(w, S.Set(1))), d);
        return S.Multiply(dy, S.Divide(S.Fma(x, inner, n), d));
    }
}

/// <summary>x hard_sigmoid(x).</summary>
internal readonly struct HardSiluOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(x, default(HardSigmoidOp).Invoke<S, V, I>(x));
}

internal readonly struct HardSiluGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        // (2x + 3) / 6 between -3 and 3.
        V inside = S.Fma(x, S.Set(1 / 3f), S.Set(0.5f));
        V slope = S.Select(S.LessThan(x, S.Set(3)), inside, S.Set(1));
        slope = S.Select(S.LessThan(S.Set(-3), x), slope, S.Zero);
        return S.Multiply(dy, slope);
    }
}
