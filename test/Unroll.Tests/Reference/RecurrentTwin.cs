using Unroll.Kernels;

namespace Unroll.Tests.Reference;

/// <summary>A recurrent layer in double, straight from its equations: row by row, step by step, forward and backward. Weights as Keras lays them out.</summary>
internal sealed class RecurrentTwin(CellKind kind, int features, int units)
{
    private readonly List<TwinStep?[]> _rows = [];

    public int Gates { get; } = kind switch { CellKind.Lstm => 4, CellKind.SimpleRnn => 1, _ => 3 };

    /// <summary>[features, gates * units].</summary>
    public double[] Kernel { get; set; } = [];

    /// <summary>[units, gates * units].</summary>
    public double[] Recurrent { get; set; } = [];

    /// <summary>[gates * units], or two of them for a GRU that resets after the product.</summary>
    public double[] Bias { get; set; } = [];

    public bool ReturnSequences { get; init; }

    public bool GoBackwards { get; init; }

    public bool ZeroOutputForMask { get; init; }

    public double[] KernelGradient { get; private set; } = [];

    public double[] RecurrentGradient { get; private set; } = [];

    public double[] BiasGradient { get; private set; } = [];

    /// <summary>What it reads: [batch, steps, features]; 1 for real steps; h and c to begin with; factors of h for the product, [batch, units].</summary>
    public sealed record Input(int Batch, int Steps, double[] X, byte[]? Mask = null, double[][]? State = null, double[]? RecurrentFactors = null);

    /// <summary>What it makes: [batch, steps, units] or [batch, units]; h and c after the last step. Also their gradients.</summary>
    public sealed record Output(double[] Values, double[] H, double[] C);

    public Output Forward(Input input)
    {
        (int batch, int steps) = (input.Batch, input.Steps);
        var output = new Output(new double[batch * (ReturnSequences ? steps : 1) * units], new double[batch * units], new double[batch * units]);
        _rows.Clear();
        for (int b = 0; b < batch; b++)
        {
            var trace = new TwinStep?[steps];
            double[] h = Part(input.State?[0], b, units), c = Part(kind == CellKind.Lstm ? input.State?[1] : null, b, units), spoken = new double[units];
            for (int t = 0; t < steps; t++)
            {
                int time = GoBackwards ? steps - 1 - t : t;
                bool real = input.Mask is null || input.Mask[(b * steps) + time] != 0;
                if (real)
                {
                    trace[t] = new TwinStep(this, Part(input.X, (b * steps) + time, features), h, c, input.RecurrentFactors is null ? null : Part(input.RecurrentFactors, b, units));
                    (h, c, spoken) = (trace[t]!.NextH, trace[t]!.NextC, trace[t]!.NextH);
                }
                double[] says = real || !ZeroOutputForMask ? spoken : new double[units];
                if (ReturnSequences || t == steps - 1)
                {
                    says.CopyTo(output.Values, (ReturnSequences ? (b * steps) + t : b) * units);
                }
            }
            h.CopyTo(output.H, b * units);
            c.CopyTo(output.C, b * units);
            _rows.Add(trace);
        }
        return output;
    }

    /// <summary>From the outputs' gradients, those of x and of the first state; the weights' stand in the properties.</summary>
    public (double[] X, double[] H, double[] C) Backward(Input input, Output gradient)
    {
        (int batch, int steps) = (input.Batch, input.Steps);
        (KernelGradient, RecurrentGradient, BiasGradient) = (new double[Kernel.Length], new double[Recurrent.Length], new double[Bias.Length]);
        double[] dx = new double[input.X.Length], dh0 = new double[batch * units], dc0 = new double[batch * units];
        for (int b = 0; b < batch; b++)
        {
            double[] dh = Part(gradient.H, b, units), dc = Part(gradient.C, b, units), spoken = new double[units];
            for (int t = steps - 1; t >= 0; t--)
            {
                TwinStep? step = _rows[b][t];
                if ((ReturnSequences || t == steps - 1) && (step is not null || !ZeroOutputForMask))
                {
                    Add(spoken, Part(gradient.Values, ReturnSequences ? (b * steps) + t : b, units));
                }
                if (step is not null)
                {
                    Add(dh, spoken);
                    spoken = new double[units];
                    int time = GoBackwards ? steps - 1 - t : t;
                    (double[] x, dh, dc) = step.Backward(dh, dc);
                    x.CopyTo(dx, ((b * steps) + time) * features);
                }
            }
            dh.CopyTo(dh0, b * units);
            dc.CopyTo(dc0, b * units);
        }
        return (dx, dh0, dc0);
    }

