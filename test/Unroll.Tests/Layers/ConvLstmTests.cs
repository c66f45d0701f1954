using Unroll.Kernels;
using Unroll.Tests.Reference;
using static Unroll.Tests.Reference.PlainLayers;

namespace Unroll.Tests.Layers;

/// <summary>The convolutional LSTM against its definition, and what it shares with the other recurrent layers.</summary>
public class ConvLstmTests
{
    private static readonly int[] _films = [2, 3, 4, 3, 2];
    private static readonly int[] _lines = [2, 3, 6, 2];

    private static readonly Dictionary<string, LayerTwin> _twins = new()
    {
        ["plane"] = new(() => new ConvLstm2D(2, 3, 2), c => Walk(c, new Twin { Padding = WindowPadding.Valid }), _films),
        ["plane, strides, all steps, backwards"] = new(
            () => new ConvLstm2D(2, 2, 3) { Strides = (2, 1), Padding = WindowPadding.Same, ReturnSequences = true, GoBackwards = true, UseBias = false },
            c => Walk(c, new Twin { Stride = (2, 1), Sequences = true, Backwards = true }),
            _films),
        ["plane, from a state"] = new(
            () => new ConvLstm2D(2, 2, 2) { Padding = WindowPadding.Same, Activation = Activation.Softsign }, c => Walk(c, new Twin { Activation = static x => x / (1 + Math.Abs(x)) }), _films, [2, 4, 3, 2], [2, 4, 3, 2]),
        ["plane, dropout"] = new(
            () => new ConvLstm2D(2, 2, 2) { Padding = WindowPadding.Same, ReturnSequences = true, Dropout = 0.4f, RecurrentDropout = 0.3f },
            c => Walk(c, new Twin { Sequences = true, InputFactors = Factors(0, 0.4f, [2, 4, 3, 2]), StateFactors = Factors(1, 0.3f, [2, 4, 3, 2]) }),
            _films)
        { Training = true },
        ["line, dilated"] = new(() => new ConvLstm1D(3, 2) { DilationRate = 2 }, c => Walk(c, new Twin { Padding = WindowPadding.Valid, Dilation = (1, 2) }), _lines),
        ["line, masked"] = new(() => new ConvLstm1D(2, 3) { Padding = WindowPadding.Same, ReturnSequences = true }, c => Walk(c, new Twin { Sequences = true, Mask = c.X[1] }), _lines, [2, 3])
        {
            Flags = 1,
            Call = static (layer, x) => ((ConvLstm1D)layer).Apply(x[0], mask: new NotEqual(0).Apply(x[1])),
        },
    };

