namespace Unroll;

/// <summary><see cref="Adam"/> with a weight decay of its own, 0.004 unless set (Keras: <c>AdamW</c>; Loshchilov and Hutter, 2019).</summary>
public sealed class AdamW : AdamBase
{
    /// <summary>AdamW with Keras's defaults.</summary>
    public AdamW()
        : base("adamw") => WeightDecay = 0.004;
}
