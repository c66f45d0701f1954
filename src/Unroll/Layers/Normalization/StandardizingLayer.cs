using Unroll.Kernels;

namespace Unroll;

/// <summary>A layer that divides each row by a measure of its size, and lets weights scale and shift the result.</summary>
public abstract class StandardizingLayer : RowwiseLayer
{
    private Parameter? _scale;
    private Parameter? _shift;
    private float[] _ones = [];
    private float[] _zeros = [];

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

    private ReadOnlySpan<float> Scales(int width) => _scale is null ? Constant(ref _ones, width, 1) : _scale.Values;

    private ReadOnlySpan<float> Shifts(int width) => _shift is null ? Constant(ref _zeros, width, -0f) : _shift.Values;

    /// <summary>A number for each column that leaves every bit as it is.</summary>
    private static float[] Constant(ref float[] values, int width, float value)
    {
        float[] row = values;
        if (row.Length != width)
        {
            row = new float[width];
            row.AsSpan().Fill(value);
            values = row;
        }
        return row;
    }

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

    internal override void ForwardRows(int width, ReadOnlySpan<float> x, Span<float> y, Span<float> statistics)
    {
        RowStandardization.Measure(x, width, Centers, statistics);
        for (int at = 0; at < statistics.Length; at += StatisticsPerRow)
        {
            statistics[at] = KeepsMean ? 0 : statistics[at];
            statistics[at + 1] = Factor(statistics[at + 1], width);
        }
        RowStandardization.Forward(x, statistics, Scales(width), Shifts(width), y);
    }

    internal override void BackwardRows(int width, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> statistics, ReadOnlySpan<float> dy, Span<float> dx) =>
        RowStandardization.Backward(x, statistics, Scales(width), dy, new StandardizationRule(Centers && !KeepsMean, KeepsMean, Share(width)), dx);

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
