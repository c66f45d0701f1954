using Unroll.Kernels;
using Unroll.Tests.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.SameBits;

/// <summary>The catalogue's layers on shapes that give five threads work: the same bits for any number of them and at every width, and steady steps that allocate nothing.</summary>
[Collection(nameof(Alone))]
public class CatalogueTests
{
    private const int Batch = 7;

    private static readonly int[] _sequence = [9, 90];
    private static readonly int[] _image = [9, 8, 12];

    private static readonly Dictionary<string, (int[] Sample, int Inputs, Func<Layer> NewLayer)> _layers = new()
    {
        ["layer_normalization"] = (_sequence, 1, () => new LayerNormalization()),
        ["softmax, axis 1"] = (_sequence, 1, () => new Softmax(1)),
        ["batch_normalization"] = (_sequence, 1, () => new BatchNormalization()),
        ["batch_normalization, frozen"] = (_sequence, 1, () => new BatchNormalization { Trainable = false }),
        ["batch_normalization, renorm"] = (_sequence, 1, () => new BatchNormalization { Renorm = true }),
        ["batch_normalization, axis 1"] = (_image, 1, () => new BatchNormalization { Axis = 1 }),
        ["rms_normalization"] = (_sequence, 1, () => new RmsNormalization()),
        ["relu"] = (_sequence, 1, () => new Relu()),
        ["global_max_pooling1d"] = (_sequence, 1, () => new GlobalMaxPooling1D()),
        ["global_average_pooling1d"] = (_sequence, 1, () => new GlobalAveragePooling1D()),
        ["max_pooling2d"] = (_image, 1, () => new MaxPooling2D(3, 2) { Padding = WindowPadding.Same }),
        ["average_pooling1d"] = (_sequence, 1, () => new AveragePooling1D()),
        ["conv1d"] = (_sequence, 1, () => new Conv1D(70, 3) { Activation = Activation.Gelu }),
        ["conv2d"] = (_image, 1, () => new Conv2D(10, 3, 3) { Groups = 2, Strides = (2, 1), Padding = WindowPadding.Same }),
        ["conv1d, same"] = (_sequence, 1, () => new Conv1D(16, 3) { Padding = WindowPadding.Same }),
        ["conv2d, one step apart"] = (_image, 1, () => new Conv2D(10, 3, 3) { Padding = WindowPadding.Same }),
        ["up_sampling2d, bilinear"] = (_image, 1, () => new UpSampling2D { Interpolation = Interpolation.Bilinear }),
        ["dense, padded"] = (_sequence, 1, () => new Dense(50) { Activation = Activation.Gelu }),
        ["dense, plain"] = (_sequence, 1, () => new Dense(64)),
        ["depthwise_conv2d"] = (_image, 1, () => new DepthwiseConv2D(3, 3) { Padding = WindowPadding.Same }),
        ["depthwise_conv1d"] = (_sequence, 1, () => new DepthwiseConv1D(5) { DepthMultiplier = 2 }),
        ["separable_conv2d"] = (_image, 1, () => new SeparableConv2D(20, 3, 3)),
        ["conv_lstm1d"] = ([6, 9, 5], 1, () => new ConvLstm1D(20, 3)),
        ["conv_lstm2d"] = ([4, 7, 6, 5], 1, () => new ConvLstm2D(6, 3, 3) { ReturnSequences = true, Dropout = 0.1f, RecurrentDropout = 0.1f }),
        ["attention"] = (_sequence, 2, () => new Attention { UseScale = true, Dropout = 0.1f }),
        ["additive_attention"] = (_sequence, 2, () => new AdditiveAttention()),
        ["multi_head_attention"] = (_sequence, 2, () => new MultiHeadAttention(3, 20) { Dropout = 0.1f }),
        ["multi_head_attention, axes and gate"] = ([6, 9, 30], 2, () => new MultiHeadAttention(3, 8) { AttentionAxes = [1], UseGate = true }),
        ["conv1d, channels first"] = ([90, 9], 1, () => new Conv1D(70, 3) { Activation = Activation.Gelu, DataFormat = DataFormat.ChannelsFirst }),
        ["time_distributed, batch_normalization"] = (_sequence, 1, () => new TimeDistributed(new BatchNormalization())),
        ["dot"] = (_sequence, 2, () => new Dot(1, 1) { Normalize = true }),
        ["maximum"] = (_sequence, 2, () => new Maximum()),
        ["concatenate"] = (_sequence, 2, () => new Concatenate { Axis = 1 }),
        ["concatenate, features"] = (_sequence, 2, () => new Concatenate()),
        ["zero_padding2d"] = (_image, 1, () => new ZeroPadding2D((1, 2), (0, 3))),
        ["permute"] = (_image, 1, () => new Permute(3, 1, 2)),
        ["up_sampling2d"] = (_image, 1, () => new UpSampling2D(2, 3)),
        ["cropping2d"] = (_image, 1, () => new Cropping2D((1, 2), (0, 3))),
        ["repeat_vector"] = ([700], 1, () => new RepeatVector(3)),
        ["p_relu"] = (_sequence, 1, () => new PRelu(1)),
        ["dropout"] = (_sequence, 1, () => new Dropout(0.3f)),
        ["dropout, noise shape"] = (_sequence, 1, () => new Dropout(0.3f) { NoiseShape = [null, null, 1] }),
        ["multiply"] = (_sequence, 2, () => new Multiply()),
        ["gaussian_noise"] = (_sequence, 1, () => new GaussianNoise(0.3f)),
    };

