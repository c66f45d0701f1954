using Unroll.Kernels;

namespace Unroll;

/// <summary>A layer that divides each row by a measure of its size, and lets weights scale and shift the result.</summary>
public abstract class StandardizingLayer : RowwiseLayer
{
    private Parameter? _scale;
    private Parameter? _shift;

    private protected StandardizingLayer(ReadOnlySpan<int> axes)
        : base(axes)
    {
    }

    /// <summary>Whether the row's mean is taken from it before its size is measured.</summary>
    private protected virtual bool Centers => false;

    /// <summary>Whether the row keeps its mean all the same.</summary>
    private protected virtual bool KeepsMean => false;

    /// <summary>What is taken from the row, and the factor.</summary>
    internal override int StatisticsPerRow => 2;

    private ReadOnlySpan<float> Scales => _scale is null ? default : _scale.Values;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        int[] shape = WeightShape(inputs[0].Shape);
        if (shape.Contains(Shape.Any))
        {
            Throw.Shape($"{this} needs to know the axes that it works along, but got shape {inputs[0].Shape}. Give the model an InputLayer with them.");
        }
        if (Weights.Count > 0 && !Weights[0].Shape.SequenceEqual(shape))
        {
            Throw.Shape($"{this} was built for rows of shape {Shape.Text(Weights[0].Shape)}, but got shape {inputs[0].Shape}. Use a layer of its own.");
        }
    }

    /// <summary>The factor of a row of n elements, from the sum of their squares.</summary>
    private protected abstract float Factor(float squares, int n);

    /// <summary>The part of the factor's derivative that a row of n elements shares.</summary>
    private protected virtual float Share(int n) => 1f / n;

    private protected Parameter AddScale(string name, Shape input, Initializer initializer, Regularizer? regularizer = null, Constraint? constraint = null) =>
        _scale = AddWeight(name, WeightShape(input), initializer, regularizer, constraint);

    private protected Parameter AddShift(string name, Shape input, Initializer initializer, Regularizer? regularizer = null, Constraint? constraint = null) =>
        _shift = AddWeight(name, WeightShape(input), initializer, regularizer, constraint);

    internal override void ForwardRow(ReadOnlySpan<float> x, Span<float> y, Span<float> statistics)
    {
        int n = x.Length;
        float mean = Centers ? RowReduction.Sum(x) / n : 0;
        float factor = Factor(RowReduction.SquaredDifferences(x, mean), n);
        (statistics[0], statistics[1]) = (KeepsMean ? 0 : mean, factor);
        RowStandardization.Forward(x, new RowStatistics(statistics[0], factor), Scales, _shift is null ? default : _shift.Values, y);
    }

    internal override void BackwardRow(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> statistics, ReadOnlySpan<float> dy, Span<float> dx)
    {
        int n = x.Length;
        float mean = KeepsMean ? RowReduction.Sum(x) / n : statistics[0];
        var row = new RowStatistics(mean, statistics[1]);
        (float sum, float dot) = RowStandardization.Sums(x, row, Scales, dy);
        if (KeepsMean)
        {
            // The factor alone depends on the row's mean.
            (sum, dot) = (0, dot + (statistics[1] * mean * sum));
        }
        RowStandardization.Backward(x, row, Scales, dy, Centers ? sum / n : 0, dot * Share(n), dx);
    }

    internal override void AddWeightGradients(RowwiseRun rows, int from, int to, Span<float> gradients)
    {
        int width = rows.Width, count = to - from;
        ReadOnlySpan<float> dy = rows.OutputGradient.Slice(from * width, count * width);
        Span<float> first = gradients[..width];
        if (_scale is null)
        {
            ColumnReduction.Add<ColumnSum>(dy, count, width, first, first);
            return;
        }
        ReadOnlySpan<float> x = rows.Input.Slice(from * width, count * width), statistics = rows.Statistics.Slice(from * StatisticsPerRow, count * StatisticsPerRow);
        ColumnPairs.Add<StandardizedByRow>(x, dy, count, width, first, statistics, _shift is null ? default : gradients[width..], first);
    }

    private int[] WeightShape(Shape input) => [.. AxisRows.Check(this, Axes, input).Select(axis => input[axis])];
}
