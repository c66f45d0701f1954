using Unroll.Tests.Reference;
using static Unroll.Tests.Reference.PlainLayers;

namespace Unroll.Tests.Layers;

/// <summary>Every layer of the catalogue against its definition in double: outputs, and gradients by central differences.</summary>
public class LayerGradientTests
{
    private const double Tolerance = 1e-5;

    private static readonly int[] _sequence = [3, 4, 5];
    private static readonly int[] _image = [2, 5, 4, 2];
    private static readonly int[] _deepImage = [2, 5, 4, 16];

    private static readonly Dictionary<string, LayerTwin> _twins = new()
    {
        ["add, stretched"] = new(() => new Add(), c => Merge(c, [3, 4, 5], v => v.Sum()), _sequence, [3, 1, 5], [3, 4, 1]),
        ["average"] = new(() => new Average(), c => Merge(c, [3, 4, 5], v => v.Average()), _sequence, _sequence, _sequence),
        ["subtract"] = new(() => new Subtract(), c => Merge(c, [3, 4, 5], v => v[0] - v[1]), _sequence, _sequence),
        ["multiply"] = new(() => new Multiply(), c => Merge(c, [3, 4, 5], v => v.Aggregate((a, b) => a * b)), _sequence, [3, 1, 5], _sequence),
        ["multiply, masked"] = new(() => new Multiply(), MaskedProduct, _sequence, _sequence) { Masked = true },
        ["maximum"] = new(() => new Maximum(), c => Merge(c, [3, 4, 5], v => v.Max()), _sequence, _sequence, [3, 1, 1]),
        ["maximum, masked"] = new(() => new Maximum(), MaskedMaximum, _sequence, _sequence) { Masked = true },
        ["minimum"] = new(() => new Minimum(), c => Merge(c, [3, 4, 5], v => v.Min()), _sequence, _sequence),
        ["concatenate"] = new(
            () => new Concatenate { Axis = 1 },
            c => NdArray.Make([3, 7, 5], i => i[1] < 4 ? c.X[0][i] : c.X[1][With(i, 1, i[1] - 4)]),
            _sequence,
            [3, 3, 5]),
        ["dot"] = new(() => new Dot(1, 2), c => NdArray.Make([3, 5, 2], i => Range(4).Sum(k => c.X[0][i[0], k, i[1]] * c.X[1][i[0], i[2], k])), _sequence, [3, 2, 4]),
        ["dot, normalized"] = new(
            () => new Dot(-1, 1) { Normalize = true },
            c => NdArray.Make([3, 1], i => Range(5).Sum(k => c.X[0][i[0], k] * c.X[1][i[0], k]) / (Norm(c.X[0], i[0]) * Norm(c.X[1], i[0]))),
            [3, 5],
            [3, 5]),
        ["flatten"] = new(() => new Flatten(), c => new NdArray(2, 40) { Values = c.X[0].Values }, _image),
        ["reshape"] = new(() => new Reshape(2, -1), c => new NdArray(3, 2, 10) { Values = c.X[0].Values }, _sequence),
        ["permute"] = new(() => new Permute(3, 1, 2), c => NdArray.Make([2, 2, 5, 4], i => c.X[0][i[0], i[2], i[3], i[1]]), _image),
        ["permute, rows"] = new(() => new Permute(2, 1, 3), c => NdArray.Make([2, 4, 5, 2], i => c.X[0][i[0], i[2], i[1], i[3]]), _image),
        ["cropping1d"] = new(() => new Cropping1D(1, 2), c => NdArray.Make([3, 1, 5], i => c.X[0][i[0], i[1] + 1, i[2]]), _sequence),
        ["cropping2d"] = new(() => new Cropping2D((1, 2), (0, 1)), c => NdArray.Make([2, 2, 3, 2], i => c.X[0][i[0], i[1] + 1, i[2], i[3]]), _image),
        ["zero_padding1d"] = new(() => new ZeroPadding1D(1, 2), c => NdArray.Make([3, 7, 5], i => c.X[0].Or0(i[0], i[1] - 1, i[2])), _sequence),
        ["zero_padding2d"] = new(() => new ZeroPadding2D((1, 2), (0, 1)), c => NdArray.Make([2, 8, 5, 2], i => c.X[0].Or0(i[0], i[1] - 1, i[2], i[3])), _image),
        ["up_sampling1d"] = new(() => new UpSampling1D(3), c => NdArray.Make([3, 12, 5], i => c.X[0][i[0], i[1] / 3, i[2]]), _sequence),
        ["up_sampling2d"] = new(() => new UpSampling2D(2, 3), c => NdArray.Make([2, 10, 12, 2], i => c.X[0][i[0], i[1] / 2, i[2] / 3, i[3]]), _image),
        ["up_sampling2d, bilinear"] = new(
            () => new UpSampling2D(2, 3) { Interpolation = Interpolation.Bilinear },
            c => NdArray.Make([2, 10, 12, 2], i => Between(c.X[0], i[0], (i[1] + 0.5) / 2 - 0.5, (i[2] + 0.5) / 3 - 0.5, i[3])),
            _image),
        ["relu"] = new(
            () => new Relu { MaxValue = 0.6f, NegativeSlope = 0.1f, Threshold = 0.2f },
            c => Each(c.X[0], x => x > 0.2f ? Math.Min(x, 0.6f) : 0.1f * (x - 0.2f)),
            _sequence),
        ["leaky_relu"] = new(() => new LeakyRelu(), c => Each(c.X[0], x => x > 0 ? x : 0.3f * x), _sequence),
        ["elu"] = new(() => new Elu(1.5f), c => Each(c.X[0], x => x > 0 ? x : 1.5 * (Math.Exp(x) - 1)), _sequence),
        ["p_relu"] = new(() => new PRelu(1), c => NdArray.Make(_sequence, i => c.X[0][i] > 0 ? c.X[0][i] : c.W[0][0, i[2]] * c.X[0][i]), _sequence),
        ["softmax"] = new(() => new Softmax(), c => Softmax(c.X[0], 2), _sequence),
        ["softmax, axis 1"] = new(() => new Softmax(1), c => Softmax(c.X[0], 1), _image),
        ["rescaling"] = new(() => new Rescaling(0.5f, -1), c => Each(c.X[0], x => (0.5 * x) - 1), _sequence),
        ["layer_normalization"] = new(() => new LayerNormalization(), c => Scaled(Standardize(c.X[0], [2], 1e-3f, centers: true), c.W[0], c.W[1], 2), _sequence),
        ["layer_normalization, two axes"] = new(() => new LayerNormalization(1, 3) { Center = false, Scale = false }, c => Standardize(c.X[0], [1, 3], 1e-3f, centers: true), _image),
        ["layer_normalization, rms scaling"] = new(
            () => new LayerNormalization { RmsScaling = true, Scale = false },
            c => NdArray.Make(_sequence, i => c.X[0][i] / Deviation([.. Range(5).Select(k => c.X[0][i[0], i[1], k])]) * c.W[0].Values[i[2]]),
            _sequence),
        ["rms_normalization"] = new(() => new RmsNormalization(1), c => Scaled(Standardize(c.X[0], [1], 1e-6f, centers: false), c.W[0], null, 1), _sequence),
        ["unit_normalization"] = new(() => new UnitNormalization(), c => NdArray.Make([3, 5], i => c.X[0][i] / Norm(c.X[0], i[0])), [3, 5]),
        ["batch_normalization"] = new(
            () => new BatchNormalization(),
            c => NdArray.Make(_sequence, i => ((c.X[0][i] - c.W[2].Values[i[2]]) / Math.Sqrt(c.W[3].Values[i[2]] + 1e-3f) * c.W[0].Values[i[2]]) + c.W[1].Values[i[2]]),
            _sequence),
        ["batch_normalization, training"] = new(
            () => new BatchNormalization { Center = false }, c => Scaled(Standardize(c.X[0], [0, 1], 1e-3f, centers: true), c.W[0], null, 2), _sequence)
        { Training = true },
        ["batch_normalization, training, masked"] = new(
            () => new BatchNormalization(),
            c => Scaled(Standardize(c.X[0], [0, 1], 1e-3f, centers: true, i => c.Counts(0, i[0], i[1])), c.W[0], c.W[1], 2),
            _sequence)
        { Training = true, Masked = true },
        ["batch_normalization, training, axis 1"] = new(
            () => new BatchNormalization { Axis = 1 }, c => Scaled(Standardize(c.X[0], [0, 2, 3], 1e-3f, centers: true), c.W[0], c.W[1], 1), _image)
        { Training = true },
        ["time_distributed, batch_normalization, training"] = new(
            () => new TimeDistributed(new BatchNormalization()), c => Scaled(Standardize(c.X[0], [0], 1e-3f, centers: true), c.W[0], c.W[1], 2), _sequence)
        { Training = true },
        ["time_distributed, batch_normalization, training, masked"] = new(
            () => new TimeDistributed(new BatchNormalization()),
            c => Scaled(Standardize(c.X[0], [0], 1e-3f, centers: true, i => c.Counts(0, i[0], i[1])), c.W[0], c.W[1], 2),
            _sequence)
        { Training = true, Masked = true },
        ["max_pooling1d"] = new(() => new MaxPooling1D(3) { Strides = 2, Padding = WindowPadding.Same }, c => Pool(c.X[0], (1, 3), (1, 2), WindowPadding.Same, v => v.Max()), _sequence),
        ["max_pooling2d"] = new(() => new MaxPooling2D(2, 3) { Strides = (2, 1) }, c => Pool(c.X[0], (2, 3), (2, 1), WindowPadding.Valid, v => v.Max()), _image),
        ["average_pooling1d"] = new(() => new AveragePooling1D(), c => Pool(c.X[0], (1, 2), (1, 2), WindowPadding.Valid, v => v.Average()), _sequence),
        ["average_pooling2d"] = new(
            () => new AveragePooling2D(3, 3) { Strides = (1, 2), Padding = WindowPadding.Same }, c => Pool(c.X[0], (3, 3), (1, 2), WindowPadding.Same, v => v.Average()), _image),
        ["global_max_pooling1d"] = new(() => new GlobalMaxPooling1D(), c => NdArray.Make([3, 5], i => Range(4).Max(t => c.X[0][i[0], t, i[1]])), _sequence),
        ["global_average_pooling2d"] = new(
            () => new GlobalAveragePooling2D { KeepDimensions = true }, c => NdArray.Make([2, 1, 1, 2], i => Range(20).Average(p => c.X[0][i[0], p / 4, p % 4, i[3]])), _image),
        ["global_average_pooling1d, masked"] = new(
            () => new GlobalAveragePooling1D(), c => NdArray.Make([3, 5], i => Range(4).Where(t => c.Counts(0, i[0], t)).Average(t => c.X[0][i[0], t, i[1]])), _sequence)
        { Masked = true },
        ["conv1d"] = new(
            () => new Conv1D(6, 3) { Strides = 2, Padding = WindowPadding.Same, Activation = Activation.Tanh },
            c => Each(Convolve(c.X[0], c.W[0], c.W[1], (1, 2), (1, 1), WindowPadding.Same, 1), Math.Tanh),
            _sequence),
        ["conv1d, causal"] = new(
            () => new Conv1D(6, 3) { DilationRate = 2, Padding = WindowPadding.Causal, UseBias = false, Activation = Activation.Silu },
            c => Each(Convolve(c.X[0], c.W[0], null, (1, 1), (1, 2), WindowPadding.Causal, 1), x => x / (1 + Math.Exp(-x))),
            _sequence),
        ["conv2d"] = new(() => new Conv2D(4, 3, 2), c => Convolve(c.X[0], c.W[0], c.W[1], (1, 1), (1, 1), WindowPadding.Valid, 1), _image),
        ["conv1d, same"] = new(() => new Conv1D(6, 4) { Padding = WindowPadding.Same }, c => Convolve(c.X[0], c.W[0], c.W[1], (1, 1), (1, 1), WindowPadding.Same, 1), _sequence),
        ["conv1d, causal, one step apart"] = new(
            () => new Conv1D(16, 3) { Padding = WindowPadding.Causal }, c => Convolve(c.X[0], c.W[0], c.W[1], (1, 1), (1, 1), WindowPadding.Causal, 1), _sequence),
        ["conv2d, many channels"] = new(
            () => new Conv2D(3, 3, 2) { Padding = WindowPadding.Same }, c => Convolve(c.X[0], c.W[0], c.W[1], (1, 1), (1, 1), WindowPadding.Same, 1), _deepImage),
        ["conv2d, many channels and filters, dilated rows"] = new(
            () => new Conv2D(16, 2, 3) { DilationRate = (3, 1), UseBias = false }, c => Convolve(c.X[0], c.W[0], null, (1, 1), (3, 1), WindowPadding.Valid, 1), _deepImage),
        ["conv2d, groups"] = new(
            () => new Conv2D(6, 2, 2) { Groups = 2, Strides = (2, 1), Padding = WindowPadding.Same },
            c => Convolve(c.X[0], c.W[0], c.W[1], (2, 1), (1, 1), WindowPadding.Same, 2),
            _image),
        ["conv2d, one pixel"] = new(() => new Conv2D(3, 1, 1), c => Convolve(c.X[0], c.W[0], c.W[1], (1, 1), (1, 1), WindowPadding.Valid, 1), _image),
        ["depthwise_conv1d"] = new(
            () => new DepthwiseConv1D(2) { DepthMultiplier = 2, Padding = WindowPadding.Same },
            c => Convolve(c.X[0], DepthwiseAsGroups(c.W[0]), c.W[1], (1, 1), (1, 1), WindowPadding.Same, 5),
            _sequence),
        ["depthwise_conv2d"] = new(
            () => new DepthwiseConv2D(2, 2) { DilationRate = (2, 1) }, c => Convolve(c.X[0], DepthwiseAsGroups(c.W[0]), c.W[1], (1, 1), (2, 1), WindowPadding.Valid, 2), _image),
        ["separable_conv1d"] = new(() => new SeparableConv1D(4, 3) { DepthMultiplier = 2 }, c => Separable(c, 5), _sequence),
        ["separable_conv2d"] = new(() => new SeparableConv2D(4, 2, 3), c => Separable(c, 2), _image),
        ["attention"] = new(
            () => new Attention { UseScale = true }, c => Attend(c, false, (b, i, j) => c.W[0].Values[0] * Range(5).Sum(k => c.X[0][b, i, k] * c.X[1][b, j, k])), _sequence, [3, 6, 5])
        { Masked = true },
        ["attention, causal with key"] = new(
            () => new Attention { UseCausalMask = true }, c => Attend(c, true, (b, i, j) => Range(5).Sum(k => c.X[0][b, i, k] * c.X[2][b, j, k])), _sequence, [3, 6, 2], [3, 6, 5]),
        ["attention, concat"] = new(
            () => new Attention { UseScale = true, ScoreMode = ScoreMode.Concat },
            c => Attend(c, false, (b, i, j) => c.W[1].Values[0] * Range(5).Sum(k => Math.Tanh(c.W[0].Values[0] * (c.X[0][b, i, k] + c.X[1][b, j, k])))),
            _sequence,
            [3, 6, 5])
        { Masked = true },
        ["additive_attention"] = new(
            () => new AdditiveAttention { UseCausalMask = true },
            c => Attend(c, true, (b, i, j) => Range(5).Sum(k => c.W[0].Values[k] * Math.Tanh(c.X[0][b, i, k] + c.X[1][b, j, k]))),
            _sequence,
            [3, 6, 5])
        { Masked = true },
        ["multi_head_attention"] = new(() => new MultiHeadAttention(2, 3) { Outputs = 4 }, c => AttendWithHeads(c, false), _sequence, [3, 6, 4]),
        ["multi_head_attention, masked with key"] = new(
            () => new MultiHeadAttention(2, 3) { ValueDimension = 2, UseCausalMask = true }, c => AttendWithHeads(c, true), _sequence, [3, 6, 4], [3, 6, 2]),
        ["multi_head_attention, gate and window"] = new(
            () => new MultiHeadAttention(2, 3) { ValueDimension = 2, UseGate = true, SlidingWindow = 2 }, c => AttendWithHeads(c, false, (_, _, i, j) => Math.Abs(i - j) < 2), _sequence, [3, 5, 4]),
        ["multi_head_attention, attention mask"] = WithAttentionMask([3, 4, 6], (m, b, _, i, j) => m[b, i, j] != 0),
        ["multi_head_attention, attention mask of heads"] = WithAttentionMask([3, 2, 4, 6], (m, b, h, i, j) => m[b, h, i, j] != 0),
        ["multi_head_attention, attention mask that stretches"] = WithAttentionMask([3, 1, 6], (m, b, _, _, j) => m[b, 0, j] != 0),
        ["multi_head_attention, axis 1 of 2"] = new(
            () => new MultiHeadAttention(2, 3) { AttentionAxes = [1] },
            c => OverAxis1(c with { X = [.. c.X.Select(x => NdArray.Make([8, x.Dimensions[1], 5], i => x[i[0] / 4, i[1], i[0] % 4, i[2]]))] }),
            [2, 3, 4, 5],
            [2, 6, 4, 5]),
        ["multi_head_attention, axis 2 of 2"] = new(
            () => new MultiHeadAttention(2, 3) { AttentionAxes = [-2] },
            c => new NdArray(2, 3, 3, 5) { Values = AttendWithHeads(c with { X = [.. c.X.Select(x => new NdArray(6, 3, 5) { Values = x.Values })] }, false).Values },
            [2, 3, 3, 5],
            [2, 3, 3, 5]),
        ["multi_head_attention, both axes"] = new(
            () => new MultiHeadAttention(2, 3),
            c => new NdArray(2, 3, 2, 5) { Values = AttendWithHeads(c with { X = [.. c.X.Select(x => new NdArray(2, x.Dimensions[1] * 2, 5) { Values = x.Values })] }, false).Values },
            [2, 3, 2, 5],
            [2, 4, 2, 5]),
    };

