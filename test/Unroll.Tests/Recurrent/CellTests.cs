using Unroll.Tests.Reference;
using Unroll.Tests.SameBits;

namespace Unroll.Tests.Recurrent;

/// <summary>An Rnn over cells computes what the layers of these cells do, to the bit.</summary>
public class CellTests
{
    private static readonly Dictionary<string, (Func<RnnCell> Cell, Func<Layer> Layer)> _cells = new()
    {
        ["lstm"] = (() => new LstmCell(7) { Dropout = 0.2f, RecurrentDropout = 0.1f }, () => new Lstm(7) { Dropout = 0.2f, RecurrentDropout = 0.1f }),
        ["lstm with options"] = (
            () => new LstmCell(7) { Activation = Activation.Softsign, RecurrentActivation = Activation.HardSigmoid, UseBias = false, KernelInitializer = Initializer.HeNormal },
            () => new Lstm(7) { Activation = Activation.Softsign, RecurrentActivation = Activation.HardSigmoid, UseBias = false, KernelInitializer = Initializer.HeNormal }),
        ["lstm without its forget bias"] = (() => new LstmCell(7) { UnitForgetBias = false }, () => new Lstm(7) { UnitForgetBias = false }),
        ["gru"] = (() => new GruCell(7), () => new Gru(7)),
        ["gru that resets before"] = (() => new GruCell(7) { ResetAfter = false, RecurrentDropout = 0.3f }, () => new Gru(7) { ResetAfter = false, RecurrentDropout = 0.3f }),
        ["simple rnn"] = (
            () => new SimpleRnnCell(7) { KernelRegularizer = new L2(), RecurrentConstraint = new MaxNorm() },
            () => new SimpleRnn(7) { KernelRegularizer = new L2(), RecurrentConstraint = new MaxNorm() }),
    };

