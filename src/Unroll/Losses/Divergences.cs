using Unroll.Kernels;

namespace Unroll;

/// <summary>sum(y log(y / p)) over the classes, both kept within [1e-7, 1] (Keras: <c>KLDivergence</c>).</summary>
public sealed class KLDivergence() : PointwiseLoss("kl_divergence")
{
    private protected override bool Averages => false;

    private protected override double Value(double y, double p)
    {
        double t = Clip(y);
        return t * (DoubleMath.Log(t) - DoubleMath.Log(Clip(p)));
    }

    private protected override double Derivative(double y, double p) => Clip(p) == p ? -Clip(y) / p : 0;

    private static double Clip(double x) => x < Crossentropy.Epsilon ? Crossentropy.Epsilon : x > 1 ? 1 : x;
}

/// <summary>mean(p - y log(p + 1e-7)) over the last axis (Keras: <c>Poisson</c>).</summary>
public sealed class Poisson() : PointwiseLoss("poisson")
{
    private protected override double Value(double y, double p) => p - y * DoubleMath.Log(p + Crossentropy.Epsilon);

    private protected override double Derivative(double y, double p) => 1 - y / (p + Crossentropy.Epsilon);
}
