using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// With e = p - y, the mean over the last axis of e² / 2 where |e| is at most <see cref="Delta"/>, and Delta |e| - Delta² / 2 beyond
/// (Keras: <c>Huber</c>).
/// </summary>
public sealed class Huber() : PointwiseLoss("huber_loss")
{
    /// <summary>Where the loss turns from squared to absolute.</summary>
    public double Delta { get; init; } = 1;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig();
            config["delta"] = Delta;
            return config;
        }
    }

    private protected override double Value(double y, double p)
    {
        double e = Math.Abs(p - y);
        return e <= Delta ? 0.5 * e * e : Delta * e - 0.5 * Delta * Delta;
    }

    private protected override double Derivative(double y, double p)
    {
        double e = p - y;
        return Math.Abs(e) <= Delta ? e : Delta * Sign(e);
    }
}

/// <summary>mean(log(cosh(p - y))) over the last axis (Keras: <c>LogCosh</c>).</summary>
public sealed class LogCosh() : PointwiseLoss("log_cosh")
{
    private const double Ln2 = 0.6931471805599453;

    // With e = e^-2|x|, cosh x = e^|x| (1 + e) / 2 and tanh |x| = (1 - e) / (1 + e).
    private protected override double Value(double y, double p)
    {
        double x = Math.Abs(p - y);
        return x + DoubleMath.Log(1 + DoubleMath.Exp(-2 * x)) - Ln2;
    }

    private protected override double Derivative(double y, double p)
    {
        double e = DoubleMath.Exp(-2 * Math.Abs(p - y));
        return Sign(p - y) * (1 - e) / (1 + e);
    }
}
