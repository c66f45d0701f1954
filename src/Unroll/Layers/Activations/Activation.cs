using System.Collections.Frozen;
using Unroll.Kernels;

namespace Unroll;

/// <summary>An activation function, by Keras's names.</summary>
public abstract class Activation
{
    private protected Activation(string name) => Name = name;

    /// <summary>x. Keras: <c>linear</c>.</summary>
    public static Activation Linear { get; } = new ElementwiseActivation<LinearOp, LinearGradient>("linear");

    /// <summary>max(x, 0). Keras: <c>relu</c>.</summary>
    public static Activation Relu { get; } = new ElementwiseActivation<ReluOp, ReluGradient>("relu");

    /// <summary>min(max(x, 0), 6). Keras: <c>relu6</c>.</summary>
    public static Activation Relu6 { get; } = new ElementwiseActivation<Relu6Op, Relu6Gradient>("relu6");

    /// <summary>x, or 0.2 x where x is negative. Keras: <c>leaky_relu</c>.</summary>
    public static Activation LeakyRelu { get; } =
        new ElementwiseActivation<LeakyReluOp, LeakyReluGradient>("leaky_relu", new(0.2f), new(0.2f), needsInput: true);

    /// <summary>x, or e^x - 1 where x is negative (Clevert et al., 2015). Keras: <c>elu</c>.</summary>
    public static Activation Elu { get; } = new ElementwiseActivation<EluOp, EluGradient>("elu", new(1), new(1));

    /// <summary>The self-normalising ELU (Klambauer et al., 2017). Keras: <c>selu</c>.</summary>
    public static Activation Selu { get; } =
        new ElementwiseActivation<EluOp, EluGradient>("selu", new(1.67326324f, 1.05070099f), new(1.67326324f, 1.05070099f));

    /// <summary>x times the normal distribution function, by erf (Hendrycks and Gimpel, 2016). Keras: <c>gelu</c> with <c>approximate=False</c>.</summary>
    public static Activation Gelu { get; } = new ElementwiseActivation<GeluOp, GeluGradient>("gelu", needsInput: true);

    /// <summary>x sigmoid(x). Keras: <c>silu</c>, also <c>swish</c>.</summary>
    public static Activation Silu { get; } = new ElementwiseActivation<SiluOp, SiluGradient>("silu", needsInput: true);

    /// <summary>x tanh(softplus(x)) (Misra, 2019). Keras: <c>mish</c>.</summary>
    public static Activation Mish { get; } = new ElementwiseActivation<MishOp, MishGradient>("mish", needsInput: true);

    /// <summary>log(1 + e^x). Keras: <c>softplus</c>.</summary>
    public static Activation Softplus { get; } = new ElementwiseActivation<SoftplusOp, SoftplusGradient>("softplus");

    /// <summary>x / (1 + |x|). Keras: <c>softsign</c>.</summary>
    public static Activation Softsign { get; } = new ElementwiseActivation<SoftsignOp, SoftsignGradient>("softsign", needsInput: true);

    /// <summary>The hyperbolic tangent. Keras: <c>tanh</c>.</summary>
    public static Activation Tanh { get; } = new ElementwiseActivation<TanhOp, TanhGradient>("tanh");

    /// <summary>1 / (1 + e^-x). Keras: <c>sigmoid</c>.</summary>
    public static Activation Sigmoid { get; } = new ElementwiseActivation<SigmoidOp, SigmoidGradient>("sigmoid");

    /// <summary>relu6(x + 3) / 6, as in Keras 3 (Keras 2's slope was 0.2). Keras: <c>hard_sigmoid</c>.</summary>
    public static Activation HardSigmoid { get; } = new ElementwiseActivation<HardSigmoidOp, HardSigmoidGradient>("hard_sigmoid");

    /// <summary>x hard_sigmoid(x). Keras: <c>hard_silu</c>, also <c>hard_swish</c>.</summary>
    public static Activation HardSilu { get; } = new ElementwiseActivation<HardSiluOp, HardSiluGradient>("hard_silu", needsInput: true);

    /// <summary>e^x over its sum along the last axis. Keras: <c>softmax</c>.</summary>
    public static Activation Softmax { get; } = new SoftmaxActivation("softmax", logarithm: false);

    /// <summary>The logarithm of softmax. Keras: <c>log_softmax</c>.</summary>
    public static Activation LogSoftmax { get; } = new SoftmaxActivation("log_softmax", logarithm: true);

