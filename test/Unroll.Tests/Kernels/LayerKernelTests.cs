using Unroll.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Kernels;

/// <summary>The kernels of the catalogue's layers against plain loops, bit for bit at every width.</summary>
public class LayerKernelTests
{
    private static readonly int[] _lengths = [1, 3, 15, 16, 17, 37, 100];

    [Fact]
    public void Join_EveryPairAndWidth_IsItsPlainRule()
    {
        CheckPair<AddPair>((a, b) => a + b);
        CheckPair<MultiplyPair>((a, b) => a * b);
        CheckPair<SubtractPair>((a, b) => a - b);
        CheckPair<MaxPair>(MathF.Max);
        CheckPair<MinPair>(MathF.Min);
        CheckPair<DividePair>((a, b) => a / b);
        CheckPair<PReluPair>((a, b) => a < 0 ? a * b : a);
    }

    [Fact]
    public void Join_NaN_StaysNaN()
    {
        float[] a = [float.NaN, 1, float.NaN], b = [1, float.NaN, float.NaN], y = new float[3];
        Elementwise.Join<MaxPair>(a, b, y);
        Assert.All(y, v => Assert.True(float.IsNaN(v)));
        Elementwise.Join<MinPair>(a, b, y);
        Assert.All(y, v => Assert.True(float.IsNaN(v)));
    }

    [Fact]
    public void Apply_EveryOperatorAndWidth_IsItsPlainRule()
    {
        Check(new RescaleOp(0.3f, -0.7f), x => MathF.FusedMultiplyAdd(0.3f, x, -0.7f));
        Check(new StandardizeOp(0.3f, 1.7f), x => (x - 0.3f) * 1.7f);
        Check(new ClippedReluOp(0.5f, 0.1f, 0.2f), x => x > 0.2f ? Math.Min(x, 0.5f) : 0.1f * (x - 0.2f));
        Check(new ClippedReluOp(float.PositiveInfinity, 0, 0), x => Math.Max(x, 0));
        Check(new RescaleGradient(0.3f), (x, y, dy) => 0.3f * dy);
        Check(new ClippedReluGradient(0.5f, 0.1f, 0.2f), (x, y, dy) => x > 0.2f ? (x < 0.5f ? dy : 0) : 0.1f * dy);
        Check(default(PReluGradient), (x, y, dy) => x > 0 ? dy : x < 0 ? y * dy : 0);
        Check(default(PReluSlopeGradient), (x, y, dy) => x < 0 ? MathF.FusedMultiplyAdd(x, dy, y) : y);
        Check(default(WhereChosen), (x, y, dy) => x == y ? dy : 0);
        Check(default(WhereNotChosen), (x, y, dy) => x == y ? 0 : dy);
        Check(new MultiplyAddConstantOp(0.3f), (x, y, dy) => MathF.FusedMultiplyAdd(x, 0.3f, y));
        Check(new StandardizeGradient(1.7f, 0.3f, 0.2f), (x, y, dy) => 1.7f * MathF.FusedMultiplyAdd(x, -0.2f, dy - 0.3f));
        Check(new TanhOfSumOp(0.8f), (x, y, dy) => Elementary<SimdScalar, float, int>.Tanh(0.8f * (x + y)));
        Check(new WeightedTanhGradient(0.3f), (x, y, dy) => 0.3f * y * MathF.FusedMultiplyAdd(-x, x, 1));
    }

    [Fact]
    public void ColumnReduction_EveryStepAndWidth_IsOneChainAColumn()
    {
        CheckColumns<ColumnSum>((sum, x, a) => sum + x);
        CheckColumns<ColumnMax>((sum, x, a) => MathF.Max(sum, x));
        CheckColumns<ColumnTies>((sum, x, a) => sum + (x == a ? 1 : 0));
        CheckColumns<ColumnSquaredDifference>((sum, x, a) => MathF.FusedMultiplyAdd(x - a, x - a, sum));
    }

    [Fact]
    public void Pack_OfAMatrixInAnother_TakesItsColumns()
    {
        const int Depth = 3, Columns = 17, Stride = 20;
        float[] wide = new Samples(1).Floats(Depth * Stride);
        float[] plain = [.. Enumerable.Range(0, Depth * Columns).Select(i => wide[(i / Columns * Stride) + (i % Columns)])];
        float[] expected = new float[Depth * PanelLayout.Padded(Columns)], actual = new float[expected.Length];
        Packing.Pack(plain, Depth, Columns, expected);
        Packing.Pack(wide, Stride, Depth, Columns, actual);
        Assert.Equal(expected, actual);
        (expected, actual) = (new float[PanelLayout.Padded(Depth) * Columns], new float[PanelLayout.Padded(Depth) * Columns]);
        Packing.PackTransposed(plain, Depth, Columns, expected);
        Packing.PackTransposed(wide, Stride, Depth, Columns, actual);
        Assert.Equal(expected, actual);
    }

    private static void CheckPair<TOp>(Func<float, float, float> rule)
        where TOp : struct, IElementwisePair
    {
        foreach (int length in _lengths)
        {
            var samples = new Samples(2);
            float[] a = samples.Floats(length), b = samples.Floats(length), y = new float[length];
            float[] expected = [.. a.Zip(b, rule)];
            foreach (SimdWidth width in SimdWidths.Available)
            {
                Elementwise.Join<TOp>(a, b, y, width);
                SimdWidths.AssertSameBits(expected, y, width);
            }
        }
    }

    private static void Check<TOp>(TOp op, Func<float, float> rule)
        where TOp : struct, IElementwise
    {
        foreach (int length in _lengths)
        {
            float[] x = new Samples(3).Floats(length), y = new float[length];
            float[] expected = [.. x.Select(rule)];
            foreach (SimdWidth width in SimdWidths.Available)
            {
                Elementwise.Apply(op, x, y, width);
                SimdWidths.AssertSameBits(expected, y, width);
            }
        }
    }

    private static void Check<TOp>(TOp op, Func<float, float, float, float> rule)
        where TOp : struct, IElementwiseGradient
    {
        foreach (int length in _lengths)
        {
            var samples = new Samples(4);
            float[] x = samples.Floats(length), y = samples.Floats(length), dy = samples.Floats(length), dx = new float[length];
            float[] expected = [.. Enumerable.Range(0, length).Select(i => rule(x[i], y[i], dy[i]))];
            foreach (SimdWidth width in SimdWidths.Available)
            {
                Elementwise.Apply(op, x, y, dy, dx, width);
                SimdWidths.AssertSameBits(expected, dx, width);
            }
        }
    }

    private static void CheckColumns<TStep>(Func<float, float, float, float> rule)
        where TStep : struct, IColumnStep
    {
        const int Rows = 9;
        foreach (int columns in _lengths)
        {
            var samples = new Samples(5);
            int stride = columns + 3;
            float[] x = samples.Floats(Rows * stride), a = samples.Floats(columns), sums = samples.Floats(columns);
            float[] expected = [.. sums];
            for (int i = 0; i < Rows * columns; i++)
            {
                (int r, int c) = (i / columns, i % columns);
                expected[c] = rule(expected[c], x[(r * stride) + c], a[c]);
            }
            foreach (SimdWidth width in SimdWidths.Available)
            {
                float[] result = [.. sums];
                ColumnReduction.Add<TStep>(x, Rows, stride, a, result, width);
                SimdWidths.AssertSameBits(expected, result, width);
            }
        }
    }
}
