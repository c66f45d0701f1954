using Unroll.Tests.Layers;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Recurrent;

/// <summary>A cell of one's own computes what the library's layer of the same rule does.</summary>
public class CustomCellTests
{
    private const int Units = 4;
    private const int Steps = 5;

    private static readonly byte[] _mask = [0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 0];

    private static readonly Dictionary<string, (Func<Layer> Own, Func<Layer> Known)> _walks = new()
    {
        ["last step"] = (() => new Rnn(new SoftsignCell(Units)), () => NewKnown()),
        ["sequences"] = (() => new Rnn(new SoftsignCell(Units)) { ReturnSequences = true }, () => NewKnown(sequences: true)),
        ["backwards"] = (() => new Rnn(new SoftsignCell(Units)) { ReturnSequences = true, GoBackwards = true }, () => NewKnown(sequences: true, backwards: true)),
        ["zeros for masks"] = (
            () => new Rnn(new SoftsignCell(Units)) { ReturnSequences = true, ZeroOutputForMask = true }, () => NewKnown(sequences: true, zeros: true)),
        ["both ways"] = (
            () => new Bidirectional(new Rnn(new SoftsignCell(Units)) { ReturnSequences = true }), () => new Bidirectional(NewKnown(sequences: true))),
        ["stacked"] = (
            () => new Rnn(new LstmCell(3), new SoftsignCell(Units)), () => new Rnn(new LstmCell(3), new SimpleRnnCell(Units) { Activation = Activation.Softsign })),
    };

    public static TheoryData<string, bool> Walks => [.. _walks.Keys.SelectMany(name => new (string, bool)[] { (name, false), (name, true) })];

    [Theory]
    [MemberData(nameof(Walks))]
    public void Backward_OfTheRuleOfSimpleRnn_AgreesWithIt(string name, bool masked)
    {
        Model own = NewModel(_walks[name].Own()), known = NewModel(_walks[name].Known());
        own.WithWeightsOf(known);
        AssertClose(own, known, masked ? _mask : null);
    }

    [Fact]
    public void Backward_WithAnInitialState_ReachesIt()
    {
        Model New(Func<SymbolicTensor, SymbolicTensor, SymbolicTensor[]> walk)
        {
            InputLayer input = new(Steps, 3), state = new(Units);
            return new Model([input.Tensor, state.Tensor], walk(input.Tensor, state.Tensor), seed: 2);
        }

        Model own = New((x, h) =>
        {
            RnnOutput output = new Rnn(new SoftsignCell(Units)).Apply(x, [h]);
            return [output, output.State[0]];
        });
        Model known = New((x, h) =>
        {
            RecurrentOutput output = NewKnown().Apply(x, h);
            return [output, output.State];
        });
        own.WithWeightsOf(known);
        AssertClose(own, known, null);
    }

    [Fact]
    public void Backward_OfASecondState_ReachesEveryStep()
    {
        var input = new InputLayer(Steps, 3);
        RnnOutput output = new Rnn(new SummingCell(Units)).Apply(new Masking().Apply(input.Tensor));
        var summing = new Model(input.Tensor, output.State[1], seed: 4);
        Model sequences = NewModel(NewKnown(sequences: true, zeros: true));
        summing.WithWeightsOf(sequences);
        ModelRun run = GraphRun.Of(summing, batch: 3, mask: _mask), known = GraphRun.Of(sequences, batch: 3, mask: _mask);
        for (int i = 0; i < run.Outputs[0].Count; i++)
        {
            (int b, int u) = (i / Units, i % Units);
            float[] places = [.. Enumerable.Range(0, Steps).Select(t => known.Outputs[0].Floats[(((b * Steps) + t) * Units) + u])];
            Assert.Equal(places.Sum(), run.Outputs[0].Floats[i], 1e-5f);
        }
        known.Forward(training: false, keep: true);
        float[] gradient = [.. Enumerable.Range(0, 3 * Steps * Units).Select(i => run.Outputs[0].Gradient[(i / (Steps * Units) * Units) + (i % Units)])];
        gradient.CopyTo(known.Outputs[0].Gradient);
        known.Backward();
        Gradients.Check("dx", Samples.Doubles(known.Inputs[0].Gradient), run.Inputs[0].Gradient, 1e-5);
    }

    [Fact]
    public void Push_StepByStep_IsTheWholeSequence()
    {
        Model model = NewModel(new Rnn(new SoftsignCell(Units)) { ReturnSequences = true }, masks: false);
        ModelRun run = GraphRun.Of(model, batch: 1);
        StreamingSession stream = model.CreateStream();
        for (int t = 0; t < Steps; t++)
        {
            Assert.Equal(run.Outputs[0].Floats.Slice(t * Units, Units).ToArray(), stream.Push(run.Inputs[0].Floats.Slice(t * 3, 3).ToArray()).ToArray());
        }
    }

