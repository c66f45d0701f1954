using Unroll.Kernels;

namespace Unroll.Tests.Reference;

/// <summary>Runs a model forward and back on numbers to try things on.</summary>
internal static class GraphRun
{
    /// <param name="model">The model; inputs of floats, or of tokens below 6.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="any">The length of open axes.</param>
    /// <param name="mask">Steps of the first input that are all zeros, [batch, time]: what a Masking passes over.</param>
    /// <param name="training">Dropout is at work.</param>
    public static ModelRun Of(Model model, int batch = 4, int any = 5, byte[]? mask = null, bool training = false)
    {
        var samples = new Samples(11);
        var run = new ModelRun(model) { NeedsInputGradients = true };
        for (int i = 0; i < run.Inputs.Length; i++)
        {
            Fill(run.Inputs[i], [batch, .. model.Graph.Inputs[i].Shape.Axes[1..].ToArray().Select(a => a == Shape.Any ? any : a)], samples);
        }
        int width = run.Inputs[0].Width;
        for (int step = 0; mask is not null && step < mask.Length; step++)
        {
            if (mask[step] == 0)
            {
                run.Inputs[0].Floats.Slice(step * width, width).Clear();
            }
        }
        run.Forward(training, keep: true);
        foreach (TensorValue output in run.Outputs)
        {
            samples.Floats(output.Count).CopyTo(output.Gradient);
        }
        run.Backward();
        return run;
    }

    /// <summary>Adds layers.</summary>
    public static Sequential With(this Sequential model, params ReadOnlySpan<Layer> layers)
    {
        foreach (Layer layer in layers)
        {
            model.Add(layer);
        }
        return model;
    }

    /// <summary>Gives a model the weights of another, in their order.</summary>
    public static T WithWeightsOf<T>(this T model, Model other)
        where T : Model
    {
        Assert.Equal(other.Weights.Count, model.Weights.Count);
        foreach ((Parameter weight, Parameter source) in model.Weights.Zip(other.Weights))
        {
            weight.Set(source.ToArray());
        }
        return model;
    }

    /// <summary>Holds outputs, masks, and the gradients of inputs and weights of two runs against each other, bit by bit.</summary>
    public static void AssertSame(Model expected, ModelRun expectedRun, Model actual, ModelRun actualRun)
    {
        foreach ((TensorValue a, TensorValue b) in expectedRun.Outputs.Zip(actualRun.Outputs))
        {
            Assert.Equal(a.Dimensions, b.Dimensions);
            AssertBits(a.Floats, b.Floats);
            Assert.Equal(a.Mask?.Bools.ToArray(), b.Mask?.Bools.ToArray());
        }
        foreach ((TensorValue a, TensorValue b) in expectedRun.Inputs.Zip(actualRun.Inputs).Where(p => p.First.Type == ElementType.Float32))
        {
            AssertBits(a.Gradient, b.Gradient);
        }
        foreach ((Parameter a, Parameter b) in expected.Weights.Zip(actual.Weights))
        {
            AssertBits(expectedRun.Gradient(a), actualRun.Gradient(b));
        }
    }

    private static void AssertBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) => Kernels.SimdWidths.AssertSameBits(expected, actual, Simd.Best);

    private static void Fill(TensorValue input, int[] dimensions, Samples samples)
    {
        input.Resize(dimensions);
        if (input.Type == ElementType.Int32)
        {
            samples.Ints(input.Count, 6).CopyTo(input.Ints);
        }
        else
        {
            samples.Floats(input.Count).CopyTo(input.Floats);
        }
    }
}