    private static double[] Part(double[]? values, int n, int width) => values is null ? new double[width] : values[(n * width)..((n + 1) * width)];

    private static void Add(double[] target, double[] source)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += source[i];
        }
    }

    /// <summary>One step of one row.</summary>
    private sealed class TwinStep
    {
        private readonly RecurrentTwin _twin;
        private readonly double[] _x;
        private readonly double[] _h;
        private readonly double[] _c;
        private readonly double[] _seen;
        private readonly double[]? _factors;
        private readonly double[][] _gates;
        private readonly double[] _inner = [];
        private readonly double[] _reset = [];
        private readonly int _n;

        public TwinStep(RecurrentTwin twin, double[] x, double[] h, double[] c, double[]? factors)
        {
            (_twin, _x, _h, _c, _factors, _n) = (twin, x, h, c, factors, h.Length);
            _seen = Each(u => h[u] * Factor(u));
            NextC = c;
            switch (twin.Kind)
            {
                case CellKind.Lstm:
                    double[][] z = [.. Enumerable.Range(0, 4).Select(g => Sum(InputSum(g), RecurrentSum(_seen, g, 0)))];
                    double[] i = Each(u => Sigmoid(z[0][u])), f = Each(u => Sigmoid(z[1][u])), g = Each(u => Math.Tanh(z[2][u])), o = Each(u => Sigmoid(z[3][u]));
                    NextC = Each(u => (f[u] * c[u]) + (i[u] * g[u]));
                    _gates = [i, f, g, o, Each(u => Math.Tanh(NextC[u]))];
                    NextH = Each(u => o[u] * _gates[4][u]);
                    break;
                case CellKind.SimpleRnn:
                    double[] sum = Sum(InputSum(0), RecurrentSum(_seen, 0, 0));
                    NextH = Each(u => Math.Tanh(sum[u]));
                    _gates = [NextH];
                    break;
                default:
                    bool after = twin.Kind == CellKind.Gru;
                    int second = after ? 3 * _n : -1;
                    double[] zs = Sum(InputSum(0), RecurrentSum(_seen, 0, second)), rs = Sum(InputSum(1), RecurrentSum(_seen, 1, second)), xs = InputSum(2);
                    double[] update = Each(u => Sigmoid(zs[u])), r = Each(u => Sigmoid(rs[u]));
                    _reset = Each(u => r[u] * _seen[u]);
                    _inner = RecurrentSum(after ? _seen : _reset, 2, second);
                    double[] candidate = Each(u => Math.Tanh(xs[u] + (after ? r[u] * _inner[u] : _inner[u])));
                    NextH = Each(u => (update[u] * h[u]) + ((1 - update[u]) * candidate[u]));
                    _gates = [update, r, candidate];
                    break;
            }
        }

        public double[] NextH { get; }

        public double[] NextC { get; }

        public (double[] X, double[] H, double[] C) Backward(double[] dh, double[] dc)
        {
            double[] dx = new double[_x.Length], dSeen = new double[_n], before = new double[_n], cellBefore = new double[_n];
            double[][] q = _gates;
            switch (_twin.Kind)
            {
                case CellKind.Lstm:
                    double[] d = Each(u => dc[u] + (dh[u] * q[3][u] * (1 - (q[4][u] * q[4][u]))));
                    Through(0, Each(u => d[u] * q[2][u] * q[0][u] * (1 - q[0][u])), dx, _seen, dSeen);
                    Through(1, Each(u => d[u] * _c[u] * q[1][u] * (1 - q[1][u])), dx, _seen, dSeen);
                    Through(2, Each(u => d[u] * q[0][u] * (1 - (q[2][u] * q[2][u]))), dx, _seen, dSeen);
                    Through(3, Each(u => dh[u] * q[4][u] * q[3][u] * (1 - q[3][u])), dx, _seen, dSeen);
                    cellBefore = Each(u => d[u] * q[1][u]);
                    break;
                case CellKind.SimpleRnn:
                    Through(0, Each(u => dh[u] * (1 - (q[0][u] * q[0][u]))), dx, _seen, dSeen);
                    break;
                default:
                    double[] dz = Each(u => dh[u] * (_h[u] - q[2][u]) * q[0][u] * (1 - q[0][u]));
                    double[] dg = Each(u => dh[u] * (1 - q[0][u]) * (1 - (q[2][u] * q[2][u])));
                    before = Each(u => dh[u] * q[0][u]);
                    double[] dr;
                    if (_twin.Kind == CellKind.Gru)
                    {
                        dr = Each(u => dg[u] * _inner[u]);
                        ThroughInput(2, dg, dx, 0);
                        ThroughRecurrent(2, Each(u => dg[u] * q[1][u]), _seen, dSeen, 3 * _n);
                    }
                    else
                    {
                        double[] dReset = new double[_n];
                        Through(2, dg, dx, _reset, dReset);
                        dr = Each(u => dReset[u] * _seen[u]);
                        Add(dSeen, Each(u => dReset[u] * q[1][u]));
                    }
                    int second = _twin.Kind == CellKind.Gru ? 3 * _n : -1;
                    double[] drs = Each(u => dr[u] * q[1][u] * (1 - q[1][u]));
                    Through(0, dz, dx, _seen, dSeen, second);
                    Through(1, drs, dx, _seen, dSeen, second);
                    break;
            }
            return (dx, Each(u => before[u] + (dSeen[u] * Factor(u))), cellBefore);
        }

        private void Through(int gate, double[] d, double[] dx, double[] seen, double[] dSeen, int secondBias = -1)
        {
            ThroughInput(gate, d, dx, 0);
            ThroughRecurrent(gate, d, seen, dSeen, secondBias);
        }

        private void ThroughInput(int gate, double[] d, double[] dx, int bias) => Back(_twin.Kernel, _twin.KernelGradient, gate, d, _x, dx, bias);

        private void ThroughRecurrent(int gate, double[] d, double[] seen, double[] dSeen, int bias) => Back(_twin.Recurrent, _twin.RecurrentGradient, gate, d, seen, dSeen, bias);

        private void Back(double[] weights, double[] gradient, int gate, double[] d, double[] left, double[] dLeft, int bias)
        {
            for (int k = 0; k < left.Length; k++)
            {
                int row = ((k * _twin.Gates) + gate) * _n;
                double sum = 0;
                for (int u = 0; u < _n; u++)
                {
                    gradient[row + u] += left[k] * d[u];
                    sum += d[u] * weights[row + u];
                }
                dLeft[k] += sum;
            }
            if (bias >= 0 && _twin.Bias.Length > 0)
            {
                for (int u = 0; u < _n; u++)
                {
                    _twin.BiasGradient[bias + (gate * _n) + u] += d[u];
                }
            }
        }

        private double[] InputSum(int gate) => Product(_twin.Kernel, _x, gate, 0);

        private double[] RecurrentSum(double[] h, int gate, int bias) => Product(_twin.Recurrent, h, gate, bias == 0 ? -1 : bias);

        private double[] Product(double[] weights, double[] left, int gate, int bias)
        {
            double[] sums = bias < 0 || _twin.Bias.Length == 0 ? new double[_n] : _twin.Bias[(bias + (gate * _n))..(bias + ((gate + 1) * _n))];
            for (int k = 0; k < left.Length; k++)
            {
                int row = ((k * _twin.Gates) + gate) * _n;
                for (int u = 0; u < _n; u++)
                {
                    sums[u] += left[k] * weights[row + u];
                }
            }
            return sums;
        }

        private double Factor(int u) => _factors is null ? 1 : _factors[u];

        private double[] Each(Func<int, double> f)
        {
            double[] values = new double[_n];
            for (int u = 0; u < values.Length; u++)
            {
                values[u] = f(u);
            }
            return values;
        }

        private static double[] Sum(double[] a, double[] b)
        {
            Add(a, b);
            return a;
        }

        private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
    }

    private CellKind Kind => kind;
}
