namespace Unroll.Tests.Reference;

/// <summary>A plain array of doubles with axes.</summary>
internal sealed class NdArray(params int[] dimensions)
{
    public int[] Dimensions { get; } = dimensions;

    public double[] Values { get; init; } = new double[dimensions.Aggregate(1, (a, b) => a * b)];

    public double this[params ReadOnlySpan<int> index]
    {
        get => Values[Offset(index)];
        set => Values[Offset(index)] = value;
    }

    public static NdArray Of(ReadOnlySpan<float> values, params int[] dimensions) => new(dimensions) { Values = Samples.Doubles(values) };

    /// <summary>An array of the given axes, element by element.</summary>
    public static NdArray Make(int[] dimensions, Func<int[], double> element)
    {
        var made = new NdArray(dimensions);
        foreach (int[] index in made.Indices())
        {
            made[index] = element(index);
        }
        return made;
    }

    /// <summary>The element, or 0 where there is none.</summary>
    public double Or0(params ReadOnlySpan<int> index)
    {
        for (int axis = 0; axis < index.Length; axis++)
        {
            if ((uint)index[axis] >= (uint)Dimensions[axis])
            {
                return 0;
            }
        }
        return this[index];
    }

    public IEnumerable<int[]> Indices()
    {
        for (int i = 0; i < Values.Length; i++)
        {
            var index = new int[Dimensions.Length];
            int rest = i;
            for (int axis = index.Length - 1; axis >= 0; axis--)
            {
                index[axis] = rest % Dimensions[axis];
                rest /= Dimensions[axis];
            }
            yield return index;
        }
    }

    // Asserts nothing where all is well: central differences come here some hundred million times.
    private int Offset(ReadOnlySpan<int> index)
    {
        int offset = 0;
        for (int axis = 0; axis < Dimensions.Length; axis++)
        {
            if ((uint)index[axis] >= (uint)Dimensions[axis])
            {
                Assert.Fail($"Index {index[axis]} is outside axis {axis} of length {Dimensions[axis]}.");
            }
            offset = (offset * Dimensions[axis]) + index[axis];
        }
        return offset;
    }
}