    /// <summary>The layers that have a data format, with their channels first.</summary>
    private static readonly Dictionary<string, LayerTwin> _channelsFirst = new()
    {
        ["flatten"] = new(() => new Flatten { DataFormat = DataFormat.ChannelsFirst }, ChannelsFirst(c => new NdArray(2, 40) { Values = c.X[0].Values }), _image),
        ["cropping2d"] = new(
            () => new Cropping2D((1, 0), (0, 1)) { DataFormat = DataFormat.ChannelsFirst },
            ChannelsFirst(c => NdArray.Make([2, 3, 1, 5], i => c.X[0][i[0], i[1] + 1, i[2], i[3]])),
            _image),
        ["zero_padding1d"] = new(
            () => new ZeroPadding1D(1, 2) { DataFormat = DataFormat.ChannelsFirst }, ChannelsFirst(c => NdArray.Make([3, 8, 4], i => c.X[0].Or0(i[0], i[1] - 1, i[2]))), _sequence),
        ["zero_padding2d"] = new(
            () => new ZeroPadding2D((1, 2), (0, 1)) { DataFormat = DataFormat.ChannelsFirst },
            ChannelsFirst(c => NdArray.Make([2, 7, 3, 5], i => c.X[0].Or0(i[0], i[1] - 1, i[2], i[3]))),
            _image),
        ["up_sampling2d"] = new(
            () => new UpSampling2D(2, 3) { DataFormat = DataFormat.ChannelsFirst }, ChannelsFirst(c => NdArray.Make([2, 8, 6, 5], i => c.X[0][i[0], i[1] / 2, i[2] / 3, i[3]])), _image),
        ["up_sampling2d, bilinear"] = new(
            () => new UpSampling2D(2, 3) { Interpolation = Interpolation.Bilinear, DataFormat = DataFormat.ChannelsFirst },
            ChannelsFirst(c => NdArray.Make([2, 8, 6, 5], i => Between(c.X[0], i[0], (i[1] + 0.5) / 2 - 0.5, (i[2] + 0.5) / 3 - 0.5, i[3]))),
            _image),
        ["max_pooling1d"] = new(
            () => new MaxPooling1D(3) { Strides = 2, Padding = WindowPadding.Same, DataFormat = DataFormat.ChannelsFirst },
            ChannelsFirst(c => Pool(c.X[0], (1, 3), (1, 2), WindowPadding.Same, v => v.Max())),
            _sequence),
        ["average_pooling2d"] = new(
            () => new AveragePooling2D(2, 1) { Strides = (1, 2), Padding = WindowPadding.Same, DataFormat = DataFormat.ChannelsFirst },
            ChannelsFirst(c => Pool(c.X[0], (2, 1), (1, 2), WindowPadding.Same, v => v.Average())),
            _image),
        ["global_max_pooling1d"] = new(
            () => new GlobalMaxPooling1D { DataFormat = DataFormat.ChannelsFirst }, c => NdArray.Make([3, 4], i => Range(5).Max(t => c.X[0][i[0], i[1], t])), _sequence),
        ["global_average_pooling2d"] = new(
            () => new GlobalAveragePooling2D { KeepDimensions = true, DataFormat = DataFormat.ChannelsFirst },
            c => NdArray.Make([2, 5, 1, 1], i => Range(8).Average(p => c.X[0][i[0], i[1], p / 2, p % 2])),
            _image),
        ["global_average_pooling1d, masked"] = new(
            () => new GlobalAveragePooling1D { DataFormat = DataFormat.ChannelsFirst },
            c => NdArray.Make([3, 4], i => Range(4).Where(t => c.Counts(0, i[0], t)).Average(t => c.X[0][i[0], i[1], t])),
            [3, 4, 4])
        { Masked = true },
        ["conv1d, causal"] = new(
            () => new Conv1D(6, 2) { DilationRate = 2, Padding = WindowPadding.Causal, Activation = Activation.Tanh, DataFormat = DataFormat.ChannelsFirst },
            ChannelsFirst(c => Each(Convolve(c.X[0], c.W[0], c.W[1], (1, 1), (1, 2), WindowPadding.Causal, 1), Math.Tanh)),
            _sequence),
        ["conv1d, softmax along the last axis"] = new(
            () => new Conv1D(3, 2) { Activation = Activation.Softmax, DataFormat = DataFormat.ChannelsFirst },
            c => Softmax(ChannelsFirst(d => Convolve(d.X[0], d.W[0], d.W[1], (1, 1), (1, 1), WindowPadding.Valid, 1))(c), 2),
            _sequence),
        ["conv2d, groups"] = new(
            () => new Conv2D(6, 2, 2) { Groups = 2, Strides = (2, 1), Padding = WindowPadding.Same, DataFormat = DataFormat.ChannelsFirst },
            ChannelsFirst(c => Convolve(c.X[0], c.W[0], c.W[1], (2, 1), (1, 1), WindowPadding.Same, 2)),
            [2, 4, 5, 3]),
        ["depthwise_conv2d"] = new(
            () => new DepthwiseConv2D(2, 2) { DepthMultiplier = 2, DataFormat = DataFormat.ChannelsFirst },
            ChannelsFirst(c => Convolve(c.X[0], DepthwiseAsGroups(c.W[0]), c.W[1], (1, 1), (1, 1), WindowPadding.Valid, 5)),
            _image),
        ["separable_conv1d"] = new(() => new SeparableConv1D(4, 3) { DepthMultiplier = 2, DataFormat = DataFormat.ChannelsFirst }, ChannelsFirst(c => Separable(c, 4)), _sequence),
    };