    /// <summary>e^x. Keras: <c>exponential</c>.</summary>
    public static Activation Exponential { get; } = new ElementwiseActivation<ExpOp, ExpGradient>("exponential");

    /// <summary>x, or e^x - 1 where x is negative: ELU with an alpha of 1 (Barron, 2017). Keras: <c>celu</c>.</summary>
    public static Activation Celu { get; } = new ElementwiseActivation<EluOp, EluGradient>("celu", new(1), new(1));

    /// <summary>min(max(x, -1), 1). Keras: <c>hard_tanh</c>.</summary>
    public static Activation HardTanh { get; } = new ElementwiseActivation<HardTanhOp, HardTanhGradient>("hard_tanh");

    /// <summary>The logarithm of the sigmoid. Keras: <c>log_sigmoid</c>.</summary>
    public static Activation LogSigmoid { get; } = new ElementwiseActivation<LogSigmoidOp, LogSigmoidGradient>("log_sigmoid");

    /// <summary>x - tanh(x). Keras: <c>tanh_shrink</c>.</summary>
    public static Activation TanhShrink { get; } = new ElementwiseActivation<TanhShrinkOp, TanhShrinkGradient>("tanh_shrink", needsInput: true);

    /// <summary>x brought nearer to 0 by 0.5, and 0 where it is no farther. Keras: <c>soft_shrink</c>.</summary>
    public static Activation SoftShrink { get; } = new ElementwiseActivation<SoftShrinkOp, ShrinkGradient>("soft_shrink", new(0.5f));

    /// <summary>x, or 0 where it is no farther from 0 than 0.5. Keras: <c>hard_shrink</c>.</summary>
    public static Activation HardShrink { get; } = new ElementwiseActivation<HardShrinkOp, ShrinkGradient>("hard_shrink", new(0.5f));

    /// <summary>(x + sqrt(x² + 4)) / 2 (Barron, 2021). Keras: <c>squareplus</c>.</summary>
    public static Activation SquarePlus { get; } = new ElementwiseActivation<SquarePlusOp, SquarePlusGradient>("squareplus", needsInput: true);

    /// <summary>(x + 1)² / 4 between -1 and 1, 0 before, x after. Keras: <c>sparse_plus</c>.</summary>
    public static Activation SparsePlus { get; } = new ElementwiseActivation<SparsePlusOp, SparsePlusGradient>("sparse_plus", needsInput: true);

    /// <summary>min(max((x + 1) / 2, 0), 1). Keras: <c>sparse_sigmoid</c>.</summary>
    public static Activation SparseSigmoid { get; } = new ElementwiseActivation<SparseSigmoidOp, SparseSigmoidGradient>("sparse_sigmoid");

    private static readonly Activation[] _all =
    [
        Linear, Relu, Relu6, LeakyRelu, Elu, Selu, Gelu, Silu, Mish, Softplus, Softsign, Tanh, Sigmoid, HardSigmoid, HardSilu,
        Softmax, LogSoftmax, Exponential, Celu, HardTanh, LogSigmoid, TanhShrink, SoftShrink, HardShrink, SquarePlus, SparsePlus, SparseSigmoid,
    ];

    private static readonly FrozenDictionary<string, Activation> _byName = _all
        .Select(activation => (activation.Name, activation))
        .Append(("swish", Silu))
        .Append(("hard_swish", HardSilu))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>Keras's name, such as <c>hard_sigmoid</c>.</summary>
    public string Name { get; }

    /// <summary>Whether <see cref="Backward"/> reads x; if not, the caller may overwrite x by y.</summary>
    internal abstract bool NeedsInput { get; }

    /// <summary>Whether losses may want to work from x.</summary>
    internal bool HasLogits => this == Softmax || this == Sigmoid;

    /// <summary>Whether nobody asks for x any more once y is there.</summary>
    internal bool MayReplaceInput => !NeedsInput && !HasLogits;

    /// <summary>The activation of a Keras name; <c>swish</c> and <c>hard_swish</c> are accepted too.</summary>
    /// <exception cref="ModelConfigException">There is no such activation.</exception>
    public static Activation FromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name, out Activation? activation)
            ? activation
            : Throw.Config<Activation>($"Unknown activation '{name}'. Known are: {string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;

    /// <summary>y = f(x) on one thread; width is the length of the last axis. y may be x.</summary>
    internal abstract void Forward(ReadOnlySpan<float> x, Span<float> y, int width);

    /// <summary>dx from the input x, the output y and its gradient dy, on one thread. dx may be dy. x is read only if <see cref="NeedsInput"/>.</summary>
    internal abstract void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int width);
}