    public static TheoryData<string> Names => [.. _cells.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_RnnOfOneCell_HasTheBitsOfItsLayer(string name)
    {
        (Func<RnnCell> cell, Func<Layer> layer) = _cells[name];
        Assert.Equal(Digest(() => [layer()]), Digest(() => [new Rnn(cell())]));
    }

    [Fact]
    public void Train_StackedCells_HaveTheBitsOfStackedLayers() => Assert.Equal(
        Digest(() => [new Lstm(9) { ReturnSequences = true, Dropout = 0.2f }, new Gru(7) { ReturnSequences = true }, new SimpleRnn(5)]),
        Digest(() => [new Rnn(new LstmCell(9) { Dropout = 0.2f }, new GruCell(7), new SimpleRnnCell(5))]));

    [Fact]
    public void Train_StackWithinAStack_HasTheBitsOfTheFlatOne() => Assert.Equal(
        Digest(() => [new Rnn(new LstmCell(9), new GruCell(7), new SimpleRnnCell(5))]),
        Digest(() => [new Rnn(new LstmCell(9), new StackedRnnCells(new GruCell(7), new SimpleRnnCell(5)))]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_StackedCellsMasked_HoldEveryStateAtMaskedSteps(bool backwards)
    {
        // As Keras does it: a masked step leaves the states of all cells as they are. So the masked steps could as well be left out.
        const int Steps = 6;
        byte[] mask = [1, 0, 1, 1, 0, 1];
        Model Make(int steps, bool masks)
        {
            var input = new InputLayer(steps, 3);
            RnnOutput output = new Rnn(new LstmCell(4), new GruCell(5)) { GoBackwards = backwards }.Apply(masks ? new Masking().Apply(input.Tensor) : input.Tensor);
            return new Model([input.Tensor], [output, .. output.State], seed: 8);
        }
        Model masked = Make(Steps, masks: true), shorter = Make(4, masks: false);
        ModelRun run = GraphRun.Of(masked, batch: 1, mask: mask), shortRun = new(shorter) { NeedsInputGradients = true };
        shortRun.Inputs[0].Resize(1, 4, 3);
        int real = 0;
        for (int t = 0; t < Steps; t++)
        {
            if (mask[t] != 0)
            {
                run.Inputs[0].Floats.Slice(t * 3, 3).CopyTo(shortRun.Inputs[0].Floats[(real++ * 3)..]);
            }
        }
        shortRun.Forward(training: false, keep: true);
        for (int i = 0; i < run.Outputs.Length; i++)
        {
            run.Outputs[i].Gradient.CopyTo(shortRun.Outputs[i].Gradient);
            Assert.Equal(run.Outputs[i].Floats, shortRun.Outputs[i].Floats);
        }
        shortRun.Backward();
        for (int i = 0; i < masked.Weights.Count; i++)
        {
            Assert.Equal(run.Gradient(masked.Weights[i]), shortRun.Gradient(shorter.Weights[i]));
        }
    }

    [Fact]
    public void Apply_InitialStates_GoCellByCell()
    {
        InputLayer x = new(5, 3), h = new(4), c = new(4), second = new(6);
        RnnOutput output = new Rnn(new LstmCell(4), new GruCell(6)) { ReturnSequences = true }.Apply(x.Tensor, [h.Tensor, c.Tensor, second.Tensor]);
        SymbolicTensor[] inputs = [x.Tensor, h.Tensor, c.Tensor, second.Tensor];
        var model = new Model(inputs, [output, .. output.State], seed: 9);
        LstmOutput lower = new Lstm(4) { ReturnSequences = true }.Apply(x.Tensor, new LstmSymbolicState(h.Tensor, c.Tensor));
        RecurrentOutput upper = new Gru(6) { ReturnSequences = true }.Apply(lower, second.Tensor);
        Model plain = new Model(inputs, [upper, lower.State.H, lower.State.C, upper.State]).WithWeightsOf(model);
        GraphRun.AssertSame(plain, GraphRun.Of(plain), model, GraphRun.Of(model));
    }

    [Fact]
    public void Apply_CellAlone_TakesOneStep()
    {
        InputLayer x = new(3), h = new(4), c = new(4);
        SymbolicTensor[] inputs = [x.Tensor, h.Tensor, c.Tensor];
        var cell = new Model(inputs, new LstmCell(4).Apply(x.Tensor, [h.Tensor, c.Tensor]), seed: 2);
        LstmOutput output = new Lstm(4).Apply(new RepeatVector(1).Apply(x.Tensor), new LstmSymbolicState(h.Tensor, c.Tensor));
        Model layer = new Model(inputs, [output.Output, output.State.H, output.State.C]).WithWeightsOf(cell);
        GraphRun.AssertSame(layer, GraphRun.Of(layer), cell, GraphRun.Of(cell));
        Assert.Equal(cell.ToJson(), Model.FromJson(cell.ToJson()).ToJson());
    }

    [Fact]
    public void Apply_OneCellInTwoRnns_SharesItsWeightsAndNothingElse()
    {
        var cell = new GruCell(4);
        InputLayer a = new(5, 3), b = new(6, 3);
        var model = new Model([a.Tensor, b.Tensor], [new Rnn(cell).Apply(a.Tensor), new Rnn(cell) { GoBackwards = true }.Apply(b.Tensor)], seed: 1);
        var layer = new Gru(4);
        var backwards = new Gru(4) { GoBackwards = true };
        var plain = new Model([a.Tensor, b.Tensor], [layer.Apply(a.Tensor), backwards.Apply(b.Tensor)]);
        Assert.Equal(3, model.Weights.Count);
        foreach (RecurrentLayer one in new RecurrentLayer[] { layer, backwards })
        {
            foreach ((Parameter weight, Parameter shared) in one.Weights.Zip(model.Weights))
            {
                weight.Set(shared.ToArray());
            }
        }
        ModelRun run = GraphRun.Of(model), plainRun = GraphRun.Of(plain);
        Assert.Equal(plainRun.Outputs[0].Floats, run.Outputs[0].Floats);
        Assert.Equal(plainRun.Outputs[1].Floats, run.Outputs[1].Floats);
        Assert.Equal(plainRun.Inputs[1].Gradient, run.Inputs[1].Gradient);
    }

    [Fact]
    public void Push_StackedCells_GiveTheBitsOfTheWholeSequence()
    {
        var model = new Sequential(seed: 3) { new Embedding(10, 5), new Rnn(new LstmCell(6), new GruCell(4)), new Dense(2) };
        StreamingSession stream = model.CreateStream();
        int[] tokens = [1, 7, 0, 3, 9];
        for (int t = 0; t < tokens.Length; t++)
        {
            float[] pushed = stream.Push(tokens[t]).ToArray();
            Assert.Equal(model.Predict(System.Numerics.Tensors.Tensor.Create(tokens[..(t + 1)], [1, t + 1])).ToArray(), pushed);
        }
    }

    [Fact]
    public void Predict_StatefulRnn_GoesOnFromBatchToBatch()
    {
        static Model Of(Layer recurrent)
        {
            var input = new InputLayer(4, 3) { BatchSize = 2 };
            return new Model(input.Tensor, recurrent.Apply(input.Tensor), seed: 1);
        }
        Model layer = Of(new Gru(5) { Stateful = true }), cell = Of(new Rnn(new GruCell(5)) { Stateful = true });
        float[] first = GraphRun.Of(layer, batch: 2).Outputs[0].Floats.ToArray();
        Assert.Equal(first, GraphRun.Of(cell, batch: 2).Outputs[0].Floats);
        float[] second = GraphRun.Of(layer, batch: 2).Outputs[0].Floats.ToArray();
        Assert.NotEqual(first, second);
        Assert.Equal(second, GraphRun.Of(cell, batch: 2).Outputs[0].Floats);
        cell.ResetStates();
        Assert.Equal(first, GraphRun.Of(cell, batch: 2).Outputs[0].Floats);
    }

    [Fact]
    public void Weights_OfStackedCells_AreNamedByTheirPath()
    {
        var model = new Sequential { new Embedding(5, 3), new Rnn(new SimpleRnnCell(2), new SimpleRnnCell(2) { UseBias = false }) };
        Assert.Equal(
            [
                "embedding/embeddings", "rnn/stacked_rnn_cells/simple_rnn_cell/kernel", "rnn/stacked_rnn_cells/simple_rnn_cell/recurrent_kernel", "rnn/stacked_rnn_cells/simple_rnn_cell/bias",
                "rnn/stacked_rnn_cells/simple_rnn_cell_1/kernel", "rnn/stacked_rnn_cells/simple_rnn_cell_1/recurrent_kernel",
            ],
            model.Weights.Select(w => w.Name));
    }

    [Fact]
    public void Apply_WhatACellDoesNotTake_SaysSo()
    {
        var input = new InputLayer(5, 3);
        Assert.Equal("LSTMCell 'lstm_cell' takes one step, [batch, features], but got (None, 5, 3). Put it into an Rnn, which walks over time.", Error(() => new LstmCell(4).Apply(input.Tensor)));
        Assert.Equal("RNN 'rnn' expects an initial state of 3 tensors, cell by cell, but got 1.", Error(() => new Rnn(new LstmCell(4), new GruCell(4)).Apply(input.Tensor, [new InputLayer(4).Tensor])));
        Assert.Equal("LSTMCell 'lstm_cell' expects a state of 2 tensors, but got 1.", Error(() => new LstmCell(4).Apply(new InputLayer(3).Tensor, [new InputLayer(4).Tensor])));
        Assert.Equal("A stack has one cell or more, but got none. Pass the cells.", Error(() => new StackedRnnCells()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LstmCell(0));
    }

    private static string Error(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message.Split(" (Parameter")[0];

    /// <summary>Trains layers on masked tokens.</summary>
    private static string Digest(Func<Layer[]> layers) => new SmallTraining("", 6, 7, 20, () =>
        new Sequential(seed: 3) { new Embedding(20, 6) { MaskZero = true } }.With([.. layers(), new Dense(5) { Activation = Activation.Softmax }])).Digest();
}
