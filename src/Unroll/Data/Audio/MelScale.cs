using Unroll.Kernels;

namespace Unroll;

/// <summary>How frequencies are spread over mel bands.</summary>
public enum MelScale
{
    /// <summary>Linear up to 1,000 Hz, logarithmic above (Slaney's Auditory Toolbox; librosa's default).</summary>
    Slaney,

    /// <summary>2595 log10(1 + f / 700), the HTK book's.</summary>
    Htk,
}

/// <summary>Frequencies to mels and back.</summary>
internal static class Mel
{
    private const double LinearStep = 200.0 / 3;
    private const double Corner = 1000;

    private static readonly double s_logStep = DoubleMath.Log(6.4) / 27;
    private static readonly double s_ln10 = DoubleMath.Log(10);

    public static double FromHertz(double f, MelScale scale) =>
        scale == MelScale.Htk ? 2595 * DoubleMath.Log(1 + (f / 700)) / s_ln10
        : f < Corner ? f / LinearStep
        : (Corner / LinearStep) + (DoubleMath.Log(f / Corner) / s_logStep);

    public static double ToHertz(double mel, MelScale scale) =>
        scale == MelScale.Htk ? 700 * (DoubleMath.Exp(mel / 2595 * s_ln10) - 1)
        : mel < Corner / LinearStep ? mel * LinearStep
        : Corner * DoubleMath.Exp(s_logStep * (mel - (Corner / LinearStep)));
}
