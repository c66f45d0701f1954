using System.Buffers;

namespace Unroll;

/// <summary>A constraint on the norms of a weight's vectors: along some of its axes, for each place of the others.</summary>
public abstract class NormConstraint : Constraint
{
    private const double Epsilon = 1e-7;

    private protected NormConstraint()
    {
    }

    /// <summary>The axes that a norm is taken along: 0 for a kernel, [inputs, units], so that each unit's weights have one; negative axes count from the end. Keras: <c>axis</c>.</summary>
    public IReadOnlyList<int> Axes { get; init; } = [0];

    internal override void Apply(Span<float> values, ReadOnlySpan<int> shape)
    {
        Span<bool> along = stackalloc bool[shape.Length];
        for (int i = 0; i < Axes.Count; i++)
        {
            int axis = Axes[i] < 0 ? Axes[i] + shape.Length : Axes[i];
            if (axis < 0 || axis >= shape.Length)
                Throw.Shape($"{ClassName} takes norms along axis {Axes[i]}, but the weight has shape {Shape.Text(shape)}. Choose one of its axes.");
            along[axis] = true;
        }

        double[] factors = ArrayPool<double>.Shared.Rent(values.Length);
        factors.AsSpan(0, values.Length).Clear();
        for (int i = 0; i < values.Length; i++)
            factors[Vector(i, shape, along)] += (double)values[i] * values[i];
        for (int v = 0; v < values.Length; v++)
        {
            double norm = Math.Sqrt(factors[v]);
            factors[v] = Desired(norm) / (Epsilon + norm);
        }

        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(values[i] * factors[Vector(i, shape, along)]);
        ArrayPool<double>.Shared.Return(factors);
    }

    /// <summary>The norm that a vector is to have.</summary>
    private protected abstract double Desired(double norm);

    private protected object AxisConfig => Axes.Count == 1 ? Axes[0] : Axes;

    /// <summary>The number of the vector that an element belongs to: its index without the axes of the norm.</summary>
    private static int Vector(int element, ReadOnlySpan<int> shape, ReadOnlySpan<bool> along)
    {
        int vector = 0, stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (!along[axis])
            {
                vector += element % shape[axis] * stride;
                stride *= shape[axis];
            }

            element /= shape[axis];
        }

        return vector;
    }
}
