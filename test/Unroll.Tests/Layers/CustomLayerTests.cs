using Unroll.Tests.Reference;

namespace Unroll.Tests.Layers;

public class CustomLayerTests
{
    [Fact]
    public void Contract_OfACustomLayer_IsKept()
    {
        CustomLayer.Register(settings => new Blend(settings.Number("share")));
        LayerContract.Check(new() { NewLayer = () => new Blend(0.25f), Inputs = 2, Sample = [5, 3], PassesMask = true });
        new LayerTwin(
            () => new Blend(0.25f), c => NdArray.Make([2, 5, 3], i => c.W[0].Values[0] * ((0.25 * c.X[0][i]) + (0.75 * c.X[1][i]))), [2, 5, 3], [2, 5, 3]).Check(1e-5);
    }

    [Fact]
    public void Name_ByDefault_IsTheClassNameInKerasSpelling() => Assert.Equal("two_words", new TwoWords().Name);

    [Fact]
    public void Write_UnregisteredClass_SaysWhatToDo()
    {
        var input = new InputLayer(3);
        var model = new Model(input.Tensor, new TwoWords().Apply(input.Tensor));
        ModelConfigException error = Assert.Throws<ModelConfigException>(model.ToJson);
        Assert.Equal("TwoWords 'two_words' can't be written: its class is not registered. Call CustomLayer.Register for it first.", error.Message);
    }

    [Fact]
    public void Register_NameOfTheLibrary_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => CustomLayer.Register(_ => new Dense()));
        Assert.Equal("The library has a layer of the class 'Dense' itself. Give the class another name.", error.Message);
    }

    [Fact]
    public void Read_SettingThatIsMissing_SaysWhich()
    {
        CustomLayer.Register(settings => new Blend(settings.Number("share")));
        var input = new InputLayer(3);
        string json = new Model(input.Tensor, new Blend(0.5f).Apply(input.Tensor, input.Tensor)).ToJson().Replace("\"share\":0.5", "\"part\":0.5", StringComparison.Ordinal);
        ModelConfigException error = Assert.Throws<ModelConfigException>(() => Model.FromJson(json));
        Assert.Equal("The Blend layer 'blend' lacks the option 'share'. Add it to the config.", error.Message);
    }

    /// <summary>A weighted mean of two tensors, times a weight.</summary>
    private sealed class Blend(float share) : CustomLayer
    {
        private Parameter? _gain;

        protected override int Inputs => 2;

        protected override IReadOnlyDictionary<string, object> Settings => new Dictionary<string, object> { ["share"] = share };

        protected override void BuildWeights(ReadOnlySpan<Shape> inputs) => _gain = AddWeight("gain", Initializer.Ones, 1);

        protected override void Forward(LayerContext context)
        {
            for (int i = 0; i < context.Output.Length; i++)
            {
                context.Output[i] = context.Values(_gain!)[0] * Mean(context, i);
            }
        }

        protected override void Backward(LayerContext context)
        {
            for (int i = 0; i < context.OutputGradient.Length; i++)
            {
                float d = context.OutputGradient[i];
                context.Gradient(_gain!)[0] += d * Mean(context, i);
                if (context.NeedsInputGradient(0))
                {
                    context.InputGradient(0)[i] = d * context.Values(_gain!)[0] * share;
                }
                if (context.NeedsInputGradient(1))
                {
                    context.InputGradient(1)[i] = d * context.Values(_gain!)[0] * (1 - share);
                }
            }
        }

        private float Mean(LayerContext context, int i) => (share * context.Input(0)[i]) + ((1 - share) * context.Input(1)[i]);
    }

    private sealed class TwoWords : CustomLayer
    {
        protected override void Forward(LayerContext context) => context.Input().CopyTo(context.Output);

        protected override void Backward(LayerContext context) => context.OutputGradient.CopyTo(context.InputGradient());
    }

    private sealed class Dense : CustomLayer
    {
        protected override void Forward(LayerContext context)
        {
        }

        protected override void Backward(LayerContext context)
        {
        }
    }
}
