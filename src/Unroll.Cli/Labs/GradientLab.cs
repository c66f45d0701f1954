using System.Numerics.Tensors;

namespace Unroll.Cli.Labs;

/// <summary>
/// How much of the loss's gradient arrives at the state <c>lag</c> steps before the loss, at the first weights (Hochreiter 1991; Bengio, Simard and Frasconi 1994):
/// the sequence is unrolled into calls of one layer, so that every state is a tensor of the graph.
/// </summary>
internal static partial class GradientLab
{
    private const int Features = 8;
    private const int Units = 32;
    private const int Rows = 16;
    private const double Vanished = 1e-6;

    /// <summary>The forget gate's bias that holds the gate nearly open: sigmoid(4) = 0.98.</summary>
    public const float OpenBias = 4;

    /// <summary>The norms by lag, 0 first, of dLoss/dh, and for a layer with memory cells of dLoss/dc.</summary>
    public sealed record Curve(string Name, int Length, double[] H, double[]? C)
    {
        /// <summary>
        /// What a step backwards multiplies the norm by, on average over the second half of the lags, as far as the norm stays above 1e-30 of the first:
        /// without the first steps, which are others for a layer whose memory is not its output.
        /// </summary>
        public double Factor
        {
            get
            {
                int last = Array.FindLastIndex(H, norm => norm > 1e-30 * H[0]), half = last / 2;
                return last == half ? 0 : double.Pow(H[last] / H[half], 1.0 / (last - half));
            }
        }

        /// <summary>The first lag at which a millionth or less is left, or none.</summary>
        public int? VanishesAt => Array.FindIndex(H, norm => norm <= Vanished * H[0]) is >= 0 and var lag ? lag : null;

        /// <summary>The part that is left at the greatest lag.</summary>
        public double Left => H[^1] / H[0];
    }

    /// <summary>A function's values and slopes over a range.</summary>
    public sealed record Slope(string Name, double[] X, double[] Y, double[] Slopes)
    {
        public double Greatest => Slopes.Max();
    }

    /// <param name="Recurrent">For each cell and length a curve.</param>
    /// <param name="Deep">For each activation the norms by depth, from the last layer to the first.</param>
    /// <param name="Slopes">Tanh and sigmoid.</param>
    public sealed record Result(IReadOnlyList<Curve> Recurrent, IReadOnlyList<Curve> Deep, IReadOnlyList<Slope> Slopes)
    {
        public int Longest => Recurrent.Max(curve => curve.Length);

        public Curve Of(string name) => Recurrent.Single(curve => curve.Name == name && curve.Length == Longest);

        public Curve DeepOf(string name) => Deep.Single(curve => curve.Name == name);

        public Slope SlopeOf(string name) => Slopes.Single(slope => slope.Name == name);
    }

    public const string Tanh = "SimpleRNN tanh";
    public const string Sigmoid = "SimpleRNN sigmoid";
    public const string Relu = "SimpleRNN relu";
    public const string Forget0 = "LSTM, forget bias 0";
    public const string Forget1 = "LSTM, forget bias 1";
    public const string Gru = "GRU";
    public const string Open = "LSTM, forget bias 4";
    public const string SigmoidCell = "LSTM sigmoid, forget bias 1";

    /// <summary>A kind of layer, and what its forget gate's bias is set to.</summary>
    private sealed record Cell(string Name, Func<RecurrentLayer> New, float? ForgetBias = null);

    private static readonly Cell[] Cells =
    [
        new(Tanh, () => new SimpleRnn(Units)),
        new(Sigmoid, () => new SimpleRnn(Units) { Activation = Activation.Sigmoid }),
        new(Relu, () => new SimpleRnn(Units) { Activation = Activation.Relu }),
        new(Forget0, () => new Lstm(Units) { UnitForgetBias = false }),
        new(Forget1, () => new Lstm(Units)),
        new(Gru, () => new Gru(Units)),
        new(Open, () => new Lstm(Units), OpenBias),
        new(SigmoidCell, () => new Lstm(Units) { Activation = Activation.Sigmoid }),
    ];