    [Fact]
    public void Contract_OfACustomCell_IsKept()
    {
        CustomCell.Register(settings => new SoftsignCell(settings.Whole("units")));
        LayerContract.Check(new() { NewLayer = () => new Rnn(new SoftsignCell(4)) { ReturnSequences = true }, Sample = [5, 3], PassesMask = true, IsRandom = true });
        LayerContract.Check(new() { NewLayer = () => new Rnn(new SoftsignCell(4), new GruCell(3)), Sample = [5, 3], PassesMask = false, IsRandom = true });
        LayerContract.Check(new() { NewLayer = () => new SoftsignCell(4), Inputs = 2, Sample = [4], IsRandom = true });
    }

    [Fact]
    public void Cell_InThePage_IsTheOneBelowAndHasTheRightGradients()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "custom-layer.md")).ReplaceLineEndings("\n");
        string code = page.Split("```csharp cell\n")[1].Split("```")[0];
        Assert.EndsWith(code, File.ReadAllText(Path.Combine(Repository.Root, "test", "Unroll.Tests", "Recurrent", "CustomCellTests.cs")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        new LayerTwin(
            () => new Rnn(new RunningMean(3, 0.75f)), c => NdArray.Make([2, 3], i => Enumerable.Range(0, 4).Aggregate(0.0, (h, t) => (0.75 * h) + (0.25 * c.W[0].Values[i[1]] * c.X[0][i[0], t, i[1]]))), [2, 4, 3])
            .Check(1e-5);
    }

    [Fact]
    public void Apply_StateThatDoesNotFit_SaysWhatItExpects()
    {
        InputLayer input = new(Steps, 3), state = new(Units + 1);
        ShapeException error = Assert.Throws<ShapeException>(() => new Rnn(new SoftsignCell(Units)).Apply(input.Tensor, [state.Tensor]));
        Assert.Equal("SoftsignCell 'softsign_cell' expects an initial state of shape (None, 4), but got (None, 5). Use a state of as many units.", error.Message);
    }

    [Theory]
    [InlineData]
    [InlineData(3, 0)]
    public void Apply_CellWithoutAState_SaysSo(params int[] sizes)
    {
        ShapeException error = Assert.Throws<ShapeException>(() => new Rnn(new SizedCell(sizes)).Apply(new InputLayer(Steps, 3).Tensor));
        Assert.Equal(
            $"SizedCell 'sized_cell' has the StateSizes [{string.Join(", ", sizes)}], but a cell has one state or more, each of one feature or more. Its first state is its output.",
            error.Message);
    }

    private static SimpleRnn NewKnown(bool sequences = false, bool backwards = false, bool zeros = false) =>
        new(Units) { Activation = Activation.Softsign, ReturnSequences = sequences, GoBackwards = backwards, ZeroOutputForMask = zeros };

    private static Model NewModel(Layer layer, bool masks = true)
    {
        var input = new InputLayer(Steps, 3);
        return new Model(input.Tensor, layer.Apply(masks ? new Masking().Apply(input.Tensor) : input.Tensor), seed: 2);
    }

    private static void AssertClose(Model own, Model known, byte[]? mask)
    {
        ModelRun run = GraphRun.Of(own, batch: 3, mask: mask), expected = GraphRun.Of(known, batch: 3, mask: mask);
        foreach ((TensorValue a, TensorValue b) in expected.Outputs.Zip(run.Outputs))
        {
            Gradients.Check("The output", Samples.Doubles(a.Floats), b.Floats, 1e-5);
            Assert.Equal(a.Mask?.Bools.ToArray(), b.Mask?.Bools.ToArray());
        }
        foreach ((TensorValue a, TensorValue b) in expected.Inputs.Zip(run.Inputs))
        {
            Gradients.Check("dx", Samples.Doubles(a.Gradient), b.Gradient, 1e-5);
        }
        foreach ((Parameter a, Parameter b) in known.Weights.Zip(own.Weights))
        {
            Gradients.Check(b.Name, Samples.Doubles(expected.Gradient(a)), run.Gradient(b), 1e-5);
        }
    }

    private sealed class SizedCell(params int[] sizes) : CustomCell
    {
        protected override IReadOnlyList<int> StateSizes => sizes;

        protected override void BuildWeights(int features)
        {
        }

        protected override void Forward(CellStep step)
        {
        }

        protected override void Backward(CellStep step)
        {
        }
    }

    /// <summary>h' = z / (1 + |z|), z = x·W + h·U + b: a SimpleRnn with softsign.</summary>
    private class SoftsignCell(int units) : CustomCell
    {
        private Parameter? _kernel;
        private Parameter? _recurrent;
        private Parameter? _bias;

        protected override IReadOnlyList<int> StateSizes => [units];

        protected override IReadOnlyDictionary<string, object> Settings => new Dictionary<string, object> { ["units"] = units };

        protected override void BuildWeights(int features)
        {
            _kernel = AddWeight("kernel", Initializer.GlorotUniform, features, units);
            _recurrent = AddWeight("recurrent_kernel", Initializer.Orthogonal, units, units);
            _bias = AddWeight("bias", Initializer.Zeros, units);
        }

        protected override void Forward(CellStep step)
        {
            ReadOnlySpan<float> x = step.Input, h = step.State(), w = step.Values(_kernel!), u = step.Values(_recurrent!), b = step.Values(_bias!);
            Span<float> next = step.NextState();
            int features = x.Length / step.Batch;
            for (int i = 0; i < next.Length; i++)
            {
                (int row, int unit) = (i / units, i % units);
                float z = b[unit];
                for (int k = 0; k < features; k++)
                {
                    z += x[(row * features) + k] * w[(k * units) + unit];
                }
                for (int k = 0; k < units; k++)
                {
                    z += h[(row * units) + k] * u[(k * units) + unit];
                }
                next[i] = z / (1 + Math.Abs(z));
            }
        }

        protected override void Backward(CellStep step)
        {
            ReadOnlySpan<float> x = step.Input, h = step.State(), w = step.Values(_kernel!), u = step.Values(_recurrent!), y = step.NextState(), dy = step.NextStateGradient();
            Span<float> dx = step.InputGradient, dh = step.StateGradient(), dw = step.Gradient(_kernel!), du = step.Gradient(_recurrent!), db = step.Gradient(_bias!);
            int features = x.Length / step.Batch;
            dx.Clear();
            dh.Clear();
            for (int i = 0; i < y.Length; i++)
            {
                (int row, int unit) = (i / units, i % units);
                float slope = 1 - Math.Abs(y[i]), dz = dy[i] * slope * slope;
                db[unit] += dz;
                for (int k = 0; k < features; k++)
                {
                    dw[(k * units) + unit] += x[(row * features) + k] * dz;
                    dx[(row * features) + k] += w[(k * units) + unit] * dz;
                }
                for (int k = 0; k < units; k++)
                {
                    du[(k * units) + unit] += h[(row * units) + k] * dz;
                    dh[(row * units) + k] += u[(k * units) + unit] * dz;
                }
            }
        }
    }

    /// <summary>The same, with the sum of all outputs as a second state.</summary>
    private sealed class SummingCell(int units) : SoftsignCell(units)
    {
        protected override IReadOnlyList<int> StateSizes => [.. base.StateSizes, .. base.StateSizes];

        protected override void Forward(CellStep step)
        {
            base.Forward(step);
            step.State(1).CopyTo(step.NextState(1));
            for (int i = 0; i < step.NextState().Length; i++)
            {
                step.NextState(1)[i] += step.NextState()[i];
            }
        }

        protected override void Backward(CellStep step)
        {
            step.NextStateGradient(1).CopyTo(step.StateGradient(1));
            for (int i = 0; i < step.NextStateGradient().Length; i++)
            {
                step.NextStateGradient()[i] += step.NextStateGradient(1)[i];
            }
            base.Backward(step);
        }
    }
}

