namespace Unroll.Tests.Layers;

/// <summary>Shapes that don't fit are found when the graph is built, with the layer's name, what it got and what it expects.</summary>
public class BadInputTests
{
    private static readonly Dictionary<string, (Action Build, string Message)> _cases = new()
    {
        ["one tensor for a merge"] = (() => Apply(new Add(), [3]), "Add 'add' takes 2 or more tensors, but was called on 1. Call it on as many."),
        ["three tensors for a difference"] = (() => Apply(new Subtract(), [3], [3], [3]), "Subtract 'subtract' takes 2 tensors, but was called on 3. Call it on as many."),
        ["tokens"] = (
            () => new Flatten().Apply(new InputLayer(4) { Type = ElementType.Int32 }.Tensor),
            "Flatten 'flatten' expects float inputs, but got Int32 of shape (None, 4). Put an Embedding before it."),
        ["axes that don't stretch"] = (
            () => Apply(new Multiply(), [3, 4], [2, 4]),
            "Multiply 'multiply' expects inputs whose axes are equal or 1, but got (None, 3, 4) and (None, 2, 4). Reshape one of them."),
        ["other axes that differ"] = (
            () => Apply(new Concatenate(), [3, 4], [2, 4]),
            "Concatenate 'concatenate' joins along axis -1 inputs that are equal along the others, but got (None, 3, 4) and (None, 2, 4). Choose another axis, or reshape one of them."),
        ["sums of two lengths"] = (
            () => Apply(new Dot(1, 1), [3], [4]), "Dot 'dot' sums along axes of one length, but got 3 of shape (None, 3) and 4 of shape (None, 4). Choose other axes."),
        ["an axis that isn't there"] = (
            () => Apply(new Softmax(3), [3, 4]), "Softmax 'softmax' works along the axes [3], but got shape (None, 3, 4). Name axes from 1 to 2, each once."),
        ["an open axis with weights"] = (
            () => Apply(new LayerNormalization(), [3, Shape.Any]),
            "LayerNormalization 'layer_normalization' needs to know the axes that it works along, but got shape (None, 3, None). Give the model an InputLayer with them."),
        ["another axis to normalise"] = (
            () => Apply(new BatchNormalization { Axis = 3 }, [3, 4]),
            "BatchNormalization 'batch_normalization' works along the axes [3], but got shape (None, 3, 4). Name axes from 1 to 2, each once."),
        ["a noise shape of other axes"] = (
            () => Apply(new Dropout(0.5f) { NoiseShape = [null, 2, 4] }, [3, 4]),
            "Dropout 'dropout' has the noise shape [null, 2, 4], but got shape (None, 3, 4). Give it an axis for each of the input's: null, 1, or (but for the batch) the input's length."),
        ["a number of elements"] = (
            () => Apply(new Reshape(5, -1), [3, 4]),
            "Reshape 'reshape' can't give samples of shape (None, 3, 4), which have 12 numbers, the axes [5, -1]. Choose axes whose product is 12."),
        ["too few axes to order"] = (
            () => Apply(new Permute(2, 1), [3]), "Permute 'permute' orders 2 axes behind the batch, but got shape (None, 3). Name all axes."),
        ["nothing left"] = (
            () => Apply(new Cropping1D(2, 2), [4, 3]), "Cropping1D 'cropping1d' leaves nothing of an axis of length 4, but got shape (None, 4, 3). Use longer inputs."),
        ["a line for a plane"] = (
            () => Apply(new Conv2D(4, 3, 3), [8, 3]), "Conv2D 'conv2d' expects inputs of shape [batch, height, width, channels], but got (None, 8, 3). Reshape them."),
        ["a window that is too long"] = (
            () => Apply(new MaxPooling1D(5), [4, 3]),
            "MaxPooling1D 'max_pooling1d' has a window that is longer than its input of shape (None, 4, 3). Use a smaller window, WindowPadding.Same, or longer inputs."),
        ["groups that don't divide"] = (
            () => Apply(new Conv1D(4, 3) { Groups = 2 }, [8, 3]),
            "Conv1D 'conv1d' has 2 groups, which have to divide its 4 filters and the channels of its input, but got shape (None, 8, 3). Choose multiples of the groups."),
        ["open channels"] = (
            () => Apply(new Conv1D(4, 3), [8, Shape.Any]),
            "Conv1D 'conv1d' needs to know its number of channels, but got shape (None, 8, None). Give the model an InputLayer with it."),
        ["strides and dilation"] = (
            () => Apply(new Conv1D(4, 3) { Strides = 2, DilationRate = 2 }, [8, 3]),
            "Conv1D 'conv1d' has both strides and dilation above 1, which Keras has not either. Leave one of them at 1."),
        ["a window that is too long, channels first"] = (
            () => Apply(new MaxPooling1D(5) { DataFormat = DataFormat.ChannelsFirst }, [6, 4]),
            "MaxPooling1D 'max_pooling1d' has a window that is longer than its input of shape (None, 4, 6). Use a smaller window, WindowPadding.Same, or longer inputs. (Shapes are said here with the channels last. They come first: what it got is (None, 6, 4).)"),
        ["tokens, channels first"] = (
            () => new Conv1D(4, 3) { DataFormat = DataFormat.ChannelsFirst }.Apply(new InputLayer(3, 8) { Type = ElementType.Int32 }.Tensor),
            "Conv1D 'conv1d' expects float inputs, but got Int32 of shape (None, 8, 3). Put an Embedding before it. (Shapes are said here with the channels last. They come first: what it got is (None, 3, 8).)"),
        ["queries without steps"] = (
            () => Apply(new Attention(), [3], [4, 3]),
            "Attention 'attention' expects a query, a value and perhaps a key of shape [batch, steps, features], but got (None, 3), (None, 4, 3). Let recurrent layers return sequences, or reshape them."),
        ["features that differ"] = (
            () => Apply(new Attention(), [4, 3], [5, 2]),
            "Attention 'attention' expects queries and keys with as many features, but got (None, 4, 3) and (None, 5, 2). Put a Dense before one of them."),
        ["a key for no value"] = (
            () => Apply(new MultiHeadAttention(2, 3), [4, 3], [5, 2], [6, 2]),
            "MultiHeadAttention 'multi_head_attention' expects a key for each value, but got values of shape (None, 5, 2) and keys of shape (None, 6, 2). Give them as many steps."),
        ["an attention mask of other steps"] = (
            () => new MultiHeadAttention(2, 3).Apply(Input(4, 3), Input(5, 3), attentionMask: Input(5, 4)),
            "MultiHeadAttention 'multi_head_attention' expects an attention mask of 4 queries by 5 values, perhaps for each sample, and then for each of 2 heads, where 1 stretches, but got (None, 5, 4). Reshape it."),
        ["an attention mask of other heads"] = (
            () => new MultiHeadAttention(2, 3).Apply(Input(4, 3), Input(5, 3), attentionMask: Input(3, 4, 5)),
            "MultiHeadAttention 'multi_head_attention' expects an attention mask of 4 queries by 5 values, perhaps for each sample, and then for each of 2 heads, where 1 stretches, but got (None, 3, 4, 5). Reshape it."),
        ["attention over the features"] = (
            () => Apply(new MultiHeadAttention(2, 3) { AttentionAxes = [3] }, [4, 3, 2], [4, 3, 2]),
            "MultiHeadAttention 'multi_head_attention' attends over the axes [3], but got queries of shape (None, 4, 3, 2). Name axes between batch and features, each once."),
        ["other axes beside the attention's"] = (
            () => Apply(new MultiHeadAttention(2, 3) { AttentionAxes = [2] }, [4, 3, 2], [5, 3, 2]),
            "MultiHeadAttention 'multi_head_attention' attends over the axes [2]: values and keys need the same axes between batch and features, and queries those that are not attended over, but got (None, 4, 3, 2), (None, 5, 3, 2) and (None, 5, 3, 2). Reshape them."),
        ["a layer built for others"] = (
            () => Twice(new Conv1D(4, 3), [8, 3], [8, 2]), "Conv1D 'conv1d' was built for 3 channels, but got shape (None, 8, 2). Use a layer of its own."),
    };

    public static TheoryData<string> Names => [.. _cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_ThatDoesNotFit_SaysSo(string name)
    {
        (Action build, string message) = _cases[name];
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(build);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Constructors_SizesBeyondSense_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv1D(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(4, 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPooling1D(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPooling2D { Padding = WindowPadding.Causal });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cropping1D(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UpSampling2D(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianDropout(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Relu { Threshold = -1 });
        Assert.Throws<ArgumentException>(() => new Permute(1, 1));
        Assert.Throws<ArgumentException>(() => new Reshape(-1, -1));
    }

    private static SymbolicTensor Input(params int[] sample) => new InputLayer(sample).Tensor;

    private static void Apply(Layer layer, params int[][] samples) => layer.Apply([.. samples.Select(s => new InputLayer(s).Tensor)]);

    private static void Twice(Layer layer, int[] first, int[] second)
    {
        Apply(layer, first);
        Apply(layer, second);
    }
}
