using Unroll.Kernels;
using Unroll.Tests.Reference;
using Scalar = Unroll.Kernels.SimdScalar;

namespace Unroll.Tests.Kernels;

/// <summary>The kernels of normalisation and pooling against plain loops, bit for bit at every width.</summary>
public class NormalizationKernelTests
{
    private const int Rows = 9;

    private static readonly int[] _lengths = [1, 3, 16, 37, 100];

    private delegate float Map(float x, float dy, float a, float b, float c, float d);

    [Fact]
    public void ColumnMap_EveryMapAndWidth_IsItsPlainRule()
    {
        CheckMap<ScaledDifference>((x, dy, a, b, c, d) => MathF.FusedMultiplyAdd(x - a, b, c));
        CheckMap<CenteredGradient>((x, dy, a, b, c, d) => (MathF.FusedMultiplyAdd(x - a, b, dy) - c) * d);
        CheckMap<ShareOfEqual>((x, dy, a, b, c, d) => x == a ? b : 0);
    }

    [Fact]
    public void ColumnPairs_EveryPairAndWidth_AreOneChainAColumn()
    {
        CheckPairs<CenteredByColumn>((x, a, mean, factor) => x - a);
        CheckPairs<StandardizedByRow>((x, a, mean, factor) => (x - mean) * factor);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void RowStandardization_EveryWidth_IsItsPlainRule(bool centers, bool keepsMean)
    {
        foreach (int n in _lengths)
        {
            var samples = new Samples(1);
            var rule = new StandardizationRule(centers && !keepsMean, keepsMean, 0.3f);
            float[] x = samples.Floats(Rows * n), dy = samples.Floats(Rows * n), scale = samples.Floats(n), shift = samples.Floats(n);
            float[] measures = new float[Rows * 2], statistics = new float[Rows * 2], y = new float[x.Length], dx = new float[x.Length];
            for (int r = 0; r < Rows; r++)
            {
                float[] row = x[(r * n)..((r + 1) * n)], d = [.. scale.Select((s, i) => dy[(r * n) + i] * s)];
                float sum = Sum(row) / n, mean = centers ? sum : 0, factor = 0.5f + r;
                (measures[2 * r], measures[(2 * r) + 1]) = (mean, RowReduction.Reduce<SquaredDifferenceStep, Scalar, float, int>(new SquaredDifferenceStep(mean), row, row));
                (statistics[2 * r], statistics[(2 * r) + 1]) = (keepsMean ? 0 : mean, factor);
                for (int i = 0; i < n; i++)
                {
                    y[(r * n) + i] = ((row[i] - statistics[2 * r]) * factor * scale[i]) + shift[i];
                }
                float center = keepsMean ? sum : mean;
                float[] standard = [.. row.Select(v => (v - center) * factor)];
                float slope = (RowReduction.Reduce<DotStep, Scalar, float, int>(d, standard) + (keepsMean ? factor * center * Sum(d) : 0)) * rule.Share, less = rule.Centers ? Sum(d) / n : 0;
                for (int i = 0; i < n; i++)
                {
                    dx[(r * n) + i] = factor * MathF.FusedMultiplyAdd(standard[i], -slope, d[i] - less);
                }
            }
            foreach (SimdWidth width in SimdWidths.Available)
            {
                float[] result = new float[x.Length], measured = new float[Rows * 2];
                RowStandardization.Measure(x, n, centers, measured, width);
                SimdWidths.AssertSameBits(measures, measured, width);
                RowStandardization.Forward(x, statistics, scale, shift, result, width);
                SimdWidths.AssertSameBits(y, result, width);
                RowStandardization.Backward(x, statistics, scale, dy, rule, result, width);
                SimdWidths.AssertSameBits(dx, result, width);
            }
        }

        static float Sum(float[] values) => RowReduction.Reduce<SumStep, Scalar, float, int>(values, values);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WindowPooling_EveryWidth_IsItsPlainRule(bool writes)
    {
        int[] sources = writes ? [0, 1, 3, -1] : [0, 1, 1, 3, -1, 4];
        int taps = writes ? 2 : 3, windows = sources.Length / taps;
        foreach (int channels in _lengths)
        {
            var samples = new Samples(2);
            float[] x = [.. samples.Floats(5 * channels).Select(v => MathF.Round(v * 3))], dy = samples.Floats(windows * channels), before = writes ? new float[x.Length] : samples.Floats(x.Length);
            float[] max = new float[dy.Length], mean = new float[dy.Length], dmax = [.. before], dmean = [.. before];
            for (int i = 0; i < dy.Length; i++)
            {
                int[] places = [.. sources.Skip(i / channels * taps).Take(taps).Where(s => s >= 0).Select(s => (s * channels) + (i % channels))];
                max[i] = places.Max(p => x[p]);
                mean[i] = places.Aggregate(0f, (sum, p) => sum + x[p]) / places.Length;
                dmax[places.First(p => x[p] == max[i])] += dy[i];
                Array.ForEach(places, p => dmean[p] = MathF.FusedMultiplyAdd(dy[i], 1f / places.Length, dmean[p]));
            }
            foreach (SimdWidth width in SimdWidths.Available)
            {
                CheckPooling<MaxOfWindow>(max, dmax);
                CheckPooling<MeanOfWindow>(mean, dmean);

                void CheckPooling<TPooling>(float[] expected, float[] gradient)
                    where TPooling : struct, IPooling
                {
                    float[] y = new float[dy.Length], dx = [.. before];
                    WindowPooling.Pool<TPooling>(x, sources, taps, channels, y, width);
                    SimdWidths.AssertSameBits(expected, y, width);
                    WindowPooling.AddGradient<TPooling>(x, sources, taps, channels, y, dy, dx, writes, width);
                    Assert.Equal(gradient, dx);
                }
            }
        }
    }

    [Fact]
    public void Transpose_AnySize_IsTheTranspose()
    {
        foreach ((int rows, int columns) in new[] { (1, 1), (4, 4), (3, 9), (10, 7), (16, 33) })
        {
            float[] matrix = new Samples(3).Floats(rows * (columns + 2)), target = new float[columns * (rows + 3)];
            Packing.Transpose(matrix, columns + 2, rows, columns, target, rows + 3);
            for (int i = 0; i < rows * columns; i++)
            {
                Assert.Equal(matrix[(i / columns * (columns + 2)) + (i % columns)], target[(i % columns * (rows + 3)) + (i / columns)]);
            }
        }
    }

    private static void CheckMap<TMap>(Map rule)
        where TMap : struct, IColumnMap
    {
        foreach (int columns in _lengths)
        {
            var samples = new Samples(4);
            float[] x = samples.Floats(Rows * columns), dy = samples.Floats(x.Length), y = new float[x.Length];
            float[] a = [.. samples.Floats(columns).Select((v, i) => i % 2 == 0 ? x[i] : v)], b = samples.Floats(columns), c = samples.Floats(columns), d = samples.Floats(columns);
            float[] expected = [.. x.Select((v, i) => rule(v, dy[i], a[i % columns], b[i % columns], c[i % columns], d[i % columns]))];
            foreach (SimdWidth width in SimdWidths.Available)
            {
                ColumnMap.Apply<TMap>(x, dy, new ColumnNumbers(a, b, c, d), y, width);
                SimdWidths.AssertSameBits(expected, y, width);
            }
        }
    }

    private static void CheckPairs<TPair>(Func<float, float, float, float, float> standardize)
        where TPair : struct, IColumnPair
    {
        foreach (int columns in _lengths)
        {
            var samples = new Samples(5);
            int stride = columns + 3;
            float[] x = samples.Floats(Rows * stride), dy = samples.Floats(x.Length), a = samples.Floats(columns), statistics = samples.Floats(2 * Rows);
            float[] before = samples.Floats(columns), sums = [.. before], dots = [.. before];
            for (int i = 0; i < Rows * columns; i++)
            {
                (int r, int c) = (i / columns, i % columns);
                float d = dy[(r * stride) + c];
                sums[c] += d;
                dots[c] = MathF.FusedMultiplyAdd(standardize(x[(r * stride) + c], a[c], statistics[2 * r], statistics[(2 * r) + 1]), d, dots[c]);
            }
            foreach (SimdWidth width in SimdWidths.Available)
            {
                float[] s = [.. before], t = [.. before], alone = [.. before];
                ColumnPairs.Add<TPair>(x, dy, Rows, stride, a, statistics, s, t, width);
                ColumnPairs.Add<TPair>(x, dy, Rows, stride, a, statistics, default, alone, width);
                SimdWidths.AssertSameBits(sums, s, width);
                SimdWidths.AssertSameBits(dots, t, width);
                SimdWidths.AssertSameBits(dots, alone, width);
            }
        }
    }
}