    public static Result Measure(LabSettings settings)
    {
        int[] lengths = settings.Quick ? [10, 40] : [10, 20, 50, 100, 200, 500];
        var curves = lengths.SelectMany(length => Cells.Select(cell => Unrolled(cell, length, settings.Seed)));
        int depth = settings.Quick ? 20 : 50;
        Activation[] activations = [Activation.Tanh, Activation.Sigmoid, Activation.Relu];
        return new Result(
            [.. curves],
            [.. activations.Select(activation => Stacked(activation, depth, settings.Seed))],
            [SlopeOf(Activation.Tanh), SlopeOf(Activation.Sigmoid)]);
    }

    /// <summary>A step from a state to the next: h, and for an LSTM c.</summary>
    private static SymbolicTensor[] Step(RecurrentLayer layer, SymbolicTensor x, SymbolicTensor[]? state)
    {
        switch (layer)
        {
            case Lstm lstm:
                var after = lstm.Apply(x, state is null ? null : new LstmSymbolicState(state[0], state[1])).State;
                return [after.H, after.C];
            case Gru gru:
                return [gru.Apply(x, state?[0]).State];
            default:
                return [((SimpleRnn)layer).Apply(x, state?[0]).State];
        }
    }

    private static Curve Unrolled(Cell cell, int length, ulong seed)
    {
        var input = new InputLayer(length, Features).Tensor;
        var layer = cell.New();
        var states = new SymbolicTensor[length][];
        for (int t = 0; t < length; t++)
            states[t] = Step(layer, new Cropping1D(t, length - 1 - t).Apply(input), t == 0 ? null : states[t - 1]);

        var model = new Model([input], [states[^1][0]], seed);
        if (cell.ForgetBias is { } bias) ForgetGate.Set(model, layer, bias);
        model.Compile(Loss.MeanSquaredError);
        var random = new LabRandom(seed);
        var data = Dataset.From(Random(random, Rows, length, Features), Random(random, Rows, Units));
        var gradients = model.Gradients(data, [.. states.SelectMany(state => state)]);
        int perStep = states[0].Length;
        double[] Norms(int which) => [.. Enumerable.Range(0, length).Select(lag => Norm(gradients[((length - 1 - lag) * perStep) + which]))];
        return new Curve(cell.Name, length, Norms(0), perStep > 1 ? Norms(1) : null);
    }

    private static Curve Stacked(Activation activation, int depth, ulong seed)
    {
        var input = new InputLayer(Units).Tensor;
        var outputs = new SymbolicTensor[depth];
        for (int k = 0; k < depth; k++) outputs[k] = new Dense(Units) { Activation = activation }.Apply(k == 0 ? input : outputs[k - 1]);
        var model = new Model([input], [outputs[^1]], seed);
        model.Compile(Loss.MeanSquaredError);
        var random = new LabRandom(seed);
        var gradients = model.Gradients(Dataset.From(Random(random, Rows, Units), Random(random, Rows, Units)), outputs);
        return new Curve(activation.Name, depth, [.. gradients.Reverse().Select(Norm)], null);
    }

    /// <summary>A function's slopes as the library differentiates it: the gradient of a loss whose own slope at the output is 1.</summary>
    private static Slope SlopeOf(Activation activation)
    {
        const int points = 241;
        var input = new InputLayer(1).Tensor;
        var output = new ActivationLayer(activation).Apply(input);
        var model = new Model([input], [output]);
        model.Compile(Loss.MeanSquaredError);
        float[] x = [.. Enumerable.Range(0, points).Select(i => (i - (points / 2)) * 0.05f)];
        float[] y = [.. model.Predict(new DataArray(x, points, 1))];

        // (y - target)² / points has the slope 1 / points where y - target is a half.
        var data = Dataset.From(new DataArray(x, points, 1), new DataArray([.. y.Select(value => value - 0.5f)], points, 1));
        Tensor<float> gradient = model.Gradients(data, input)[0];
        return new Slope(activation.Name, Doubles(x), Doubles(y), [.. gradient.Select(value => (double)value * points)]);
    }

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];

    private static DataArray Random(LabRandom random, params ReadOnlySpan<int> dimensions)
    {
        int count = 1;
        foreach (int axis in dimensions) count *= axis;
        return new DataArray([.. Enumerable.Range(0, count).Select(_ => random.Signed())], dimensions);
    }

    private static double Norm(Tensor<float> gradient) => double.Sqrt(gradient.Sum(value => (double)value * value));
}