    public static TheoryData<string> Names => [.. _twins.Keys];

    public static TheoryData<string> ChannelsFirstNames => [.. _channelsFirst.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_AgainstCentralDifferencesOfItsTwin_Agrees(string name) => _twins[name].Check(Tolerance);

    [Theory]
    [MemberData(nameof(ChannelsFirstNames))]
    public void Backward_ChannelsFirst_AgreesWithItsTwin(string name) => _channelsFirst[name].Check(Tolerance);

    private static LayerTwin WithAttentionMask(int[] mask, Func<NdArray, int, int, int, int, bool> may) => new(
        () => new MultiHeadAttention(2, 3), c => AttendWithHeads(c with { X = c.X[..2] }, false, (b, h, i, j) => may(c.X[2], b, h, i, j)), _sequence, [3, 6, 4], mask)
    {
        Call = (layer, x) => ((MultiHeadAttention)layer).Apply(x[0], x[1], attentionMask: x[2]),
        Flags = 1,
    };

    private static NdArray OverAxis1(TwinCall folded)
    {
        NdArray y = AttendWithHeads(folded, false);
        return NdArray.Make([2, 3, 4, 5], i => y[(i[0] * 4) + i[2], i[1], i[3]]);
    }

    /// <summary>Between the pixels of a picture whose edges go on.</summary>
    private static double Between(NdArray x, int sample, double row, double column, int channel)
    {
        double sum = 0;
        for (int i = -1; i <= x.Dimensions[1]; i++)
        {
            for (int j = -1; j <= x.Dimensions[2]; j++)
            {
                double share = Math.Max(0, 1 - Math.Abs(row - i)) * Math.Max(0, 1 - Math.Abs(column - j));
                sum += share * x[sample, Math.Clamp(i, 0, x.Dimensions[1] - 1), Math.Clamp(j, 0, x.Dimensions[2] - 1), channel];
            }
        }
        return sum;
    }

    private static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);

