namespace Unroll;

/// <summary>In training, adds normal numbers around 0. Keras's GaussianNoise.</summary>
public sealed class GaussianNoise : Layer
{
    /// <summary>Adds noise of standard deviation <paramref name="deviation"/>, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another deviation.</exception>
    public GaussianNoise(float deviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deviation, 1);
        Deviation = deviation;
    }

    /// <summary>The standard deviation. Keras: <c>stddev</c>.</summary>
    public float Deviation { get; }

    internal override string ClassName => "GaussianNoise";

    internal override string DefaultName => "gaussian_noise";

    internal override bool WorksByStep => true;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = run.Mask;
        Span<float> y = run.Output.Floats;
        run.Input.Floats.CopyTo(y);
        if (!run.Training || Deviation == 0)
        {
            return;
        }
        Philox random = run.Random(0);
        for (int i = 0; i < y.Length; i++)
        {
            y[i] += (float)(Deviation * random.NormalAt(run.Step, (ulong)i));
        }
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.OutputGradient(0).CopyTo(run.InputGradient(0));
        }
    }
}