    public static TheoryData<string> Names => [.. _twins.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_AgainstCentralDifferencesOfItsTwin_Agrees(string name) => _twins[name].Check(1e-5);

    [Fact]
    public void Predict_StatefulInTwoParts_AsInOne()
    {
        float[] film = new Samples(3).Floats(2 * 6 * 4 * 4);
        Sequential whole = New(6, stateful: false), parts = New(3, stateful: true);
        Copy(whole.Weights, parts.Weights);
        float[] expected = Values(whole, film, 6);
        _ = Values(parts, Steps(film, 0, 3), 3);
        Assert.Equal(expected, Values(parts, Steps(film, 3, 6), 3));
        parts.ResetStates();
        Assert.NotEqual(expected, Values(parts, Steps(film, 3, 6), 3));

        static Sequential New(int steps, bool stateful) => new(seed: 4) { new InputLayer(steps, 4, 4, 1) { BatchSize = 2 }, new ConvLstm2D(3, 3, 3) { Padding = WindowPadding.Same, Stateful = stateful } };

        static float[] Values(Model model, float[] film, int steps) => [.. model.Predict(new DataArray(film, 2, steps, 4, 4, 1), batchSize: 2)];

        static float[] Steps(float[] film, int from, int to) => [.. film[(from * 16)..(to * 16)], .. film[((6 + from) * 16)..((6 + to) * 16)]];
    }

    [Fact]
    public void Apply_Bidirectional_JoinsBothDirectionsInTheOrderOfTime()
    {
        float[] film = new Samples(3).Floats(3 * 3 * 2);
        var both = new Bidirectional(new ConvLstm1D(2, 2) { ReturnSequences = true });
        var input = new InputLayer(3, 3, 2);
        var joined = new Model(input.Tensor, both.Apply(input.Tensor), seed: 5);
        Model ahead = Alone(false), back = Alone(true);
        Copy([.. joined.Weights.Take(3)], ahead.Weights);
        Copy([.. joined.Weights.Skip(3)], back.Weights);
        float[] y = Values(joined), a = Values(ahead), b = Values(back);
        for (int t = 0; t < 3; t++)
        {
            for (int place = 0; place < 2; place++)
            {
                Assert.Equal(a[(((t * 2) + place) * 2)..][..2], y[(((t * 2) + place) * 4)..][..2]);
                Assert.Equal(b[((((2 - t) * 2) + place) * 2)..][..2], y[((((t * 2) + place) * 4) + 2)..][..2]);
            }
        }

        Model Alone(bool backwards)
        {
            var x = new InputLayer(3, 3, 2);
            return new Model(x.Tensor, new ConvLstm1D(2, 2) { ReturnSequences = true, GoBackwards = backwards }.Apply(x.Tensor));
        }

        float[] Values(Model model) => [.. model.Predict(new DataArray(film, 1, 3, 3, 2))];
    }

    [Fact]
    public void Fit_MovingDot_IsSeenToMove()
    {
        // A dot that goes left or right through a line: no single picture tells which.
        const int samples = 64, steps = 5, width = 12;
        float[] x = new float[samples * steps * width];
        int[] y = new int[samples];
        for (int i = 0; i < samples; i++)
        {
            (int start, int way) = (4 + (i / 2 % 4), (i % 2 * 2) - 1);
            y[i] = i % 2;
            for (int t = 0; t < steps; t++)
            {
                x[(((i * steps) + t) * width) + start + (way * t)] = 1;
            }
        }
        var model = new Sequential(seed: 6) { new InputLayer(steps, width, 1), new ConvLstm1D(4, 3) { Padding = WindowPadding.Same }, new GlobalMaxPooling1D(), new Dense(2) { Activation = Activation.Softmax } };
        model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.03 }, [Metric.Accuracy]);
        var data = Dataset.From(new DataArray(x, samples, steps, width, 1), new DataArray(y, samples));
        History history = model.Fit(data, new FitOptions { BatchSize = 16, Epochs = 30 }, TestContext.Current.CancellationToken);
        Assert.Equal(1, history["accuracy"][^1]);
    }

    [Fact]
    public void Apply_WrongShapes_SaysWhichAreExpected()
    {
        Assert.Equal(
            "ConvLSTM2D 'conv_lstm2d' expects inputs of shape [batch, time, height, width, channels], but got (None, 4, 4, 1). Reshape them.",
            Assert.Throws<ShapeException>(() => new ConvLstm2D(2, 3, 3).Apply(new InputLayer(4, 4, 1).Tensor)).Message);
        Assert.Equal(
            "ConvLSTM1D 'conv_lstm1d' has a window that is longer than its input of shape (None, 5, 2, 1). Use a smaller window, WindowPadding.Same, or longer inputs.",
            Assert.Throws<ShapeException>(() => new ConvLstm1D(2, 3).Apply(new InputLayer(5, 2, 1).Tensor)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvLstm2D(0, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvLstm2D(2, 3, 3) { Padding = WindowPadding.Causal });
        var h = new InputLayer(4, 4, 3);
        Assert.Equal(
            "ConvLSTM2D 'conv_lstm2d' expects an initial state of shape (None, 2, 2, 3), but got (None, 4, 4, 3). Use a state of as many places and filters.",
            Assert.Throws<ShapeException>(() => new ConvLstm2D(3, 3, 3).Apply(new InputLayer(5, 4, 4, 1).Tensor, new LstmSymbolicState(h.Tensor, h.Tensor))).Message);
    }

    [Fact]
    public void FromJson_ChannelsFirst_IsRefused()
    {
        string json = new Sequential { new InputLayer(3, 4, 4, 1), new ConvLstm2D(2, 3, 3) }.ToJson().Replace("channels_last", "channels_first", StringComparison.Ordinal);
        Assert.Contains("'data_format'", Assert.Throws<ModelConfigException>(() => Model.FromJson(json)).Message, StringComparison.Ordinal);
    }

    private static void Copy(IReadOnlyList<Parameter> from, IReadOnlyList<Parameter> to)
    {
        foreach ((Parameter source, Parameter target) in from.Zip(to))
        {
            target.Set(source.ToArray());
        }
    }

    private sealed record Twin
    {
        public (int, int) Stride { get; init; } = (1, 1);

        public (int, int) Dilation { get; init; } = (1, 1);

        public WindowPadding Padding { get; init; } = WindowPadding.Same;

        public bool Sequences { get; init; }

        public bool Backwards { get; init; }

        public Func<double, double> Activation { get; init; } = Math.Tanh;

        public NdArray? Mask { get; init; }

        public NdArray? InputFactors { get; init; }

        public NdArray? StateFactors { get; init; }
    }

    /// <summary>Step by step, as Keras's cell says.</summary>
    private static NdArray Walk(TwinCall call, Twin twin)
    {
        NdArray x = call.X[0], kernel = call.W[0], recurrent = call.W[1];
        NdArray? bias = call.W.Length > 2 ? call.W[2] : null, h = twin.Mask is null ? call.X.ElementAtOrDefault(1) : null, c = twin.Mask is null ? call.X.ElementAtOrDefault(2) : null;
        int steps = x.Dimensions[1], n = recurrent.Dimensions[^2];
        var outputs = new List<NdArray>();
        for (int s = 0; s < steps; s++)
        {
            int t = twin.Backwards ? steps - 1 - s : s;
            NdArray step = NdArray.Make([x.Dimensions[0], .. x.Dimensions[2..]], i => x[[i[0], t, .. i[1..]]] * (twin.InputFactors?[i] ?? 1));
            NdArray z = Convolve(step, kernel, bias, twin.Stride, twin.Dilation, twin.Padding, 1);
            int[] state = [.. z.Dimensions[..^1], n];
            (NdArray before, NdArray cells) = (h ?? new NdArray(state), c ?? new NdArray(state));
            NdArray seen = NdArray.Make(state, i => before[i] * (twin.StateFactors?[i] ?? 1));
            NdArray u = Convolve(seen, recurrent, null, (1, 1), (1, 1), WindowPadding.Same, 1);
            bool Real(int[] i) => twin.Mask is null || twin.Mask[i[0], t] != 0;
            double Sum(int[] i, int gate) => z[With(i, i.Length - 1, (gate * n) + i[^1])] + u[With(i, i.Length - 1, (gate * n) + i[^1])];
            c = NdArray.Make(state, i => Real(i) ? (Sigmoid(Sum(i, 1)) * cells[i]) + (Sigmoid(Sum(i, 0)) * twin.Activation(Sum(i, 2))) : cells[i]);
            NdArray next = c;
            h = NdArray.Make(state, i => Real(i) ? Sigmoid(Sum(i, 3)) * twin.Activation(next[i]) : before[i]);
            outputs.Add(h);
        }
        return twin.Sequences ? NdArray.Make([h!.Dimensions[0], steps, .. h.Dimensions[1..]], i => outputs[i[1]][[i[0], .. i[2..]]]) : h!;
    }

    /// <summary>What the layer, the second of a model of seed 0, draws in the first step.</summary>
    private static NdArray Factors(int purpose, float rate, int[] dimensions)
    {
        var factors = new float[dimensions.Aggregate(1, static (a, b) => a * b)];
        DropoutFactors.Fill(factors, rate, new Philox(0, RandomStreams.Layer(1, purpose)), step: 0);
        Assert.Contains(0, factors);
        return NdArray.Of(factors, dimensions);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
