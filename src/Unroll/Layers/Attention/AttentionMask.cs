namespace Unroll;

/// <summary>
/// What each query may attend to, Keras's <c>attention_mask</c>: a tensor whose axes are those of the scores, [batch, heads, queries, values], or 1;
/// the heads, or these and the batch, may be missing. Several attention axes stand in the place of the queries and of the values. What is not 0 counts.
/// </summary>
internal sealed class AttentionMask
{
    private byte[] _counts = [];
    private int _samples;
    private int _batch;
    private (int Sample, int Head, int Query, int Value) _strides;

    /// <summary>Refuses a shape that doesn't stretch to the scores'.</summary>
    public static void Check(MultiHeadAttention layer, ReadOnlySpan<int> mask, int queries, int values)
    {
        int axes = layer.OwnAxes.Count, lead = mask.Length - (2 * axes);
        bool fits = lead is >= 0 and <= 2
            && Fits(Product(mask[lead..(lead + axes)]), queries)
            && Fits(Product(mask[(lead + axes)..]), values)
            && (lead < 2 || Fits(mask[1], layer.Heads));
        if (!fits)
        {
            Throw.Shape($"{layer} expects an attention mask of {Text(queries)} queries by {Text(values)} values, perhaps for each sample, and then for each of {layer.Heads} heads, where 1 stretches, but got {new Shape(mask)}. Reshape it.");
        }
    }

    public void Begin(TensorValue mask, int batch, int axes)
    {
        ReadOnlySpan<int> d = mask.Dimensions;
        int lead = d.Length - (2 * axes);
        int queries = Product(d[lead..(lead + axes)]), values = Product(d[(lead + axes)..]), heads = lead == 2 ? d[1] : 1;
        (_batch, _samples) = (batch, lead == 0 ? 1 : d[0]);
        if (batch % _samples != 0)
        {
            Throw.Shape($"An attention mask of {_samples} samples came with inputs of {batch}. Give a mask to each sample, or one for all.");
        }
        _strides = (
            _samples == 1 ? 0 : heads * queries * values,
            heads == 1 ? 0 : queries * values,
            queries == 1 ? 0 : values,
            values == 1 ? 0 : 1);
        if (_counts.Length < mask.Count)
        {
            _counts = new byte[mask.Count];
        }
        for (int i = 0; i < mask.Count; i++)
        {
            bool counts = mask.Type switch
            {
                ElementType.Float32 => mask.Floats[i] != 0,
                ElementType.Int32 => mask.Ints[i] != 0,
                _ => mask.Bools[i] != 0,
            };
            _counts[i] = counts ? (byte)1 : (byte)0;
        }
    }

    /// <summary>Where the mask of a sample's head begins; samples that were folded out of one share its mask.</summary>
    public int At(int sample, int head) => (sample * _samples / _batch * _strides.Sample) + (head * _strides.Head);

    /// <summary>Whether a query may attend to a value, in the mask that begins at a place.</summary>
    public bool Counts(int at, int query, int value) => _counts[at + (query * _strides.Query) + (value * _strides.Value)] != 0;

    private static bool Fits(int length, int whole) => length == 1 || length == Shape.Any || whole == Shape.Any || length == whole;

    private static string Text(int length) => length == Shape.Any ? "any" : $"{length}";

    /// <summary>The numbers that axes hold together; open where one of them is.</summary>
    public static int Product(ReadOnlySpan<int> axes)
    {
        int product = 1;
        foreach (int axis in axes)
        {
            product = axis == Shape.Any || product == Shape.Any ? Shape.Any : checked(product * axis);
        }
        return product;
    }
}
