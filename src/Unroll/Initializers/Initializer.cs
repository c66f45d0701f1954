namespace Unroll;

/// <summary>How the first values of a weight are drawn (Keras: <c>keras.initializers</c>). Immutable; the same seed gives the same bits on every machine.</summary>
public abstract partial class Initializer
{
    private protected Initializer()
    {
    }

    /// <summary>Keras's name of the class, for example <c>GlorotUniform</c>.</summary>
    public string ClassName => GetType().Name;

    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = new Zeros();

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = new Ones();

    /// <summary>Uniform between -0.05 and 0.05, Keras's default for embeddings.</summary>
    public static Initializer RandomUniform { get; } = new RandomUniform();

    /// <summary>Normal with standard deviation 0.05.</summary>
    public static Initializer RandomNormal { get; } = new RandomNormal();

    /// <summary>Normal with standard deviation 0.05, nothing beyond two of them.</summary>
    public static Initializer TruncatedNormal { get; } = new TruncatedNormal();

    /// <summary>Uniform within sqrt(6 / (fan in + fan out)), Keras's default for kernels.</summary>
    public static Initializer GlorotUniform { get; } = new GlorotUniform();

    /// <summary>Truncated normal of variance 2 / (fan in + fan out).</summary>
    public static Initializer GlorotNormal { get; } = new GlorotNormal();

    /// <summary>Uniform within sqrt(6 / fan in).</summary>
    public static Initializer HeUniform { get; } = new HeUniform();

    /// <summary>Truncated normal of variance 2 / fan in.</summary>
    public static Initializer HeNormal { get; } = new HeNormal();

    /// <summary>Uniform within sqrt(3 / fan in).</summary>
    public static Initializer LecunUniform { get; } = new LecunUniform();

    /// <summary>Truncated normal of variance 1 / fan in.</summary>
    public static Initializer LecunNormal { get; } = new LecunNormal();

    /// <summary>Orthonormal rows or columns, Keras's default for recurrent kernels.</summary>
    public static Initializer Orthogonal { get; } = new Orthogonal();

    /// <summary>The identity matrix.</summary>
    public static Initializer Identity { get; } = new Identity();

    /// <summary>Keras's options by their Keras names.</summary>
    internal virtual IReadOnlyDictionary<string, object?> Config { get; } = new Dictionary<string, object?>();

    /// <summary>Writes the first values of a weight of the given shape, in row-major order.</summary>
    internal abstract void Fill(Span<float> values, ReadOnlySpan<int> shape, Philox random);
}
