using Unroll.Tests.Reference;

namespace Unroll.Tests.Layers;

/// <summary>Layers with their channels first, as models show and keep them; their numbers are held against twins in <see cref="LayerGradientTests"/>.</summary>
public class ChannelsFirstTests
{
    private static readonly Func<DataFormat, Layer[]> _layers = format =>
    [
        new ZeroPadding2D((1, 0), (0, 1)) { DataFormat = format },
        new Conv2D(4, 3, 2) { Name = "conv", DataFormat = format, Activation = Activation.Relu },
        new MaxPooling2D(2, 1) { DataFormat = format },
        new GlobalAveragePooling2D { DataFormat = format },
        new Dense(2),
    ];

    [Fact]
    public void Summary_ShowsShapesAsTheyAreAndWeightsAsTheyAreKept()
    {
        Sequential model = NewModel(DataFormat.ChannelsFirst);
        Assert.Equal(["(None, 3, 7, 6)", "(None, 4, 5, 5)", "(None, 4, 2, 5)", "(None, 4)", "(None, 2)"], model.Layers.Skip(1).Select(l => model.OutputOf(l).Shape.ToString()));
        Assert.Contains("(None, 4, 5, 5)", model.Summary(), StringComparison.Ordinal);
        Assert.Equal([3, 2, 3, 4], model.Weights[0].Shape.ToArray());
        Assert.Equal("conv/kernel", model.Weights[0].Name);
    }

    [Fact]
    public void FromJson_ChannelsFirst_ComputesTheSame()
    {
        Sequential model = NewModel(DataFormat.ChannelsFirst);
        string json = model.ToJson();
        Assert.Equal(4, json.Split("\"data_format\":\"channels_first\"").Length - 1);
        Model again = Model.FromJson(json).WithWeightsOf(model);
        GraphRun.AssertSame(model, GraphRun.Of(model), again, GraphRun.Of(again));
        Assert.Contains(
            "sets the option 'data_format' to \"channels\", but expected channels_last or channels_first.",
            Assert.Throws<ModelConfigException>(() => Model.FromJson(json.Replace("channels_first", "channels", StringComparison.Ordinal))).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The weights are the same, so that a model with its channels last predicts the same of a picture that is turned.</summary>
    [Fact]
    public void Predict_TurnedPictures_AreAsWithTheChannelsLast()
    {
        Sequential first = NewModel(DataFormat.ChannelsFirst), last = NewModel(DataFormat.ChannelsLast).WithWeightsOf(first);
        float[] x = new Samples(3).Floats(2 * 3 * 6 * 5), turned = new float[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            (int sample, int channel, int pixel) = (i / 90, i / 30 % 3, i % 30);
            turned[(sample * 90) + (pixel * 3) + channel] = x[i];
        }
        Assert.Equal([.. last.Predict(new DataArray(turned, 2, 6, 5, 3))], [.. first.Predict(new DataArray(x, 2, 3, 6, 5))]);
    }

    private static Sequential NewModel(DataFormat format) =>
        new Sequential(seed: 4) { format == DataFormat.ChannelsFirst ? new InputLayer(3, 6, 5) : new InputLayer(6, 5, 3) }.With(_layers(format));
}
