namespace Unroll;

/// <summary>In training, sets a share of its inputs to zero and scales the others up by 1 / (1 - rate) (Srivastava et al. 2014). Keras's Dropout.</summary>
public sealed class Dropout : Layer
{
    /// <summary>Drops a share of <paramref name="rate"/>, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another rate.</exception>
    public Dropout(float rate) => Rate = DropoutFactors.CheckRate(rate, nameof(rate));

    /// <summary>The share that is dropped.</summary>
    public float Rate { get; }

    internal override string ClassName => "Dropout";

    internal override string DefaultName => "dropout";

    internal override bool WorksByStep => true;

    internal override bool TreatsVectorsAlike => true;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override object NewCache() => new FloatBuffer();

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = run.Mask;
        ReadOnlySpan<float> x = run.Input.Floats;
        Span<float> y = run.Output.Floats;
        if (!run.Training || Rate == 0)
        {
            x.CopyTo(y);
            return;
        }
        FloatBuffer factors = run.Cache<FloatBuffer>();
        factors.Resize(x.Length);
        DropoutFactors.Fill(factors.Span, Rate, run.Random(0), run.Step);
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = x[i] * factors.Span[i];
        }
    }

    internal override void Backward(LayerRun run)
    {
        ReadOnlySpan<float> dy = run.OutputGradient(0);
        Span<float> dx = run.InputGradient(0);
        if (!run.Training || Rate == 0)
        {
            dy.CopyTo(dx);
            return;
        }
        ReadOnlySpan<float> factors = run.Cache<FloatBuffer>().Span;
        for (int i = 0; i < dy.Length; i++)
        {
            dx[i] = dy[i] * factors[i];
        }
    }
}

/// <summary>The factors of dropout: 0, or 1 / (1 - rate).</summary>
internal static class DropoutFactors
{
    public static float CheckRate(float rate, string name)
    {
        if (!(rate >= 0 && rate <= 1))
        {
            throw new ArgumentOutOfRangeException(name, rate, "A dropout rate is a number from 0 to 1.");
        }
        return rate;
    }

    /// <param name="factors">To be filled.</param>
    /// <param name="rate">The share of zeros.</param>
    /// <param name="random">The stream.</param>
    /// <param name="step">The training step.</param>
    /// <param name="first">The number of the first element in its stream.</param>
    public static void Fill(Span<float> factors, float rate, Philox random, ulong step, int first = 0)
    {
        float kept = rate < 1 ? 1 / (1 - rate) : 0;
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = random.UniformAt(step, (ulong)(first + i)) >= rate ? kept : 0;
        }
    }
}
