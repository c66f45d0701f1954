namespace Unroll;

/// <summary>A dropout whose draws may stand for several elements.</summary>
public abstract class ShapedDropout : NoiseLayer
{
    private protected ShapedDropout(float rate)
        : base(rate)
    {
    }

    /// <summary>
    /// The shape of what is drawn, the batch first: an axis of 1 has one draw for all its places, null is as long as the input's. Null draws for every element. Keras: <c>noise_shape</c>.
    /// </summary>
    public IReadOnlyList<int?>? NoiseShape { get; init; }

    internal override bool WorksByStep => NoiseShape is null;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        if (NoiseShape is null)
        {
            return;
        }
        Shape shape = inputs[0].Shape;
        bool fits = NoiseShape.Count == shape.Rank && NoiseShape[0] is null or 1;
        for (int i = 1; fits && i < shape.Rank; i++)
        {
            fits = NoiseShape[i] is null or 1 || NoiseShape[i] == shape[i];
        }
        if (!fits)
        {
            Throw.Shape($"{this} has the noise shape [{string.Join(", ", NoiseShape.Select(static a => a?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"))}], but got shape {shape}. Give it an axis for each of the input's: null, 1, or (but for the batch) the input's length.");
        }
    }

    internal override void Fill(Span<float> factors, LayerRun run, int sample)
    {
        int size = run.Input.Count / run.Input.Batch;
        if (NoiseShape is null)
        {
            DropoutFactors.Fill(factors, Rate, run.Random(0), run.Step, sample * size);
            return;
        }
        int width = run.Input.Width;
        for (int at = 0; at < factors.Length; at += width)
        {
            Span<float> row = factors.Slice(at, width);
            bool isOne = NoiseShape[^1] == 1;
            DropoutFactors.Fill(isOne ? row[..1] : row, Rate, run.Random(0), run.Step, Draw(run.Input.Dimensions, ((sample * size) + at) / width));
            if (isOne)
            {
                row.Fill(row[0]);
            }
        }
    }

    /// <summary>The number of the first draw for a row of the input.</summary>
    private int Draw(ReadOnlySpan<int> dimensions, int row)
    {
        bool isOne = NoiseShape![^1] == 1;
        int draw = 0, stride = isOne ? 1 : dimensions[^1];
        for (int axis = dimensions.Length - 2; axis >= 0; axis--)
        {
            if (NoiseShape[axis] != 1)
            {
                draw += row % dimensions[axis] * stride;
                stride *= dimensions[axis];
            }
            row /= dimensions[axis];
        }
        return draw;
    }
}
