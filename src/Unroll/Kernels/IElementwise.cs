namespace Unroll.Kernels;

/// <summary>y = f(x), element by element.</summary>
internal interface IElementwise
{
    V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;
}

/// <summary>The gradient of an elementwise function: dx from the input x, the output y and the output's gradient dy.</summary>
internal interface IElementwiseGradient
{
    V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;
}

/// <summary>y = f(a, b), element by element.</summary>
internal interface IElementwisePair
{
    static abstract V Invoke<S, V, I>(V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;
}
