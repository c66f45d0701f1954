namespace Unroll.Tests.Reference;

/// <summary>What a twin is given: the inputs, the weights in the layer's order, and for each input which steps count ([batch, time]; null for all).</summary>
internal sealed record TwinCall(NdArray[] X, NdArray[] W, bool[][] Masks)
{
    public bool Counts(int input, int sample, int step) => Masks.Length == 0 || Masks[input][(sample * X[input].Dimensions[1]) + step];
}

/// <summary>A layer, what it computes in plain double arithmetic, and what it is to be tried on.</summary>
/// <param name="NewLayer">Makes the layer.</param>
/// <param name="Twin">The output of a call.</param>
/// <param name="Inputs">The dimensions of each input, the batch first.</param>
internal sealed record LayerTwin(Func<Layer> NewLayer, Func<TwinCall, NdArray> Twin, params int[][] Inputs)
{
    private const double Delta = 1e-5;

    /// <summary>The rounding of a difference of losses, divided by delta.</summary>
    private const double Noise = 1e-9;

    public bool Training { get; init; }

    /// <summary>Whether masks pass over some steps of each input.</summary>
    public bool Masked { get; init; }

    /// <summary>How the layer is called, where it is not on all inputs in a row.</summary>
    public Func<Layer, SymbolicTensor[], SymbolicTensor> Call { get; init; } = static (layer, inputs) => layer.Apply(inputs);

    /// <summary>How many of the last inputs are zeros and ones, which have no gradient.</summary>
    public int Flags { get; init; }

    /// <summary>Holds the layer's output, and its gradients by weight and input, against the twin's output and its central differences.</summary>
    public void Check(double tolerance)
    {
        Model model = NewModel();
        var run = new ModelRun(model) { NeedsInputGradients = true };
        var samples = new Samples(7);
        for (int i = 0; i < Inputs.Length; i++)
        {
            run.Inputs[i].Resize(Inputs[i]);
            samples.Floats(run.Inputs[i].Count).CopyTo(run.Inputs[i].Floats);
            HideSteps(run.Inputs[i], i);
            for (int n = 0; i >= Inputs.Length - Flags && n < run.Inputs[i].Count; n++)
            {
                run.Inputs[i].Floats[n] = n % 3 == 1 ? 0 : 1;
            }
        }
        foreach (Parameter weight in model.Weights)
        {
            float[] values = samples.Floats(weight.Count);
            weight.Set(weight.Name.EndsWith("variance", StringComparison.Ordinal) ? [.. values.Select(v => Math.Abs(v) + 0.5f)] : values);
        }
        TwinCall call = CallOf(run, model);
        run.Forward(Training, keep: true);
        NdArray expected = Twin(call);
        Assert.Equal(expected.Dimensions, run.Outputs[0].Dimensions.ToArray());
        Gradients.Check("The output", expected.Values, run.Outputs[0].Floats, tolerance);
        float[] upstream = samples.Floats(run.Outputs[0].Count);
        upstream.CopyTo(run.Outputs[0].Gradient);
        run.Backward();
        double Loss() => Twin(call).Values.Zip(upstream, (y, d) => y * d).Sum();
        for (int i = 0; i < Inputs.Length - Flags; i++)
        {
            double[] slopes = Slopes(call.X[i].Values, Loss);
            Hide(slopes, call, i);
            Gradients.Check($"The gradient of input {i}", slopes, run.Inputs[i].Gradient, tolerance);
        }
        for (int i = 0; i < model.Weights.Count; i++)
        {
            if (model.Weights[i].Trains)
            {
                Gradients.Check($"The gradient of {model.Weights[i].Name}", Slopes(call.W[i].Values, Loss), run.Gradient(model.Weights[i]), tolerance);
            }
        }
    }

    private Model NewModel()
    {
        InputLayer[] inputs = [.. Inputs.Select(d => new InputLayer(d.AsSpan(1)))];
        SymbolicTensor[] tensors = [.. inputs.Select(i => Masked ? new Masking().Apply(i.Tensor) : i.Tensor)];
        return new Model([.. inputs.Select(i => i.Tensor)], [Call(NewLayer(), tensors)]);
    }

    private TwinCall CallOf(ModelRun run, Model model) => new(
        [.. run.Inputs.Select(x => NdArray.Of(x.Floats, x.Dimensions.ToArray()))],
        [.. model.Weights.Select(w => NdArray.Of(w.Values, w.Shape.ToArray()))],
        Masked ? [.. Inputs.Select((d, i) => Enumerable.Range(0, d[0] * d[1]).Select(s => IsReal(s, i)).ToArray())] : []);

    private static bool IsReal(int step, int input) => (step + input) % 3 != 1;

    private void HideSteps(TensorValue x, int input)
    {
        for (int i = 0; Masked && i < x.Count; i++)
        {
            x.Floats[i] = IsReal(i / x.Width, input) ? x.Floats[i] : 0;
        }
    }

    // The Masking in front lets no gradient through.
    private void Hide(double[] slopes, TwinCall call, int input)
    {
        for (int i = 0; Masked && i < slopes.Length; i++)
        {
            slopes[i] = IsReal(i / call.X[input].Dimensions[^1], input) ? slopes[i] : 0;
        }
    }

    private static double[] Slopes(double[] at, Func<double> loss)
    {
        var slopes = new double[at.Length];
        for (int i = 0; i < at.Length; i++)
        {
            double old = at[i];
            at[i] = old + Delta;
            double above = loss();
            at[i] = old - Delta;
            double below = loss();
            at[i] = old;
            double slope = (above - below) / (2 * Delta);
            slopes[i] = Math.Abs(slope) < Noise ? 0 : slope;
        }
        return slopes;
    }
}