    public static TheoryData<string> Names => [.. _layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_OneTwoAndFiveThreads_SameBits(string name)
    {
        float[][] expected = Step(name, 1, KernelSet.Best);
        Assert.All(new[] { 2, 5 }, count => AssertSame(expected, Step(name, count, KernelSet.Best)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_ProductsOfEveryWidth_SameBits(string name)
    {
        float[][] expected = Step(name, 2, KernelSet.For(SimdWidth.Scalar));
        Assert.All(SimdWidths.Available, width => AssertSame(expected, Step(name, 2, KernelSet.For(width))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_Steady_AllocatesNothing(string name)
    {
        using var threads = new Threads(2);
        (ModelRun run, _) = NewRun(name, KernelSet.Best);
        run.Forward(training: true, keep: true);
        run.Outputs[0].Gradient.Fill(1);
        Assert.Equal(0, AllocationTests.LeastBytes(() =>
        {
            run.Forward(training: true, keep: true);
            run.Backward();
        }));
    }

    /// <summary>The output, the inputs' gradients and the weights' after one training step.</summary>
    private static float[][] Step(string name, int count, KernelSet kernels)
    {
        using var threads = new Threads(count);
        (ModelRun run, Layer layer) = NewRun(name, kernels);
        run.Forward(training: true, keep: true);
        new Samples(3).Floats(run.Outputs[0].Count).CopyTo(run.Outputs[0].Gradient);
        run.Backward();
        return [run.Outputs[0].Floats.ToArray(), .. run.Inputs.Select(x => x.Gradient.ToArray()), .. layer.Weights.SelectMany(w => new[] { w.ToArray(), run.Gradient(w).ToArray() })];
    }

    private static (ModelRun Run, Layer Layer) NewRun(string name, KernelSet kernels)
    {
        (int[] sample, int count, Func<Layer> newLayer) = _layers[name];
        InputLayer[] inputs = [.. Enumerable.Range(0, count).Select(_ => new InputLayer(sample))];
        Layer layer = newLayer();
        var model = new Model([.. inputs.Select(i => i.Tensor)], [layer.Apply([.. inputs.Select(i => i.Tensor)])], seed: 5);
        var run = new ModelRun(model, kernels) { NeedsInputGradients = true };
        var samples = new Samples(4);
        foreach (TensorValue x in run.Inputs)
        {
            x.Resize([Batch, .. sample]);
            samples.Floats(x.Count).CopyTo(x.Floats);
        }
        return (run, layer);
    }

    private static void AssertSame(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            SimdWidths.AssertSameBits(expected[i], actual[i], Simd.Best);
        }
    }
}
