using Unroll.Kernels;

namespace Unroll;

/// <summary>A layer that in training multiplies its input, element by element, by random factors, and otherwise leaves it as it is.</summary>
public abstract class NoiseLayer : Layer
{
    private protected NoiseLayer(float rate) => Rate = DropoutFactors.CheckRate(rate, nameof(rate));

    /// <summary>How strong the noise is: for dropout, the share that is dropped.</summary>
    public float Rate { get; }

    internal override bool WorksByStep => true;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    /// <summary>Draws the factors, as many as the input has elements.</summary>
    private protected abstract void Fill(Span<float> factors, LayerRun run);

    internal override object NewCache() => new FloatBuffer();

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = run.Mask;
        Span<float> y = run.Output.Floats;
        run.Input.Floats.CopyTo(y);
        if (run.Training && Rate > 0)
        {
            FloatBuffer factors = run.Cache<FloatBuffer>();
            factors.Resize(y.Length);
            Fill(factors.Span, run);
            Spans.MultiplyBy(y, factors.Span);
        }
    }

    internal override void Backward(LayerRun run)
    {
        if (!run.Needs[0])
        {
            return;
        }
        Span<float> dx = run.InputGradient(0);
        run.OutputGradient(0).CopyTo(dx);
        if (run.Training && Rate > 0)
        {
            Spans.MultiplyBy(dx, run.Cache<FloatBuffer>().Span);
        }
    }
}
