using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// The discrete Fourier transform of real signals of one length, by Cooley and Tukey's algorithm over the length's prime factors.
/// In double, additions and multiplications in a fixed order.
/// </summary>
internal sealed class Fft
{
    private readonly int _length;
    private readonly int[] _factors;
    private readonly double[] _cosines;
    private readonly double[] _sines;
    private readonly double[] _real;
    private readonly double[] _imaginary;
    private readonly double[] _butterfly;

    /// <summary>A transform of signals of <paramref name="length"/> values.</summary>
    public Fft(int length)
    {
        _length = length;
        _factors = [.. Factors(length)];
        (_cosines, _sines) = (new double[length], new double[length]);
        (_real, _imaginary) = (new double[length], new double[length]);
        for (int i = 0; i < length; i++)
        {
            _cosines[i] = DoubleMath.CosPi(2.0 * i / length);
            _sines[i] = -DoubleMath.CosPi((2.0 * i / length) - 0.5);
        }

        _butterfly = new double[2 * _factors.DefaultIfEmpty(1).Max()];
    }

    /// <summary>Writes |X[k]|² for k from 0 to half the length.</summary>
    /// <param name="signal">The signal, as long as the transform.</param>
    /// <param name="power">length / 2 + 1 values.</param>
    public void Power(ReadOnlySpan<double> signal, Span<double> power)
    {
        Transform(signal, 0, 1, _real, _imaginary, 0);
        for (int k = 0; k < power.Length; k++)
            power[k] = (_real[k] * _real[k]) + (_imaginary[k] * _imaginary[k]);
    }

    /// <summary>The transform of every <paramref name="stride"/>-th value from <paramref name="start"/> on.</summary>
    private void Transform(ReadOnlySpan<double> signal, int start, int stride, Span<double> real, Span<double> imaginary, int level)
    {
        if (real.Length == 1)
        {
            (real[0], imaginary[0]) = (signal[start], 0);
            return;
        }

        int radix = _factors[level], part = real.Length / radix;
        for (int r = 0; r < radix; r++)
            Transform(signal, start + (r * stride), stride * radix, real.Slice(r * part, part), imaginary.Slice(r * part, part), level + 1);
        for (int k = 0; k < part; k++)
            Combine(real, imaginary, k, part, radix, stride);
    }

    /// <summary>One output of each part: X[k + q part] = sum over r of w^(r (k + q part)) X_r[k].</summary>
    private void Combine(Span<double> real, Span<double> imaginary, int k, int part, int radix, int stride)
    {
        for (int q = 0; q < radix; q++)
        {
            double re = 0, im = 0;
            int step = (k + (q * part)) * stride, turn = 0;
            for (int r = 0; r < radix; r++)
            {
                int at = (r * part) + k;
                re += (real[at] * _cosines[turn]) - (imaginary[at] * _sines[turn]);
                im += (real[at] * _sines[turn]) + (imaginary[at] * _cosines[turn]);
                turn += step;
                if (turn >= _length) turn -= _length;
            }

            (_butterfly[2 * q], _butterfly[(2 * q) + 1]) = (re, im);
        }

        for (int q = 0; q < radix; q++)
            (real[(q * part) + k], imaginary[(q * part) + k]) = (_butterfly[2 * q], _butterfly[(2 * q) + 1]);
    }

    private static IEnumerable<int> Factors(int number)
    {
        for (int factor = 2; factor * factor <= number; factor++)
        {
            for (; number % factor == 0; number /= factor)
                yield return factor;
        }

        if (number > 1) yield return number;
    }
}
