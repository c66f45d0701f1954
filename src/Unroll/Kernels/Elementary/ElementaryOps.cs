using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

internal readonly struct ExpOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Elementary<S, V, I>.Exp(x);
}

internal readonly struct Expm1Op : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Elementary<S, V, I>.Expm1(x);
}

internal readonly struct TanhOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Elementary<S, V, I>.Tanh(x);
}

internal readonly struct SigmoidOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Elementary<S, V, I>.Sigmoid(x);
}

internal readonly struct LogOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Elementary<S, V, I>.Log(x);
}

internal readonly struct Log1pOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Elementary<S, V, I>.Log1p(x);
}

internal readonly struct SoftplusOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Elementary<S, V, I>.Softplus(x);
}

internal readonly struct ErfOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Elementary<S, V, I>.Erf(x);
}