    private static double Norm(NdArray x, int row) => Math.Sqrt(Range(x.Dimensions[1]).Sum(k => x[row, k] * x[row, k]));

    private static double Deviation(double[] row) => Math.Sqrt(row.Average(v => (v - row.Average()) * (v - row.Average())) + 1e-3f);

    private static NdArray Scaled(NdArray x, NdArray scale, NdArray? shift, int axis) =>
        NdArray.Make(x.Dimensions, i => (x[i] * scale.Values[i[axis]]) + (shift?.Values[i[axis]] ?? 0));

    private static NdArray Separable(TwinCall c, int channels)
    {
        NdArray between = Convolve(c.X[0], DepthwiseAsGroups(c.W[0]), null, (1, 1), (1, 1), WindowPadding.Valid, channels);
        return Convolve(between, c.W[1], c.W[2], (1, 1), (1, 1), WindowPadding.Valid, 1);
    }

    private static NdArray MaskedProduct(TwinCall c) => NdArray.Make(_sequence, i =>
        Range(2).Any(n => c.Counts(n, i[0], i[1])) ? Range(2).Where(n => c.Counts(n, i[0], i[1])).Aggregate(1.0, (product, n) => product * c.X[n][i]) : 0);

    private static NdArray MaskedMaximum(TwinCall c) => NdArray.Make(_sequence, i =>
        Range(2).Any(n => c.Counts(n, i[0], i[1])) ? Range(2).Where(n => c.Counts(n, i[0], i[1])).Max(n => c.X[n][i]) : c.X[0][i]);
}
