using Unroll.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Recurrent;

public class BidirectionalTests
{
    private const double Tolerance = 3e-6;
    private const int Batch = 5;
    private const int Steps = 7;
    private const int Features = 6;
    private const int Units = 9;

    public static TheoryData<int, MergeMode, bool> Cases =>
        new MatrixTheoryData<int, MergeMode, bool>([.. Enum.GetValues<CellKind>().Cast<int>()], Enum.GetValues<MergeMode>(), [false, true]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_EveryMerge_FollowsTheTwin(int cell, MergeMode merge, bool sequences)
    {
        foreach (MaskKind mask in new[] { MaskKind.None, MaskKind.Front, MaskKind.Holes, MaskKind.EmptyRows })
        {
            var options = new RecurrentOptions((CellKind)cell) { ReturnSequences = sequences };
            byte[]? bytes = RecurrentCase.Mask(mask, Batch, Steps, new Samples(2));
            var layer = new Bidirectional(options.NewLayer(Units)) { MergeMode = merge };
            var input = new InputLayer(Steps, Features);
            SymbolicTensor x = bytes is null ? input.Tensor : new Masking().Apply(input.Tensor);
            var model = new Model([input.Tensor], layer.Call([x], []), seed: 3);
            ModelRun run = GraphRun.Of(model, Batch, mask: bytes);
            Check(options with { ZeroOutputForMask = sequences }, merge, bytes, layer, run);
            if (sequences)
            {
                Assert.Equal(bytes, run.Outputs[0].Mask?.Bools.ToArray());
            }
        }
    }

    private static void Check(RecurrentOptions options, MergeMode merge, byte[]? mask, Bidirectional layer, ModelRun run)
    {
        RecurrentTwin forward = NewTwin(options, (RecurrentLayer)layer.ForwardLayer), backward = NewTwin(options with { GoBackwards = true }, (RecurrentLayer)layer.BackwardLayer);
        var input = new RecurrentTwin.Input(Batch, Steps, Samples.Doubles(run.Inputs[0].Floats), mask);
        RecurrentTwin.Output y = forward.Forward(input), back = backward.Forward(input);
        int steps = options.ReturnSequences ? Steps : 1;
        double[] reversed = Reverse(back.Values, steps);
        int merged = merge == MergeMode.None ? 2 : 1;
        double[] dz = Samples.Doubles(run.Outputs[0].Gradient);
        (double[] z, double[] dy, double[] dBack) = Merge(merge, y.Values, reversed, dz, merged == 2 ? Samples.Doubles(run.Outputs[1].Gradient) : []);
        Gradients.Check("The output", z, run.Outputs[0].Floats, Tolerance);
        if (merged == 2)
        {
            Gradients.Check("The backward output", reversed, run.Outputs[1].Floats, Tolerance);
        }
        int states = layer.ForwardLayer.StateCount;
        Gradients.Check("The forward state", y.H, run.Outputs[merged].Floats, Tolerance);
        Gradients.Check("The backward state", back.H, run.Outputs[merged + states].Floats, Tolerance);
        (double[] dx, _, _) = forward.Backward(input, new RecurrentTwin.Output(dy, State(run, merged, 0, states), State(run, merged, 1, states)));
        (double[] dxBack, _, _) = backward.Backward(input, new RecurrentTwin.Output(Reverse(dBack, steps), State(run, merged + states, 0, states), State(run, merged + states, 1, states)));
        Gradients.Check("The input's gradient", [.. dx.Zip(dxBack, (a, b) => a + b)], run.Inputs[0].Gradient, Tolerance);
        CheckWeights(forward, (RecurrentLayer)layer.ForwardLayer, run);
        CheckWeights(backward, (RecurrentLayer)layer.BackwardLayer, run);
    }

    private static double[] State(ModelRun run, int first, int state, int states) =>
        state < states ? Samples.Doubles(run.Outputs[first + state].Gradient) : new double[Batch * Units];

    private static void CheckWeights(RecurrentTwin twin, RecurrentLayer layer, ModelRun run)
    {
        Gradients.Check("The kernel's gradient", twin.KernelGradient, run.Gradient(layer.Kernel), Tolerance);
        Gradients.Check("The recurrent kernel's gradient", twin.RecurrentGradient, run.Gradient(layer.Recurrent), Tolerance);
        Gradients.Check("The bias's gradient", twin.BiasGradient, run.Gradient(layer.Bias!), Tolerance);
    }

    private static RecurrentTwin NewTwin(RecurrentOptions options, RecurrentLayer layer)
    {
        RecurrentTwin twin = options.NewTwin(Features, Units);
        (twin.Kernel, twin.Recurrent, twin.Bias) = (Samples.Doubles(layer.Kernel.Values), Samples.Doubles(layer.Recurrent.Values), Samples.Doubles(layer.Bias!.Values));
        return twin;
    }

    private static double[] Reverse(double[] values, int steps)
    {
        var reversed = new double[values.Length];
        for (int row = 0; row < values.Length / Units; row++)
        {
            int batch = row / steps * steps;
            Array.Copy(values, row * Units, reversed, (batch + steps - 1 - (row - batch)) * Units, Units);
        }
        return reversed;
    }

    private static (double[] Z, double[] DY, double[] DBack) Merge(MergeMode merge, double[] y, double[] back, double[] dz, double[] dSecond) => merge switch
    {
        MergeMode.Sum => ([.. y.Zip(back, (a, b) => a + b)], dz, dz),
        MergeMode.Ave => ([.. y.Zip(back, (a, b) => (a + b) / 2)], [.. dz.Select(d => d / 2)], [.. dz.Select(d => d / 2)]),
        MergeMode.Mul => ([.. y.Zip(back, (a, b) => a * b)], [.. dz.Zip(back, (d, b) => d * b)], [.. dz.Zip(y, (d, a) => d * a)]),
        MergeMode.None => (y, dz, dSecond),
        _ => ([.. y.Chunk(Units).Zip(back.Chunk(Units), (a, b) => a.Concat(b)).SelectMany(v => v)],
            [.. dz.Chunk(2 * Units).SelectMany(d => d[..Units])], [.. dz.Chunk(2 * Units).SelectMany(d => d[Units..])]),
    };

    [Fact]
    public void Apply_InitialState_GoesToBothDirections()
    {
        InputLayer x = new(Steps, Features), h = new(Units), c = new(Units), backH = new(Units), backC = new(Units);
        var layer = new Bidirectional(new Lstm(Units));
        BidirectionalOutput output = layer.Apply(x.Tensor, [h.Tensor, c.Tensor, backH.Tensor, backC.Tensor]);
        SymbolicTensor[] inputs = [x.Tensor, h.Tensor, c.Tensor, backH.Tensor, backC.Tensor];
        var model = new Model(inputs, [output, .. output.ForwardState, .. output.BackwardState], seed: 4);
        LstmOutput forward = new Lstm(Units).Apply(x.Tensor, new LstmSymbolicState(h.Tensor, c.Tensor));
        LstmOutput backward = new Lstm(Units) { GoBackwards = true }.Apply(x.Tensor, new LstmSymbolicState(backH.Tensor, backC.Tensor));
        Model plain = new Model(
            inputs, [new Concatenate().Apply(forward, backward), forward.State.H, forward.State.C, backward.State.H, backward.State.C]).WithWeightsOf(model);
        GraphRun.AssertSame(plain, GraphRun.Of(plain), model, GraphRun.Of(model));
    }

    [Fact]
    public void Weights_AreNamedByDirection()
    {
        var model = new Sequential { new Embedding(5, 3), new Bidirectional(new Gru(2)) { Name = "both" }, new Bidirectional(new Lstm(2) { Name = "forward_x", GoBackwards = false }, new Gru(2) { GoBackwards = true }) };
        Assert.Throws<ShapeException>(() => model.Weights.Count);
        model = new Sequential { new Embedding(5, 3), new Bidirectional(new Gru(2) { ReturnSequences = true }) { Name = "both" }, new Bidirectional(new Lstm(2) { Name = "forward_x" }, new Gru(2) { GoBackwards = true }) };
        Assert.Equal(
        [
            "embedding/embeddings",
            "both/forward_gru/kernel", "both/forward_gru/recurrent_kernel", "both/forward_gru/bias", "both/backward_gru/kernel", "both/backward_gru/recurrent_kernel", "both/backward_gru/bias",
            "bidirectional/forward_x/kernel", "bidirectional/forward_x/recurrent_kernel", "bidirectional/forward_x/bias", "bidirectional/gru/kernel", "bidirectional/gru/recurrent_kernel", "bidirectional/gru/bias",
        ], model.Weights.Select(w => w.Name));
        Assert.Same(model.Weights[5], model.Weight("both/backward_gru/recurrent_kernel"));
    }

    [Fact]
    public void Constructor_LayersThatDontFit_SaysWhy()
    {
        Assert.Equal("A Bidirectional takes a recurrent layer, but got Dense 'dense'. Pass an Lstm, a Gru, a SimpleRnn or an Rnn.", Error(() => new Bidirectional(new Dense(3))));
        Assert.StartsWith("The two directions of a Bidirectional must differ in GoBackwards, but LSTM 'lstm' and GRU 'gru' don't.", Error(() => new Bidirectional(new Lstm(3), new Gru(3))), StringComparison.Ordinal);
        Assert.StartsWith("The two directions of a Bidirectional must differ in GoBackwards, but LSTM 'lstm' and LSTM 'lstm' don't.", Error(() => new Bidirectional(new Lstm(3) { GoBackwards = true })), StringComparison.Ordinal);
        Assert.StartsWith("The two directions of a Bidirectional must agree in ReturnSequences, ReturnState and Stateful, but", Error(() => new Bidirectional(new Lstm(3), new Lstm(3) { GoBackwards = true, ReturnSequences = true })), StringComparison.Ordinal);
        var input = new InputLayer(5, 2);
        Assert.Equal(
            "Bidirectional 'bidirectional' merges its directions by Sum, but they have 4 and 3 units. Use as many units, or MergeMode.Concat.",
            Error(() => new Bidirectional(new Lstm(4), new Gru(3) { GoBackwards = true }) { MergeMode = MergeMode.Sum }.Apply(input.Tensor)));
        Assert.Equal(
            "Bidirectional 'bidirectional' expects an initial state of 2 tensors, the forward layer's first, but got 1.",
            Error(() => new Bidirectional(new Gru(2)).Apply(input.Tensor, [new InputLayer(2).Tensor])));
        Assert.Equal(
            "The two directions are merged into one output. Set MergeMode = MergeMode.None.",
            Assert.Throws<InvalidOperationException>(() => new Bidirectional(new Gru(2)).Apply(input.Tensor).Backward).Message);
    }

    private static string Error(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message.Split(" (Parameter")[0];
}
