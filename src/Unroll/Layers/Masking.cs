namespace Unroll;

/// <summary>
/// Tells the layers above to pass over steps whose features all equal a value: [batch, time, features] to the same, with those steps zeroed. Keras's Masking.
/// </summary>
public sealed class Masking : Layer
{
    /// <summary>The value of a step that is to be passed over.</summary>
    public float MaskValue { get; init; }

    internal override string ClassName => "Masking";

    internal override string DefaultName => "masking";

    internal override bool WorksByStep => true;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        if (inputs[0].Shape.Rank < 3)
        {
            Throw.Shape($"{this} expects inputs of shape [batch, time, features], but got {inputs[0].Shape}. Add the missing axis.");
        }
    }

    internal override object NewCache() => new TensorValue(ElementType.Bool);

    internal override void Forward(LayerRun run)
    {
        ReadOnlySpan<float> x = run.Input.Floats;
        run.Output.Resize(run.Input.Dimensions);
        Span<float> y = run.Output.Floats;
        TensorValue mask = run.Cache<TensorValue>();
        mask.Resize(run.Input.Dimensions[..^1]);
        int width = run.Input.Width;
        for (int i = 0; i < mask.Count; i++)
        {
            ReadOnlySpan<float> step = x.Slice(i * width, width);
            bool real = step.ContainsAnyExcept(MaskValue);
            mask.Bools[i] = real ? (byte)1 : (byte)0;
            if (real)
            {
                step.CopyTo(y[(i * width)..]);
            }
            else
            {
                y.Slice(i * width, width).Clear();
            }
        }
        run.Output.Mask = mask;
    }

    internal override void Backward(LayerRun run)
    {
        if (!run.Needs[0])
        {
            return;
        }
        ReadOnlySpan<float> dy = run.OutputGradient(0);
        Span<float> dx = run.InputGradient(0);
        ReadOnlySpan<byte> mask = run.Cache<TensorValue>().Bools;
        int width = run.Input.Width;
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] != 0)
            {
                dy.Slice(i * width, width).CopyTo(dx[(i * width)..]);
            }
            else
            {
                dx.Slice(i * width, width).Clear();
            }
        }
    }
}
