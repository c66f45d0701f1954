using Unroll.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Recurrent;

/// <summary>Where a story's padding stands, and whether it is masked.</summary>
public enum Padding
{
    /// <summary>In front and not masked, as in the lecture.</summary>
    Front,
    MaskedFront,
    MaskedBehind,
}

/// <summary>A recurrent layer on an Embedding, on stories of different lengths, with the plain way and the double twin beside it.</summary>
internal sealed class TokenCase
{
    public const int Vocabulary = 40;
    public const int Steps = 12;
    public const int Batch = 23;
    private const int Features = 19;

    private readonly Padding _padding;
    private readonly RecurrentOptions _options;
    private readonly Embedding _embedding;

    public TokenCase(RecurrentOptions options, int units, Padding padding, ulong seed = 5)
    {
        (_options, _padding, Units) = (options, padding, units);
        var samples = new Samples(seed);
        Layer = options.NewLayer(units);
        _embedding = new Embedding(Vocabulary, Features) { MaskZero = padding != Padding.Front };
        var input = new InputLayer(Steps) { Type = ElementType.Int32 };
        SymbolicTensor[] outputs = Layer.Apply([_embedding.Apply(input.Tensor)], null);
        Model = new Model([input.Tensor], outputs, seed);
        foreach (Parameter weight in Model.Weights)
        {
            int fan = weight == Table || weight.Name.EndsWith("bias", StringComparison.Ordinal) ? 1 : weight.Shape[0];
            weight.Set(samples.Floats(weight.Count, 1 / Math.Sqrt(fan)));
        }
        Lengths = samples.Ints(Batch, Steps);
        Lengths[3] = Steps;
        int[] words = samples.Ints(Batch * Steps, Vocabulary / 2);
        Tokens = new int[Batch * Steps];
        for (int i = 0; i < Tokens.Length; i++)
        {
            int t = i % Steps, length = Lengths[i / Steps];
            bool real = padding == Padding.MaskedBehind ? t < length : t >= Steps - length;
            Tokens[i] = real ? 1 + words[i] : 0;
        }
        Upstream = samples.Floats(Batch * (options.ReturnSequences ? Steps : 1) * units);
    }

    public int Units { get; }

    public RecurrentLayer Layer { get; }

    public Model Model { get; }

    public Parameter Table => _embedding.Weights[0];

    /// <summary>Real tokens of each story; 0 for some, and all of the steps for one.</summary>
    public int[] Lengths { get; }

    public int[] Tokens { get; }

    public float[] Upstream { get; }

    private byte[]? Mask => _padding == Padding.Front ? null : [.. Tokens.Select(t => t != 0 ? (byte)1 : (byte)0)];

    /// <summary>A run without its backward pass.</summary>
    public void Forward(ModelRun run, bool keep)
    {
        run.Inputs[0].Resize(Batch, Steps);
        Tokens.CopyTo(run.Inputs[0].Ints);
        run.Forward(training: keep, keep);
    }

    /// <summary>A forward and a backward pass.</summary>
    /// <param name="squares">Whether the optimizer takes squares of the table's gradient, as Adam does.</param>
    public ModelRun Train(bool squares)
    {
        var run = new ModelRun(Model) { TakesSquares = squares };
        Forward(run, keep: true);
        foreach (TensorValue output in run.Outputs)
        {
            output.Gradient.Clear();
        }
        Upstream.CopyTo(run.Outputs[0].Gradient);
        run.Backward();
        return run;
    }

    public WorkCounts Counts(ModelRun run) => run.CallOf(Layer).Cache<RecurrentRun>().Counts;

    public PlainRecurrent.Output PlainForward()
    {
        float[] x = [.. EmbeddingTwin.Forward(Samples.Doubles(Table.Values), Features, Tokens).Select(v => (float)v)];
        return new PlainRecurrent(Layer).Forward(x, Batch, Steps, Mask);
    }

    /// <summary>Holds the gradients of the table and the layer's weights against the double twin.</summary>
    public void CheckGradients(ModelRun run, double tolerance)
    {
        RecurrentTwin twin = _options.NewTwin(Features, Units);
        (twin.Kernel, twin.Recurrent, twin.Bias) = (Samples.Doubles(Layer.Kernel.Values), Samples.Doubles(Layer.Recurrent.Values), Samples.Doubles(Layer.Bias!.Values));
        var input = new RecurrentTwin.Input(Batch, Steps, EmbeddingTwin.Forward(Samples.Doubles(Table.Values), Features, Tokens), Mask);
        twin.Forward(input);
        double[] none = new double[Batch * Units];
        (double[] dx, _, _) = twin.Backward(input, new RecurrentTwin.Output(Samples.Doubles(Upstream), none, none));
        Gradients.Check("The table's gradient", EmbeddingTwin.Backward(Vocabulary, Features, Tokens, dx), run.Gradient(Table), tolerance);
        Gradients.Check("The kernel's gradient", twin.KernelGradient, run.Gradient(Layer.Kernel), tolerance);
        Gradients.Check("The recurrent kernel's gradient", twin.RecurrentGradient, run.Gradient(Layer.Recurrent), tolerance);
        Gradients.Check("The bias's gradient", twin.BiasGradient, run.Gradient(Layer.Bias), tolerance);
    }
}
