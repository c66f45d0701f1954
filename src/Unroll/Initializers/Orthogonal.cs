using System.Runtime.Intrinsics;

namespace Unroll;

/// <summary>
/// A random matrix with orthonormal columns, or rows if there are fewer of those (Keras: <c>Orthogonal</c>; Saxe et al., 2013):
/// the Q of the QR decomposition of a normal matrix, R's diagonal being positive. The matrix is [all axes but the last, last axis].
/// </summary>
/// <param name="gain">A factor on all values.</param>
public sealed class Orthogonal(double gain = 1) : RandomInitializer
{
    /// <summary>A factor on all values.</summary>
    public double Gain { get; } = gain;

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["seed"] = Seed, ["gain"] = Gain };

    private protected override void Draw(Span<float> values, ReadOnlySpan<int> shape, Philox random)
    {
        if (shape.Length < 2)
            Throw.Shape($"The initializer Orthogonal needs a weight of rank 2 or more, but got rank {shape.Length}. Use another initializer for vectors.");
        int columns = shape[^1];
        int rows = columns == 0 ? 0 : values.Length / columns;
        int length = Math.Max(rows, columns);
        int count = Math.Min(rows, columns);

        // count vectors of length numbers, each filled up with zeros to whole groups of 16.
        int stride = (length + 15) & ~15;
        double[] vectors = new double[(long)count * stride];
        for (int k = 0; k < count; k++)
        {
            Span<double> vector = vectors.AsSpan(k * stride, stride);
            for (int i = 0; i < length; i++)
                vector[i] = random.NormalAt(0, (ulong)((long)i * count + k));
            for (int j = 0; j < k; j++)
            {
                ReadOnlySpan<double> unit = vectors.AsSpan(j * stride, stride);
                AddScaled(vector, unit, -Dot(unit, vector));
            }

            double scale = 1 / Math.Sqrt(Dot(vector, vector));
            for (int i = 0; i < length; i++)
                vector[i] *= scale;
        }

        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++)
                values[r * columns + c] = (float)(Gain * (rows >= columns ? vectors[c * stride + r] : vectors[r * stride + c]));
    }

    /// <summary>Element i goes to lane i mod 16, then a fixed tree; products and sums are rounded separately.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector512<double> low = Vector512<double>.Zero, high = Vector512<double>.Zero;
        for (int i = 0; i < a.Length; i += 16)
        {
            low += Vector512.Create(a[i..]) * Vector512.Create(b[i..]);
            high += Vector512.Create(a[(i + 8)..]) * Vector512.Create(b[(i + 8)..]);
        }

        Vector512<double> eight = low + high;
        Vector256<double> four = eight.GetLower() + eight.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    private static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        Vector512<double> factors = Vector512.Create(factor);
        for (int i = 0; i < target.Length; i += 8)
            (Vector512.Create<double>(target[i..]) + Vector512.Create(source[i..]) * factors).CopyTo(target[i..]);
    }
}