/// <summary>h' = decay h + (1 - decay) gain x: a running mean of each feature, with a weight for each.</summary>
internal sealed class RunningMean(int features, float decay) : CustomCell
{
    private Parameter? _gain;

    protected override IReadOnlyList<int> StateSizes => [features];

    protected override IReadOnlyDictionary<string, object> Settings => new Dictionary<string, object> { ["features"] = features, ["decay"] = decay };

    protected override void BuildWeights(int inputs) => _gain = AddWeight("gain", Initializer.Ones, features);

    protected override void Forward(CellStep step)
    {
        ReadOnlySpan<float> x = step.Input, h = step.State(), gain = step.Values(_gain!);
        Span<float> next = step.NextState();
        for (int i = 0; i < next.Length; i++)
        {
            next[i] = (decay * h[i]) + ((1 - decay) * gain[i % features] * x[i]);
        }
    }

    protected override void Backward(CellStep step)
    {
        ReadOnlySpan<float> x = step.Input, gain = step.Values(_gain!), dNext = step.NextStateGradient();
        Span<float> dx = step.InputGradient, dh = step.StateGradient(), dGain = step.Gradient(_gain!);
        for (int i = 0; i < dNext.Length; i++)
        {
            dh[i] = decay * dNext[i];
            dx[i] = (1 - decay) * gain[i % features] * dNext[i];
            dGain[i % features] += (1 - decay) * x[i] * dNext[i];
        }
    }
}
