namespace Unroll.Tests.Layers;

/// <summary>The contract, for every layer that there is.</summary>
public class LayerContractTests
{
    private static readonly int[] _sequence = [5, 3];

    private static readonly Dictionary<string, LayerContract> _contracts = new()
    {
        ["InputLayer"] = new() { NewLayer = () => new InputLayer(_sequence), Sample = _sequence },
        ["Embedding"] = new() { NewLayer = () => new Embedding(6, 4), Sample = [5], Type = ElementType.Int32, IsRandom = true },
        ["Embedding, masking"] = new() { NewLayer = () => new Embedding(6, 4) { MaskZero = true }, Sample = [5], Type = ElementType.Int32, IsRandom = true },
        ["Lstm"] = new() { NewLayer = () => new Lstm(4), Sample = _sequence, PassesMask = false, IsRandom = true },
        ["Lstm, sequences"] = new()
        {
            NewLayer = () => new Lstm(4) { ReturnSequences = true, GoBackwards = true, Dropout = 0.2f, RecurrentDropout = 0.2f, UnitForgetBias = false },
            Sample = _sequence,
            PassesMask = true,
            IsRandom = true,
        },
        ["Gru"] = new() { NewLayer = () => new Gru(4), Sample = _sequence, PassesMask = false, IsRandom = true },
        ["Gru, sequences"] = new()
        {
            NewLayer = () => new Gru(4) { ReturnSequences = true, ResetAfter = false, ZeroOutputForMask = true, Activation = Activation.Softsign },
            Sample = _sequence,
            PassesMask = true,
            IsRandom = true,
        },
        ["SimpleRnn"] = new() { NewLayer = () => new SimpleRnn(4), Sample = _sequence, PassesMask = false, IsRandom = true },
        ["SimpleRnn, sequences"] = new() { NewLayer = () => new SimpleRnn(4) { ReturnSequences = true, UseBias = false }, Sample = _sequence, PassesMask = true, IsRandom = true },
        ["Dense"] = new() { NewLayer = () => new Dense(4), Sample = [3], IsRandom = true },
        ["Dense, sequences"] = new() { NewLayer = () => new Dense(4) { Activation = Activation.Relu, UseBias = false }, Sample = _sequence, PassesMask = true, IsRandom = true },
        ["Dropout"] = new() { NewLayer = () => new Dropout(0.3f), Sample = _sequence, PassesMask = true },
        ["Masking"] = new() { NewLayer = () => new Masking { MaskValue = 0.5f }, Sample = _sequence },
        ["ActivationLayer"] = new() { NewLayer = () => new ActivationLayer(Activation.Gelu), Sample = _sequence, PassesMask = true },
        ["ActivationLayer, softmax"] = new() { NewLayer = () => new ActivationLayer(Activation.Softmax), Sample = _sequence, PassesMask = true },
        ["Add"] = new() { NewLayer = () => new Add(), Inputs = 3, Sample = _sequence, PassesMask = true },
        ["Subtract"] = new() { NewLayer = () => new Subtract(), Inputs = 2, Sample = _sequence, PassesMask = true },
        ["Multiply"] = new() { NewLayer = () => new Multiply(), Inputs = 3, Sample = _sequence, PassesMask = true },
        ["Average"] = new() { NewLayer = () => new Average(), Inputs = 3, Sample = _sequence, PassesMask = true },
        ["Maximum"] = new() { NewLayer = () => new Maximum(), Inputs = 2, Sample = _sequence, PassesMask = true },
        ["Minimum"] = new() { NewLayer = () => new Minimum(), Inputs = 2, Sample = _sequence, PassesMask = true },
        ["Concatenate"] = new() { NewLayer = () => new Concatenate(), Inputs = 2, Sample = _sequence, PassesMask = true },
        ["NotEqual"] = new() { NewLayer = () => new NotEqual(2), Sample = [5], Type = ElementType.Int32 },
        ["Any"] = new() { NewLayer = () => new Any(), Sample = _sequence, Type = ElementType.Bool },
    };

    public static TheoryData<string> Names => [.. _contracts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_Layer_KeepsTheContract(string name) => LayerContract.Check(_contracts[name]);

    [Fact]
    public void Contracts_OfTheLibrary_AreForAllLayers()
    {
        IEnumerable<string> layers = typeof(Layer).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Layer)) && !t.IsAbstract).Select(t => t.Name);
        Assert.Empty(layers.Except(_contracts.Keys.Select(k => k.Split(',')[0])));
    }
}
