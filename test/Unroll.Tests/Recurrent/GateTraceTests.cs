using System.Numerics.Tensors;
using Unroll.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Recurrent;

/// <summary>The traced step is the layer's: its h and c at every step are those that the layer makes.</summary>
public class GateTraceTests
{
    private const int Units = 18;
    private static readonly int[,] Tokens = { { 0, 0, 3, 1, 4, 0, 2, 5 } };

    public static TheoryData<int, bool, bool> Cells => new MatrixTheoryData<int, bool, bool>([.. Enum.GetValues<CellKind>().Cast<int>()], [false, true], [false, true]);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Of_AnyCell_HasTheLayersOwnStates(int cell, bool masks, bool backwards)
    {
        RecurrentLayer layer = new RecurrentOptions((CellKind)cell) { ReturnSequences = true, GoBackwards = backwards }.NewLayer(Units);
        var model = new Sequential(seed: 5) { new Embedding(6, 4) { MaskZero = masks, EmbeddingsInitializer = new RandomNormal(0, 1) }, layer };
        Tensor<float> outputs = model.Predict(Tokens);
        layer.Bias!.Set(new Samples(1).Floats(layer.Bias.Count, 0.5));
        outputs = model.Predict(Tokens);
        GateTrace trace = Assert.Single(GateTrace.Of(model, Dataset.From(Tokens)));
        Assert.Equal(masks ? [2, 3, 4, 6, 7] : [0, 1, 2, 3, 4, 5, 6, 7], trace.Steps);
        for (int i = 0; i < trace.Steps.Count; i++)
        {
            int row = backwards ? 7 - trace.Steps[i] : trace.Steps[i];
            for (int u = 0; u < Units; u++) Assert.Equal(outputs[0, row, u], trace["hidden"][i, u], 1e-5f);
        }
    }

    [Fact]
    public void Of_Lstm_HasTheLayersOwnCells()
    {
        var x = new InputLayer(5, 3).Tensor;
        var layer = new Lstm(Units) { Activation = Activation.Softsign, RecurrentActivation = Activation.HardSigmoid };
        var model = new Model([x], [layer.Apply(x).State.C], seed: 2);
        var data = Dataset.From(new DataArray(new Samples(4).Floats(15, 2), 1, 5, 3));
        GateTrace trace = GateTrace.Of(model, data)[0];
        Assert.Equal(["input", "forget", "candidate", "output", "cell", "hidden"], trace.Names);
        float[] cells = [.. model.Predict(data)];
        for (int u = 0; u < Units; u++) Assert.Equal(cells[u], trace["cell"][4, u], 1e-5f);
    }

    [Fact]
    public void Of_EncoderAndDecoder_TracesBothAndBeginsWithTheState()
    {
        var source = new InputLayer(4, 2).Tensor;
        var target = new InputLayer(3, 2).Tensor;
        var decoder = new Gru(Units) { ReturnSequences = true };
        var model = new Model([source, target], [decoder.Apply(target, initialState: new Gru(Units).Apply(source).State)], seed: 2);
        var data = Dataset.From([new DataArray(new Samples(4).Floats(8, 2), 1, 4, 2), new DataArray(new Samples(5).Floats(6, 2), 1, 3, 2)]);
        var traces = GateTrace.Of(model, data);
        Assert.Equal(2, traces.Count);
        Tensor<float> outputs = model.Predict(data);
        for (int u = 0; u < Units; u++) Assert.Equal(outputs[0, 2, u], traces[1]["hidden"][2, u], 1e-5f);
    }

    [Fact]
    public void Of_Bidirectional_TracesBothDirections()
    {
        var model = new Sequential(seed: 5) { new Embedding(6, 4), new Bidirectional(new Lstm(3)), new Dense(1) };
        Assert.Equal(["forward_lstm", "backward_lstm"], GateTrace.Of(model, Dataset.From(Tokens)).Select(trace => trace.LayerName));
    }

    [Fact]
    public void Of_NoRecurrentLayer_SaysWhatThereIs()
    {
        var error = Assert.Throws<ArgumentException>(() => GateTrace.Of(new Sequential { new InputLayer(2), new Dense(1) }, Dataset.From(new float[,] { { 1, 2 } })));
        Assert.StartsWith("The model 'sequential' has no recurrent layer; it has 'InputLayer 'input_layer'', 'Dense 'dense''.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SeveralSamples_IsRefused()
    {
        var model = new Sequential { new Embedding(6, 4), new Lstm(3), new Dense(1) };
        var error = Assert.Throws<ArgumentException>(() => GateTrace.Of(model, Dataset.From(new int[,] { { 1 }, { 2 } })));
        Assert.StartsWith("A trace is of one sample, but got 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Indexer_NoSuchGate_SaysWhichThereAre()
    {
        var model = new Sequential { new Embedding(6, 4), new SimpleRnn(3) };
        var error = Assert.Throws<ArgumentException>(() => GateTrace.Of(model, Dataset.From(Tokens))[0]["forget"]);
        Assert.StartsWith("The layer 'simple_rnn' has no 'forget'; it has 'hidden'. Name one of these.", error.Message, StringComparison.Ordinal);
    }
}
