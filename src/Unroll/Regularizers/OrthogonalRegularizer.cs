using System.Buffers;

namespace Unroll;

/// <summary>Which vectors of a matrix <see cref="OrthogonalRegularizer"/> draws apart.</summary>
public enum OrthogonalMode
{
    /// <summary>Its rows.</summary>
    Rows,

    /// <summary>Its columns.</summary>
    Columns,
}

/// <summary>factor times the mean size of the cosines between the rows, or columns, of a matrix. Keras's OrthogonalRegularizer.</summary>
/// <param name="factor">How much the mean counts.</param>
/// <param name="mode">Rows or columns.</param>
public sealed class OrthogonalRegularizer(double factor = 0.01, OrthogonalMode mode = OrthogonalMode.Rows) : Regularizer
{
    private const double Epsilon = 1e-12;

    private readonly double _factor = CheckFactor(factor, nameof(factor));

    internal override IReadOnlyDictionary<string, object?> Config =>
        new Dictionary<string, object?> { ["factor"] = _factor, ["mode"] = mode == OrthogonalMode.Rows ? "rows" : "columns" };

    internal override double Penalty(ReadOnlySpan<float> values, ReadOnlySpan<int> shape)
    {
        (int vectors, int length) = Vectors(shape);
        double[] units = ArrayPool<double>.Shared.Rent(vectors * length);
        double sum = 0;
        for (int i = 0; i < vectors; i++)
        {
            Unit(values, shape, i, units.AsSpan(i * length, length));
            for (int j = 0; j < i; j++)
                sum += Math.Abs(Dot(units.AsSpan(i * length, length), units.AsSpan(j * length, length)));
        }

        ArrayPool<double>.Shared.Return(units);
        return _factor * sum / Pairs(vectors);
    }

    internal override void AddGradient(ReadOnlySpan<float> values, ReadOnlySpan<int> shape, Span<float> gradient)
    {
        (int vectors, int length) = Vectors(shape);
        double[] units = ArrayPool<double>.Shared.Rent((vectors + 1) * length);
        double[] inverses = ArrayPool<double>.Shared.Rent(vectors);
        for (int i = 0; i < vectors; i++)
            inverses[i] = Unit(values, shape, i, units.AsSpan(i * length, length));
        Span<double> pull = units.AsSpan(vectors * length, length);
        for (int i = 0; i < vectors; i++)
        {
            ReadOnlySpan<double> unit = units.AsSpan(i * length, length);
            pull.Clear();
            for (int j = 0; j < vectors; j++)
            {
                ReadOnlySpan<double> other = units.AsSpan(j * length, length);
                int sign = j == i ? 0 : Math.Sign(Dot(unit, other));
                for (int k = 0; sign != 0 && k < length; k++)
                    pull[k] += sign * other[k];
            }

            // Only what turns the vector counts: its length falls out.
            double along = Dot(pull, unit), scale = _factor / Pairs(vectors) * inverses[i];
            for (int k = 0; k < length; k++)
                gradient[At(shape, i, k)] += (float)(scale * (pull[k] - along * unit[k]));
        }

        ArrayPool<double>.Shared.Return(units);
        ArrayPool<double>.Shared.Return(inverses);
    }

    private (int Vectors, int Length) Vectors(ReadOnlySpan<int> shape)
    {
        if (shape.Length != 2)
            Throw.Shape($"OrthogonalRegularizer expects a matrix, but got shape {Shape.Text(shape)}. Use it on kernels of rank 2.");
        return mode == OrthogonalMode.Rows ? (shape[0], shape[1]) : (shape[1], shape[0]);
    }

    private static double Pairs(int vectors) => vectors * (vectors - 1.0) / 2;

    private int At(ReadOnlySpan<int> shape, int vector, int k) => mode == OrthogonalMode.Rows ? (vector * shape[1]) + k : (k * shape[1]) + vector;

    /// <returns>One over the vector's length.</returns>
    private double Unit(ReadOnlySpan<float> values, ReadOnlySpan<int> shape, int vector, Span<double> unit)
    {
        for (int k = 0; k < unit.Length; k++)
            unit[k] = values[At(shape, vector, k)];
        double inverse = Math.Min(1 / Math.Sqrt(Dot(unit, unit)), 1 / Epsilon);
        for (int k = 0; k < unit.Length; k++)
            unit[k] *= inverse;
        return inverse;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
            sum += a[k] * b[k];
        return sum;
    }
}
