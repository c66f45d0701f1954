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

    internal override int StatisticsPerRow => 1;

    internal override bool KeepsStandardized => true;

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

    internal override void ForwardRow(ReadOnlySpan<float> x, Span<float> y, Span<float> standardized, Span<float> statistics)
    {
        int n = x.Length;
        float mean = Centers ? RowReduction.Sum(x) / n : 0;
        Elementwise.Apply(new StandardizeOp(mean, 1), x, standardized);
        float factor = Factor(RowReduction.Dot(standardized, standardized), n);
        statistics[0] = factor;
        Spans.Scale(standardized, factor);
        standardized.CopyTo(y);
        if (_scale is not null)
        {
            Spans.MultiplyBy(y, _scale.Values);
        }
        if (_shift is not null)
        {
            Spans.AddTo(y, _shift.Values);
        }
    }

    internal override void BackwardRow(ReadOnlySpan<float> y, ReadOnlySpan<float> standardized, ReadOnlySpan<float> statistics, ReadOnlySpan<float> dy, Span<float> dx)
    {
        int n = dy.Length;
        dy.CopyTo(dx);
        if (_scale is not null)
        {
            Spans.MultiplyBy(dx, _scale.Values);
        }
        float mean = Centers ? RowReduction.Sum(dx) / n : 0;
        float slope = RowReduction.Dot(dx, standardized) * Share(n);
        Elementwise.Apply(new StandardizeGradient(statistics[0], mean, slope), standardized, standardized, dx, dx);
    }

    internal override void AddWeightGradients(LayerRun run, RowwiseRun rows, int from, int to)
    {
        ReadOnlySpan<float> dy = rows.OutputGradient[from..], standardized = rows.Standardized[from..];
        if (_scale is not null)
        {
            Span<float> sums = run.Gradient(_scale)[from..to];
            ColumnReduction.Add<ColumnDot>(standardized, dy, rows.Count, rows.Width, sums, sums);
        }
        if (_shift is not null)
        {
            Span<float> sums = run.Gradient(_shift)[from..to];
            ColumnReduction.Add<ColumnSum>(dy, dy, rows.Count, rows.Width, sums, sums);
        }
    }

    private int[] WeightShape(Shape input) => [.. AxisRows.Check(this, Axes, input).Select(axis => input[axis])];
}
