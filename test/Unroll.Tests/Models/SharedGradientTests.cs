using Unroll.Tests.Reference;

namespace Unroll.Tests.Models;

/// <summary>Gradients of a tensor that several readers have, or one reader twice: their sum, in the order in which they come back.</summary>
public class SharedGradientTests
{
    private const int Batch = 3;
    private const int Steps = 40;
    private const int Features = 50;

    [Fact]
    public void Add_OfATensorAndItself_GivesTwiceTheGradient() =>
        Check(x => new Add().Apply(x, x), (x, dy) => dy + dy);

    [Fact]
    public void Multiply_OfATensorThreeTimes_AddsThreeProducts() =>
        Check(x => new Multiply().Apply(x, x, x), (x, dy) => (dy * x * x) + (dy * x * x) + (dy * x * x));

    [Fact]
    public void Add_BeforeAnotherReader_LeavesItsGradientToBeAddedTo() =>
        Check(x => new Add().Apply(x, new Multiply().Apply(x, x)), (x, dy) => dy + (dy * x) + (dy * x));

    [Fact]
    public void Add_AfterAnotherReader_AddsToItsGradient() =>
        Check(x => new Subtract().Apply(new Add().Apply(x, x), new ActivationLayer(Activation.Relu).Apply(x)), (x, dy) => (x > 0 ? -dy : 0) + dy + dy);

    [Fact]
    public void Add_OfTwoLayers_GivesBothTheGradientAsItStands()
    {
        var input = new InputLayer(Steps, Features);
        SymbolicTensor a = new ActivationLayer(Activation.Relu).Apply(input.Tensor), b = new ActivationLayer(Activation.Tanh).Apply(input.Tensor);
        SymbolicTensor sum = new Add().Apply(a, b, new Multiply().Apply(b, b));
        float[] x = new Samples(1).Floats(Batch * Steps * Features);
        ModelRun run = Run(new Model(input.Tensor, sum), x);
        Assert.True(run.Gradient(a).Overlaps(run.Gradient(sum), out int offset) && offset == 0);
        Assert.False(run.Gradient(b).Overlaps(run.Gradient(sum)));
        ReadOnlySpan<float> dx = run.Gradient(input.Tensor), dy = run.Gradient(sum), tanh = run.Value(b).Floats;
        for (int i = 0; i < dx.Length; i++)
        {
            float d = dy[i] + (dy[i] * tanh[i]) + (dy[i] * tanh[i]);
            Assert.Equal((d * (1 - (tanh[i] * tanh[i]))) + (x[i] > 0 ? dy[i] : 0), dx[i], 1e-5f);
        }
    }

    [Fact]
    public void Subtract_OfTwoLayers_TurnsTheSecondsGradientOnly() => Check(
        x => new Subtract().Apply(new ActivationLayer(Activation.Relu).Apply(x), new ActivationLayer(Activation.Linear).Apply(x)),
        (x, dy) => -dy + (x > 0 ? dy : 0));

    [Fact]
    public void Maximum_OfATensorAndItself_GivesTheFirstTheGradient() =>
        Check(x => new Maximum().Apply(x, x), (x, dy) => dy + 0);

    [Fact]
    public void Add_OfATensorAndItsStretchedMean_AddsBoth()
    {
        var input = new InputLayer(Steps, Features);
        SymbolicTensor first = new Cropping1D(0, Steps - 1).Apply(input.Tensor);
        (float[] dx, float[] dy) = Backward(new Model(input.Tensor, new Add().Apply(input.Tensor, first, first)), new Samples(1).Floats(Batch * Steps * Features));
        for (int i = 0; i < dx.Length; i++)
        {
            (int b, int step, int feature) = (i / (Steps * Features), i / Features % Steps, i % Features);
            double sum = 0;
            for (int s = 0; s < Steps; s++)
            {
                sum += dy[(((b * Steps) + s) * Features) + feature];
            }
            Assert.Equal(dy[i] + (step == 0 ? 2 * sum : 0), dx[i], 1e-4);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Concatenate_OfATensorTwiceAndAnother_AddsItsParts(int axis)
    {
        InputLayer input = new(Steps, Features);
        SymbolicTensor x = input.Tensor, other = new ActivationLayer(Activation.Linear).Apply(x);
        (float[] dx, float[] dy) = Backward(new Model(x, new Concatenate { Axis = axis }.Apply(x, other, x)), new Samples(1).Floats(Batch * Steps * Features));
        int own = axis == 1 ? Steps * Features : Features;
        for (int i = 0; i < dx.Length; i++)
        {
            int at = (i / own * 3 * own) + (i % own);
            Assert.Equal(dy[at] + dy[at + (2 * own)] + dy[at + own], dx[i]);
        }
    }

    private static void Check(Func<SymbolicTensor, SymbolicTensor> merge, Func<float, float, float> gradient)
    {
        var input = new InputLayer(Steps, Features);
        float[] x = new Samples(1).Floats(Batch * Steps * Features);
        (float[] dx, float[] dy) = Backward(new Model(input.Tensor, merge(input.Tensor)), x);
        Assert.Equal(x.Zip(dy, gradient), dx);
    }

    /// <summary>The input's gradient, and the output's that it was made of.</summary>
    private static (float[] DX, float[] DY) Backward(Model model, float[] x)
    {
        ModelRun run = Run(model, x);
        return (run.Inputs[0].Gradient.ToArray(), run.Outputs[0].Gradient.ToArray());
    }

    /// <summary>The second pass over the buffers is the one that counts.</summary>
    private static ModelRun Run(Model model, float[] x)
    {
        var run = new ModelRun(model) { NeedsInputGradients = true };
        run.Inputs[0].Resize(Batch, Steps, Features);
        for (int pass = 0; pass < 2; pass++)
        {
            x.CopyTo(run.Inputs[0].Floats);
            run.Forward(training: true, keep: true);
            new Samples(2).Floats(run.Outputs[0].Count).CopyTo(run.Outputs[0].Gradient);
            run.Backward();
        }
        return run;
    }
}
