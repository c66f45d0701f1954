using Unroll.Kernels;
using Math32 = Unroll.Kernels.Elementary<Unroll.Kernels.SimdScalar, float, int>;

namespace Unroll.Tests.Reference;

/// <summary>
/// A recurrent layer's forward pass the plain way, in float: every step of every row is computed, each sum being one chain of fused multiply-adds from
/// the bias, over x, then over h. The engine's results must have the same bits.
/// </summary>
internal sealed class PlainRecurrent(RecurrentLayer layer, float[] bias)
{
    private readonly float[] _kernel = layer.Kernel.ToArray();
    private readonly float[] _recurrent = layer.Recurrent.ToArray();
    private readonly int _units = layer.Units;
    private readonly int _features = layer.Kernel.Shape[0];

    public PlainRecurrent(RecurrentLayer layer)
        : this(layer, layer.Bias?.ToArray() ?? new float[2 * layer.Gates * layer.Units])
    {
    }

    /// <summary>The output, and h and c after the last step.</summary>
    public sealed record Output(float[] Values, float[] H, float[] C);

    /// <param name="x">[batch, steps, features].</param>
    /// <param name="batch">Rows.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="mask">1 for real steps, [batch, steps].</param>
    /// <param name="state">h and c to begin with, [batch, units].</param>
    /// <param name="recurrentFactors">What h is multiplied by before the product, [batch, units].</param>
    public Output Forward(float[] x, int batch, int steps, byte[]? mask = null, float[][]? state = null, float[]? recurrentFactors = null)
    {
        bool sequences = layer.ReturnSequences;
        var output = new Output(new float[batch * (sequences ? steps : 1) * _units], new float[batch * _units], new float[batch * _units]);
        for (int b = 0; b < batch; b++)
        {
            float[] h = Row(state?[0], b), c = Row(layer.StateCount == 2 ? state?[1] : null, b), spoken = new float[_units];
            float[]? factors = recurrentFactors is null ? null : Row(recurrentFactors, b);
            for (int t = 0; t < steps; t++)
            {
                int time = (b * steps) + (layer.GoBackwards ? steps - 1 - t : t);
                bool real = mask is null || mask[time] != 0;
                if (real)
                {
                    (h, c) = Step(x.AsSpan(time * _features, _features), h, c, factors);
                    spoken = h;
                }
                if (sequences || t == steps - 1)
                {
                    (real || !layer.ZeroOutputForMask ? spoken : new float[_units]).CopyTo(output.Values, (sequences ? (b * steps) + t : b) * _units);
                }
            }
            h.CopyTo(output.H, b * _units);
            c.CopyTo(output.C, b * _units);
        }
        return output;
    }

    private (float[] H, float[] C) Step(ReadOnlySpan<float> x, float[] h, float[] c, float[]? factors)
    {
        float[] seen = Times(h, factors);
        switch (layer.Cell)
        {
            case CellKind.Lstm:
                float[] i = Sums(0, x, seen), f = Sums(1, x, seen), g = Sums(2, x, seen), o = Sums(3, x, seen);
                float[] nextC = new float[_units], nextH = new float[_units];
                for (int u = 0; u < _units; u++)
                {
                    float change = Math32.Sigmoid(i[u]) * Math32.Tanh(g[u]);
                    nextC[u] = Math32.FlushSubnormal(MathF.FusedMultiplyAdd(Math32.Sigmoid(f[u]), c[u], change));
                    nextH[u] = Math32.FlushSubnormal(Math32.Sigmoid(o[u]) * Math32.Tanh(nextC[u]));
                }
                return (nextH, nextC);
            case CellKind.SimpleRnn:
                return (Array.ConvertAll(Sums(0, x, seen), s => Math32.FlushSubnormal(Math32.Tanh(s))), c);
            case CellKind.Gru:
                float[] xs = Chain(Bias(2, 0), _kernel, 2, x), inner = Chain(Bias(2, 1), _recurrent, 2, seen);
                return (Gru(h, Sums(0, x, seen, 2), Sums(1, x, seen, 2), (r, u) => MathF.FusedMultiplyAdd(r[u], inner[u], xs[u])), c);
            default:
                float[] begun = Chain(Bias(2, 0), _kernel, 2, x), reset = Times(Times(Array.ConvertAll(Sums(1, x, seen), Math32.Sigmoid), h), factors);
                float[] candidate = Chain(begun, _recurrent, 2, reset);
                return (Gru(h, Sums(0, x, seen), Sums(1, x, seen), (_, u) => candidate[u]), c);
        }
    }

    private float[] Gru(float[] h, float[] zs, float[] rs, Func<float[], int, float> candidate)
    {
        float[] r = Array.ConvertAll(rs, Math32.Sigmoid);
        var next = new float[_units];
        for (int u = 0; u < _units; u++)
        {
            float z = Math32.Sigmoid(zs[u]), g = Math32.Tanh(candidate(r, u));
            next[u] = Math32.FlushSubnormal(MathF.FusedMultiplyAdd(z, h[u], (1 - z) * g));
        }
        return next;
    }

    private float[] Sums(int gate, ReadOnlySpan<float> x, float[] seen, int biases = 1) =>
        Chain(Chain(biases == 1 ? Bias(gate, 0) : Add(Bias(gate, 0), Bias(gate, 1)), _kernel, gate, x), _recurrent, gate, seen);

    private float[] Bias(int gate, int which) => bias.AsSpan((((which * layer.Gates) + gate) * _units)..)[.._units].ToArray();

    private float[] Chain(float[] sums, float[] weights, int gate, ReadOnlySpan<float> left)
    {
        for (int k = 0; k < left.Length; k++)
        {
            ReadOnlySpan<float> row = weights.AsSpan(((k * layer.Gates) + gate) * _units, _units);
            for (int u = 0; u < row.Length; u++)
            {
                sums[u] = MathF.FusedMultiplyAdd(left[k], row[u], sums[u]);
            }
        }
        return sums;
    }

    private static float[] Add(float[] a, float[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static float[] Times(float[] a, float[]? b) => b is null ? a : [.. a.Zip(b, (x, y) => x * y)];

    private float[] Row(float[]? values, int b) => values is null ? new float[_units] : values[(b * _units)..((b + 1) * _units)];
}
