using System.Numerics;
using System.Runtime.InteropServices;

namespace Unroll.Kernels;

/// <summary>Element by element over spans; no sums, so every width gives the same bits.</summary>
internal static class Spans
{
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>target += source.</summary>
    public static void AddTo(Span<float> target, ReadOnlySpan<float> source)
    {
        Span<Vector<float>> t = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> s = MemoryMarshal.Cast<float, Vector<float>>(source[..target.Length]);
        for (int i = 0; i < t.Length; i++)
        {
            t[i] += s[i];
        }
        for (int i = t.Length * Vector<float>.Count; i < target.Length; i++)
        {
            target[i] += source[i];
        }
    }

    /// <summary>target += source, and zero for what is then below the smallest normal float.</summary>
    public static void AddFlushed(Span<float> target, ReadOnlySpan<float> source)
    {
        Span<Vector<float>> t = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> s = MemoryMarshal.Cast<float, Vector<float>>(source[..target.Length]);
        for (int i = 0; i < t.Length; i++)
        {
            Vector<float> sum = t[i] + s[i];
            t[i] = Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(sum), new Vector<float>(SmallestNormal)), Vector<float>.Zero, sum);
        }
        for (int i = t.Length * Vector<float>.Count; i < target.Length; i++)
        {
            float sum = target[i] + source[i];
            target[i] = Math.Abs(sum) < SmallestNormal ? 0 : sum;
        }
    }

    /// <summary>target += source * factor.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float factor)
    {
        Span<Vector<float>> t = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> s = MemoryMarshal.Cast<float, Vector<float>>(source[..target.Length]);
        for (int i = 0; i < t.Length; i++)
        {
            t[i] += s[i] * factor;
        }
        for (int i = t.Length * Vector<float>.Count; i < target.Length; i++)
        {
            target[i] += source[i] * factor;
        }
    }

    /// <summary>target += factor where the source is positive, -= where it is negative.</summary>
    public static void AddSigns(Span<float> target, ReadOnlySpan<float> source, float factor)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += source[i] > 0 ? factor : source[i] < 0 ? -factor : 0;
        }
    }

    /// <summary>sums += source, squares += source².</summary>
    public static void AddWithSquares(Span<float> sums, Span<float> squares, ReadOnlySpan<float> source)
    {
        Span<Vector<float>> t = MemoryMarshal.Cast<float, Vector<float>>(sums);
        Span<Vector<float>> q = MemoryMarshal.Cast<float, Vector<float>>(squares[..sums.Length]);
        ReadOnlySpan<Vector<float>> s = MemoryMarshal.Cast<float, Vector<float>>(source[..sums.Length]);
        for (int i = 0; i < t.Length; i++)
        {
            t[i] += s[i];
            q[i] += s[i] * s[i];
        }
        for (int i = t.Length * Vector<float>.Count; i < sums.Length; i++)
        {
            sums[i] += source[i];
            squares[i] += source[i] * source[i];
        }
    }

    /// <summary>Sets to zero what is below the smallest normal float: products of what has decayed.</summary>
    public static void FlushSubnormals(Span<float> values)
    {
        Span<Vector<float>> t = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (int i = 0; i < t.Length; i++)
        {
            t[i] = Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(t[i]), new Vector<float>(SmallestNormal)), Vector<float>.Zero, t[i]);
        }
        for (int i = t.Length * Vector<float>.Count; i < values.Length; i++)
        {
            values[i] = Math.Abs(values[i]) < SmallestNormal ? 0 : values[i];
        }
    }

    /// <summary>target *= factors.</summary>
    public static void MultiplyBy(Span<float> target, ReadOnlySpan<float> factors)
    {
        Span<Vector<float>> t = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> f = MemoryMarshal.Cast<float, Vector<float>>(factors[..target.Length]);
        for (int i = 0; i < t.Length; i++)
        {
            t[i] *= f[i];
        }
        for (int i = t.Length * Vector<float>.Count; i < target.Length; i++)
        {
            target[i] *= factors[i];
        }
    }

    /// <summary>target *= factor.</summary>
    public static void Scale(Span<float> target, float factor)
    {
        Span<Vector<float>> t = MemoryMarshal.Cast<float, Vector<float>>(target);
        for (int i = 0; i < t.Length; i++)
        {
            t[i] *= factor;
        }
        for (int i = t.Length * Vector<float>.Count; i < target.Length; i++)
        {
            target[i] *= factor;
        }
    }

    /// <summary>target -= target * part: for a part so small that 1 - part would lose its digits.</summary>
    public static void Shrink(Span<float> target, float part)
    {
        Span<Vector<float>> t = MemoryMarshal.Cast<float, Vector<float>>(target);
        for (int i = 0; i < t.Length; i++)
        {
            t[i] -= t[i] * part;
        }
        for (int i = t.Length * Vector<float>.Count; i < target.Length; i++)
        {
            target[i] -= target[i] * part;
        }
    }

    /// <summary>target = keep * target + gain * source.</summary>
    public static void Blend(Span<float> target, float keep, ReadOnlySpan<float> source, float gain)
    {
        Span<Vector<float>> t = MemoryMarshal.Cast<float, Vector<float>>(target);
        ReadOnlySpan<Vector<float>> s = MemoryMarshal.Cast<float, Vector<float>>(source[..target.Length]);
        for (int i = 0; i < t.Length; i++)
        {
            t[i] = (t[i] * keep) + (s[i] * gain);
        }
        for (int i = t.Length * Vector<float>.Count; i < target.Length; i++)
        {
            target[i] = (target[i] * keep) + (source[i] * gain);
        }
    }

    /// <summary>Keeps values within [-limit, limit].</summary>
    public static void Clamp(Span<float> target, float limit)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = Math.Clamp(target[i], -limit, limit);
        }
    }
}
