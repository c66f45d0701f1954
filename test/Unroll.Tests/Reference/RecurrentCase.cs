using Unroll.Kernels;

namespace Unroll.Tests.Reference;

/// <summary>Where a batch's masked steps stand.</summary>
public enum MaskKind
{
    None,
    Front,
    Behind,
    Holes,

    /// <summary>In front, and some rows have no real step at all.</summary>
    EmptyRows,
}

/// <summary>A recurrent layer with its weights, on a batch of dense inputs, with its twin: what the library computes can be asked for beside what it should.</summary>
internal sealed class RecurrentCase
{
    private readonly SymbolicTensor[] _outputs;
    private readonly float[] _x;
    private readonly float[][]? _state;
    private readonly int _features;
    private readonly int _units;

    public RecurrentCase(RecurrentOptions options, int features, int units, int batch, int steps, MaskKind mask, bool initialState, ulong seed = 1)
    {
        (Options, _features, _units) = (options, features, units);
        var samples = new Samples(seed);
        _x = samples.Floats(batch * steps * features);
        byte[]? bytes = Mask(mask, batch, steps, samples);
        _state = initialState ? [samples.Floats(batch * units), samples.Floats(batch * units)] : null;
        Layer = options.NewLayer(units);
        var x = new InputLayer(steps, features);
        List<SymbolicTensor> inputs = [x.Tensor];
        for (int i = 0; initialState && i < Layer.StateCount; i++)
        {
            inputs.Add(new InputLayer(units).Tensor);
        }
        int first = inputs.Count;
        var maskInput = new InputLayer(steps) { Type = ElementType.Bool };
        _outputs = Layer.Apply(inputs[..first], bytes is null ? null : maskInput.Tensor);
        if (bytes is not null)
        {
            inputs.Add(maskInput.Tensor);
        }
        Model = new Model(inputs, _outputs, seed);
        SetWeights(samples);
        Twin = options.NewTwin(features, units);
        Twin.Kernel = Samples.Doubles(Layer.Kernel.Values);
        Twin.Recurrent = Samples.Doubles(Layer.Recurrent.Values);
        Twin.Bias = Layer.Bias is null ? [] : Samples.Doubles(Layer.Bias.Values);
        Input = new RecurrentTwin.Input(batch, steps, Samples.Doubles(_x), bytes, _state?.Select(s => Samples.Doubles(s)).ToArray());
        Upstream = [.. _outputs.Select(o => samples.Floats(batch * (o.Shape.Rank == 3 ? steps : 1) * units))];
    }

    public RecurrentOptions Options { get; }

    public RecurrentLayer Layer { get; }

    public Model Model { get; }

    public RecurrentTwin Twin { get; }

    public RecurrentTwin.Input Input { get; set; }

    /// <summary>The outputs' gradients.</summary>
    public float[][] Upstream { get; }

    public RecurrentTwin.Output TwinUpstream => new(
        Samples.Doubles(Upstream[0]), Samples.Doubles(Upstream[1]), Upstream.Length > 2 ? Samples.Doubles(Upstream[2]) : new double[Upstream[1].Length]);

    /// <summary>The library's forward and, where asked, backward pass.</summary>
    public ModelRun Run(KernelSet? kernels = null, bool training = false, bool keep = true)
    {
        var run = new ModelRun(Model, kernels ?? KernelSet.Best) { NeedsInputGradients = true };
        run.Inputs[0].Resize(Input.Batch, Input.Steps, _features);
        _x.CopyTo(run.Inputs[0].Floats);
        for (int i = 1; i < run.Inputs.Length; i++)
        {
            if (run.Inputs[i].Type == ElementType.Bool)
            {
                run.Inputs[i].Resize(Input.Batch, Input.Steps);
                Input.Mask.CopyTo(run.Inputs[i].Bools);
            }
            else
            {
                run.Inputs[i].Resize(Input.Batch, _units);
                _state![i - 1].CopyTo(run.Inputs[i].Floats);
            }
        }
        run.Forward(training, keep);
        if (keep)
        {
            for (int i = 0; i < run.Outputs.Length; i++)
            {
                Upstream[i].CopyTo(run.Outputs[i].Gradient);
            }
            run.Backward();
        }
        return run;
    }

    /// <summary>The forward pass the plain way, in float.</summary>
    public PlainRecurrent.Output PlainForward(float[]? recurrentFactors = null) =>
        new PlainRecurrent(Layer).Forward(_x, Input.Batch, Input.Steps, Input.Mask, _state, recurrentFactors);

    /// <summary>Holds the library against the twin.</summary>
    /// <param name="values">How far outputs may be off.</param>
    /// <param name="gradients">How far gradients may be off, as a part of their largest magnitude.</param>
    public void Check(ModelRun run, double values, double gradients)
    {
        RecurrentTwin.Output expected = Twin.Forward(Input);
        Gradients.Check("The output", expected.Values, run.Outputs[0].Floats, values);
        Gradients.Check("h", expected.H, run.Outputs[1].Floats, values);
        if (run.Outputs.Length > 2)
        {
            Gradients.Check("c", expected.C, run.Outputs[2].Floats, values);
        }
        (double[] dx, double[] dh, double[] dc) = Twin.Backward(Input, TwinUpstream);
        Gradients.Check("The input's gradient", dx, run.Inputs[0].Gradient, gradients);
        if (_state is not null)
        {
            Gradients.Check("The gradient of the first h", dh, run.Inputs[1].Gradient, gradients);
            if (Layer.StateCount == 2)
            {
                Gradients.Check("The gradient of the first c", dc, run.Inputs[2].Gradient, gradients);
            }
        }
        Gradients.Check("The kernel's gradient", Twin.KernelGradient, run.Gradient(Layer.Kernel), gradients);
        Gradients.Check("The recurrent kernel's gradient", Twin.RecurrentGradient, run.Gradient(Layer.Recurrent), gradients);
        if (Layer.Bias is not null)
        {
            Gradients.Check("The bias's gradient", Twin.BiasGradient, run.Gradient(Layer.Bias), gradients);
        }
    }

    /// <summary>Rows differ in where they begin and end, all by the same rule.</summary>
    public static byte[]? Mask(MaskKind kind, int batch, int steps, Samples samples)
    {
        if (kind == MaskKind.None)
        {
            return null;
        }
        int[] lengths = samples.Ints(batch, steps);
        int[] holes = samples.Ints(batch * steps, 3);
        var mask = new byte[batch * steps];
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < steps; t++)
            {
                bool real = kind switch
                {
                    MaskKind.Behind => t <= lengths[b],
                    MaskKind.Holes => holes[(b * steps) + t] != 0,
                    MaskKind.EmptyRows => b % 3 != 1 && t >= lengths[b],
                    _ => t >= lengths[b],
                };
                mask[(b * steps) + t] = real ? (byte)1 : (byte)0;
            }
        }
        return mask;
    }

    /// <summary>Sums of a unit's size, so that gates work in most of their range.</summary>
    private void SetWeights(Samples samples)
    {
        foreach (Parameter weight in Layer.Weights)
        {
            int fan = weight.Name.EndsWith("bias", StringComparison.Ordinal) ? 1 : weight.Shape[0];
            weight.Set(samples.Floats(weight.Count, 1 / Math.Sqrt(fan)));
        }
    }
}
