namespace Unroll.Tests.Layers;

/// <summary>The contract, for every layer that there is.</summary>
public class LayerContractTests
{
    private static readonly int[] _sequence = [5, 3];
    private static readonly int[] _image = [6, 5, 2];

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
        ["ConvLstm1D"] = new() { NewLayer = () => new ConvLstm1D(3, 2), Sample = [4, 5, 2], IsRandom = true },
        ["ConvLstm2D"] = new()
        {
            NewLayer = () => new ConvLstm2D(3, 2, 3) { ReturnSequences = true, GoBackwards = true, Strides = (2, 1), Padding = WindowPadding.Same, Dropout = 0.2f, RecurrentDropout = 0.2f, UnitForgetBias = false },
            Sample = [3, 5, 4, 2],
            IsRandom = true,
        },
        ["Bidirectional, convolutional"] = new() { NewLayer = () => new Bidirectional(new ConvLstm2D(2, 2, 2) { ReturnSequences = true }), Sample = [3, 3, 4, 2], IsRandom = true },
        ["Bidirectional"] = new() { NewLayer = () => new Bidirectional(new Lstm(4)), Sample = _sequence, PassesMask = false, IsRandom = true },
        ["Bidirectional, sequences"] = new()
        {
            NewLayer = () => new Bidirectional(new Gru(4) { ReturnSequences = true, Dropout = 0.2f }, new SimpleRnn(4) { ReturnSequences = true, GoBackwards = true }) { MergeMode = MergeMode.Mul },
            Sample = _sequence,
            PassesMask = true,
            IsRandom = true,
        },
        ["Bidirectional, of cells"] = new() { NewLayer = () => new Bidirectional(new Rnn(new LstmCell(3), new GruCell(2))), Sample = _sequence, PassesMask = false, IsRandom = true },
        ["Rnn"] = new() { NewLayer = () => new Rnn(new SimpleRnnCell(4)), Sample = _sequence, PassesMask = false, IsRandom = true },
        ["Rnn, sequences"] = new()
        {
            NewLayer = () => new Rnn(new LstmCell(4) { Dropout = 0.2f }, new GruCell(3) { ResetAfter = false }) { ReturnSequences = true, GoBackwards = true, ZeroOutputForMask = true },
            Sample = _sequence,
            PassesMask = true,
            IsRandom = true,
        },
        ["LstmCell"] = new() { NewLayer = () => new LstmCell(4) { UnitForgetBias = false }, Inputs = 3, Sample = [4], IsRandom = true },
        ["GruCell"] = new() { NewLayer = () => new GruCell(4) { ResetAfter = false }, Inputs = 2, Sample = [4], IsRandom = true },
        ["SimpleRnnCell"] = new() { NewLayer = () => new SimpleRnnCell(4) { UseBias = false }, Inputs = 2, Sample = [4], IsRandom = true },
        ["StackedRnnCells"] = new() { NewLayer = () => new StackedRnnCells(new LstmCell(4), new GruCell(4)), Inputs = 4, Sample = [4], IsRandom = true },
        ["TimeDistributed"] = new() { NewLayer = () => new TimeDistributed(new Dense(4)), Sample = _sequence, PassesMask = true, IsRandom = true },
        ["TimeDistributed, recurrent"] = new() { NewLayer = () => new TimeDistributed(new Lstm(4)), Sample = [4, 5, 3], IsRandom = true },
        ["RepeatVector"] = new() { NewLayer = () => new RepeatVector(3), Sample = [4] },
        ["ModelLayer"] = new()
        {
            NewLayer = () => ModelLayer.Of(new Sequential { new InputLayer(_sequence), new Lstm(4) { ReturnSequences = true }, new Dense(3) }),
            Sample = _sequence,
            PassesMask = true,
            IsRandom = true,
        },
        ["Dense"] = new() { NewLayer = () => new Dense(4), Sample = [3], IsRandom = true },
        ["Dense, sequences"] = new() { NewLayer = () => new Dense(4) { Activation = Activation.Relu, UseBias = false }, Sample = _sequence, PassesMask = true, IsRandom = true },
        ["Dense, regularized"] = new()
        {
            NewLayer = () => new Dense(4)
            {
                KernelRegularizer = new L1(0.02),
                BiasRegularizer = new L1L2(0.01, 0.02),
                ActivityRegularizer = new L2(0.03),
                KernelConstraint = new MaxNorm(1.5),
                BiasConstraint = new NonNeg(),
            },
            Sample = _sequence,
            PassesMask = true,
            IsRandom = true,
        },
        ["Lstm, regularized"] = new()
        {
            NewLayer = () => new Lstm(4)
            {
                KernelRegularizer = new OrthogonalRegularizer(0.1, OrthogonalMode.Columns),
                RecurrentRegularizer = new L2(),
                RecurrentConstraint = new UnitNorm(),
                KernelConstraint = new MinMaxNorm(0.1, 2) { Rate = 0.7, Axes = [0, 1] },
            },
            Sample = _sequence,
            PassesMask = false,
            IsRandom = true,
        },
        ["Embedding, regularized"] = new()
        {
            NewLayer = () => new Embedding(6, 4) { EmbeddingsRegularizer = new L2(), ActivityRegularizer = new L1(), EmbeddingsConstraint = new MaxNorm() },
            Sample = [5],
            Type = ElementType.Int32,
            IsRandom = true,
        },
        ["Dropout"] = new() { NewLayer = () => new Dropout(0.3f), Sample = _sequence, PassesMask = true },
        ["Dropout, noise shape"] = new() { NewLayer = () => new Dropout(0.3f) { NoiseShape = [null, 1, 3] }, Sample = _sequence, PassesMask = true },
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
        ["AlphaDropout"] = new() { NewLayer = () => new AlphaDropout(0.3f), Sample = _sequence, PassesMask = true },
        ["AlphaDropout, noise shape"] = new() { NewLayer = () => new AlphaDropout(0.3f) { NoiseShape = [null, 1, 3] }, Sample = _sequence, PassesMask = true },
        ["GaussianDropout"] = new() { NewLayer = () => new GaussianDropout(0.3f), Sample = _sequence, PassesMask = true },
        ["GaussianNoise"] = new() { NewLayer = () => new GaussianNoise(0.3f), Sample = _sequence, PassesMask = true },
        ["SpatialDropout1D"] = new() { NewLayer = () => new SpatialDropout1D(0.3f), Sample = _sequence, PassesMask = true },
        ["SpatialDropout2D"] = new() { NewLayer = () => new SpatialDropout2D(0.3f), Sample = _image },
        ["SpatialDropout2D, channels first"] = new() { NewLayer = () => new SpatialDropout2D(0.3f) { DataFormat = DataFormat.ChannelsFirst }, Sample = [2, 6, 5] },
        ["IdentityLayer"] = new() { NewLayer = () => new IdentityLayer(), Sample = _sequence, PassesMask = true },
        ["ActivityRegularization"] = new() { NewLayer = () => new ActivityRegularization(0.1, 0.2), Sample = _sequence, PassesMask = true },
        ["Flatten"] = new() { NewLayer = () => new Flatten(), Sample = _sequence, PassesMask = false },
        ["Reshape"] = new() { NewLayer = () => new Reshape(3, -1), Sample = _sequence, PassesMask = false },
        ["Permute"] = new() { NewLayer = () => new Permute(2, 1), Sample = _sequence, PassesMask = false },
        ["Cropping1D"] = new() { NewLayer = () => new Cropping1D(1, 2), Sample = _sequence, PassesMask = false },
        ["Cropping2D"] = new() { NewLayer = () => new Cropping2D((1, 0), (0, 2)), Sample = _image },
        ["ZeroPadding1D"] = new() { NewLayer = () => new ZeroPadding1D(1, 2), Sample = _sequence, PassesMask = false },
        ["ZeroPadding2D"] = new() { NewLayer = () => new ZeroPadding2D((1, 0), (0, 2)), Sample = _image },
        ["UpSampling1D"] = new() { NewLayer = () => new UpSampling1D(3), Sample = _sequence, PassesMask = false },
        ["UpSampling2D, bilinear"] = new() { NewLayer = () => new UpSampling2D(3, 2) { Interpolation = Interpolation.Bilinear }, Sample = _image },
        ["UpSampling2D"] = new() { NewLayer = () => new UpSampling2D(2, 3), Sample = _image },
        ["Relu"] = new() { NewLayer = () => new Relu { MaxValue = 0.5f, NegativeSlope = 0.1f, Threshold = 0.2f }, Sample = _sequence, PassesMask = true },
        ["LeakyRelu"] = new() { NewLayer = () => new LeakyRelu(0.1f), Sample = _sequence, PassesMask = true },
        ["Elu"] = new() { NewLayer = () => new Elu(1.5f), Sample = _sequence, PassesMask = true },
        ["PRelu"] = new() { NewLayer = () => new PRelu(), Sample = _sequence, PassesMask = true },
        ["PRelu, shared"] = new() { NewLayer = () => new PRelu(1) { AlphaInitializer = Initializer.RandomUniform }, Sample = _sequence, PassesMask = true, IsRandom = true },
        ["Softmax"] = new() { NewLayer = () => new Softmax(), Sample = _sequence },
        ["Softmax, axis 1"] = new() { NewLayer = () => new Softmax(1), Sample = _sequence },
        ["Rescaling"] = new() { NewLayer = () => new Rescaling(0.5f, -1), Sample = _sequence, PassesMask = false },
        ["LayerNormalization"] = new() { NewLayer = () => new LayerNormalization(), Sample = _sequence, PassesMask = true },
        ["LayerNormalization, two axes"] = new() { NewLayer = () => new LayerNormalization(1, 2) { Epsilon = 0.01f, Center = false }, Sample = _sequence, PassesMask = true },
        ["LayerNormalization, rms scaling"] = new() { NewLayer = () => new LayerNormalization { RmsScaling = true }, Sample = _sequence, PassesMask = true },
        ["BatchNormalization"] = new() { NewLayer = () => new BatchNormalization { Momentum = 0.9f }, Sample = _sequence, PassesMask = true },
        ["BatchNormalization, renorm"] = new() { NewLayer = () => new BatchNormalization { Renorm = true, RenormClipping = new() { RMax = 3, DMax = 2 }, RenormMomentum = 0.8f }, Sample = _sequence, PassesMask = true },
        ["BatchNormalization, axis 1"] = new() { NewLayer = () => new BatchNormalization { Axis = 1 }, Sample = _image },
        ["RmsNormalization"] = new() { NewLayer = () => new RmsNormalization(), Sample = _sequence, PassesMask = false },
        ["UnitNormalization"] = new() { NewLayer = () => new UnitNormalization(1), Sample = _sequence, PassesMask = true },
        ["MaxPooling1D"] = new() { NewLayer = () => new MaxPooling1D(3) { Strides = 2, Padding = WindowPadding.Same }, Sample = _sequence, PassesMask = false },
        ["MaxPooling2D"] = new() { NewLayer = () => new MaxPooling2D(3, 2) { Strides = (1, 2) }, Sample = _image },
        ["GlobalMaxPooling1D"] = new() { NewLayer = () => new GlobalMaxPooling1D(), Sample = _sequence, PassesMask = false },
        ["GlobalMaxPooling2D"] = new() { NewLayer = () => new GlobalMaxPooling2D { KeepDimensions = true }, Sample = _image },
        ["AveragePooling1D"] = new() { NewLayer = () => new AveragePooling1D(3) { Strides = 2, Padding = WindowPadding.Same }, Sample = _sequence, PassesMask = false },
        ["AveragePooling2D"] = new() { NewLayer = () => new AveragePooling2D(3, 2) { Strides = (1, 2) }, Sample = _image },
        ["GlobalAveragePooling1D"] = new() { NewLayer = () => new GlobalAveragePooling1D(), Sample = _sequence, PassesMask = false },
        ["GlobalAveragePooling2D"] = new() { NewLayer = () => new GlobalAveragePooling2D { KeepDimensions = true }, Sample = _image },
        ["Conv1D"] = new() { NewLayer = () => new Conv1D(4, 3) { Activation = Activation.Gelu }, Sample = _sequence, PassesMask = false, IsRandom = true },
        ["Conv1D, causal"] = new() { NewLayer = () => new Conv1D(4, 2) { Padding = WindowPadding.Causal, DilationRate = 2, UseBias = false }, Sample = _sequence, IsRandom = true },
        ["Conv2D"] = new() { NewLayer = () => new Conv2D(4, 3, 2) { Strides = (2, 1), Groups = 2, Padding = WindowPadding.Same }, Sample = _image, IsRandom = true },
        ["DepthwiseConv1D"] = new() { NewLayer = () => new DepthwiseConv1D(3) { DepthMultiplier = 2 }, Sample = _sequence, IsRandom = true },
        ["DepthwiseConv2D"] = new() { NewLayer = () => new DepthwiseConv2D(3, 3) { Activation = Activation.Tanh }, Sample = _image, IsRandom = true },
        ["SeparableConv1D"] = new() { NewLayer = () => new SeparableConv1D(4, 3) { DepthMultiplier = 2 }, Sample = _sequence, IsRandom = true },
        ["SeparableConv2D"] = new() { NewLayer = () => new SeparableConv2D(4, 3, 3) { Padding = WindowPadding.Same }, Sample = _image, IsRandom = true },
        ["Conv1D, channels first"] = new()
        {
            NewLayer = () => new Conv1D(4, 3) { Activation = Activation.Gelu, ActivityRegularizer = new L2(0.03), DataFormat = DataFormat.ChannelsFirst },
            Sample = [3, 5],
            PassesMask = false,
            IsRandom = true,
        },
        ["DepthwiseConv2D, channels first"] = new() { NewLayer = () => new DepthwiseConv2D(3, 3) { DataFormat = DataFormat.ChannelsFirst }, Sample = [2, 6, 5], IsRandom = true },
        ["MaxPooling2D, channels first"] = new() { NewLayer = () => new MaxPooling2D(3, 2) { Strides = (1, 2), DataFormat = DataFormat.ChannelsFirst }, Sample = [2, 6, 5] },
        ["GlobalAveragePooling1D, channels first"] = new() { NewLayer = () => new GlobalAveragePooling1D { DataFormat = DataFormat.ChannelsFirst }, Sample = [3, 5] },
        ["GlobalMaxPooling2D, channels first"] = new() { NewLayer = () => new GlobalMaxPooling2D { KeepDimensions = true, DataFormat = DataFormat.ChannelsFirst }, Sample = [2, 6, 5] },
        ["Flatten, channels first"] = new() { NewLayer = () => new Flatten { DataFormat = DataFormat.ChannelsFirst }, Sample = [2, 6, 5] },
        ["ZeroPadding1D, channels first"] = new() { NewLayer = () => new ZeroPadding1D(1, 2) { DataFormat = DataFormat.ChannelsFirst }, Sample = [3, 5] },
        ["Cropping2D, channels first"] = new() { NewLayer = () => new Cropping2D((1, 0), (0, 2)) { DataFormat = DataFormat.ChannelsFirst }, Sample = [2, 6, 5] },
        ["UpSampling2D, channels first"] = new() { NewLayer = () => new UpSampling2D(3, 2) { Interpolation = Interpolation.Bilinear, DataFormat = DataFormat.ChannelsFirst }, Sample = [2, 6, 5] },
        ["TimeDistributed, channels first"] = new()
        {
            NewLayer = () => new TimeDistributed(new Conv1D(4, 2) { DataFormat = DataFormat.ChannelsFirst }) { ActivityRegularizer = new L1(0.01) },
            Sample = [4, 3, 5],
            IsRandom = true,
        },
        ["Bidirectional, regularized"] = new()
        {
            NewLayer = () => new Bidirectional(new Lstm(4) { ActivityRegularizer = new L1(0.02), ReturnState = true }) { ActivityRegularizer = new L2(0.03) },
            Sample = _sequence,
            PassesMask = false,
            IsRandom = true,
        },
        ["Dot"] = new() { NewLayer = () => new Dot(-1, 2) { Normalize = true }, Inputs = 2, Sample = _sequence, PassesMask = false },
        ["Attention"] = new() { NewLayer = () => new Attention { Dropout = 0.2f, UseCausalMask = true }, Inputs = 2, Sample = _sequence, PassesMask = true },
        ["Attention, concat"] = new() { NewLayer = () => new Attention { UseScale = true, ScoreMode = ScoreMode.Concat }, Inputs = 3, Sample = _sequence, PassesMask = true },
        ["AdditiveAttention"] = new() { NewLayer = () => new AdditiveAttention(), Inputs = 2, Sample = _sequence, PassesMask = true, IsRandom = true },
        ["MultiHeadAttention"] = new() { NewLayer = () => new MultiHeadAttention(2, 3) { Dropout = 0.2f }, Inputs = 2, Sample = _sequence, PassesMask = true, IsRandom = true, Untouched = "key/bias" },
        ["MultiHeadAttention, output axes"] = new() { NewLayer = () => new MultiHeadAttention(2, 3) { OutputAxes = [2, 3], Dropout = 0.2f }, Inputs = 2, Sample = _sequence, PassesMask = true, IsRandom = true, Untouched = "key/bias" },
        ["MultiHeadAttention, key"] = new()
        {
            NewLayer = () => new MultiHeadAttention(2, 3) { ValueDimension = 4, Outputs = 5, UseBias = false, UseCausalMask = true },
            Inputs = 3,
            Sample = _sequence,
            PassesMask = true,
            IsRandom = true,
        },
        ["MultiHeadAttention, gate and window"] = new()
        {
            NewLayer = () => new MultiHeadAttention(2, 3) { UseGate = true, SlidingWindow = 2 },
            Inputs = 2,
            Sample = _sequence,
            PassesMask = true,
            IsRandom = true,
            Untouched = "key/bias",
        },
        ["MultiHeadAttention, two axes"] = new() { NewLayer = () => new MultiHeadAttention(2, 3) { AttentionAxes = [2] }, Inputs = 2, Sample = [3, 4, 5], IsRandom = true, Untouched = "key/bias" },
        ["TimeDistributed, batch normalization"] = new() { NewLayer = () => new TimeDistributed(new BatchNormalization()), Sample = _sequence, PassesMask = true },
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
        IEnumerable<string> layers = typeof(Layer).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Layer)) && !t.IsAbstract && !t.IsSubclassOf(typeof(PartLayer))).Select(t => t.Name);
        Assert.Empty(layers.Except(_contracts.Keys.Select(k => k.Split(',')[0])));
    }
}
