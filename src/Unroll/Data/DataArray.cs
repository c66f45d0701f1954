using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Unroll;

/// <summary>
/// Samples in memory, floats or ints, the first axis counting the samples. Tensors and plain arrays become one without being asked.
/// </summary>
public sealed class DataArray
{
    private readonly int[] _dimensions;
    private readonly float[] _floats = [];
    private readonly int[] _ints = [];

    /// <summary>Float samples, row by row.</summary>
    /// <exception cref="ShapeException">The dimensions don't hold as many values.</exception>
    public DataArray(float[] values, params ReadOnlySpan<int> dimensions)
    {
        ArgumentNullException.ThrowIfNull(values);
        (_floats, _dimensions, Type) = (values, dimensions.ToArray(), ElementType.Float32);
        Check(values.Length);
    }

    /// <summary>Int samples, row by row.</summary>
    /// <exception cref="ShapeException">The dimensions don't hold as many values.</exception>
    public DataArray(int[] values, params ReadOnlySpan<int> dimensions)
    {
        ArgumentNullException.ThrowIfNull(values);
        (_ints, _dimensions, Type) = (values, dimensions.ToArray(), ElementType.Int32);
        Check(values.Length);
    }

    /// <summary>What the elements are.</summary>
    public ElementType Type { get; }

    /// <summary>The lengths of all axes.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    /// <summary>The number of samples.</summary>
    public int Count => _dimensions[0];

    /// <summary>Elements in one sample.</summary>
    internal int SampleSize
    {
        get
        {
            int size = 1;
            foreach (int d in Dimensions[1..])
            {
                size *= d;
            }
            return size;
        }
    }

    /// <summary>Copies some samples, in the order of their numbers, into a tensor of a model.</summary>
    internal void CopyTo(TensorValue target, ReadOnlySpan<int> samples)
    {
        Resize(target, samples.Length);
        int size = SampleSize;
        for (int i = 0; i < samples.Length; i++)
        {
            if (Type == ElementType.Float32)
            {
                _floats.AsSpan(samples[i] * size, size).CopyTo(target.Floats[(i * size)..]);
            }
            else if (target.Type == ElementType.Int32)
            {
                _ints.AsSpan(samples[i] * size, size).CopyTo(target.Ints[(i * size)..]);
            }
            else
            {
                for (int j = 0; j < size; j++)
                {
                    target.Floats[(i * size) + j] = _ints[(samples[i] * size) + j];
                }
            }
        }
    }

    /// <summary>Gives a tensor the shape of some samples.</summary>
    internal void Resize(TensorValue target, int samples)
    {
        Span<int> dimensions = stackalloc int[_dimensions.Length];
        _dimensions.CopyTo(dimensions);
        dimensions[0] = samples;
        target.Resize(dimensions);
    }

    /// <summary>The values of some samples, if they are floats that stand behind one another.</summary>
    internal bool AreTogether(ReadOnlySpan<int> samples, out ArraySegment<float> values)
    {
        values = default;
        bool together = Type == ElementType.Float32 && samples.Length > 0;
        for (int i = 1; together && i < samples.Length; i++)
        {
            together = samples[i] == samples[0] + i;
        }
        if (together)
        {
            values = new ArraySegment<float>(_floats, samples[0] * SampleSize, samples.Length * SampleSize);
        }
        return together;
    }

    /// <summary>The samples from one to before another, copied.</summary>
    internal DataArray Slice(int from, int to)
    {
        int size = SampleSize;
        int[] dimensions = [to - from, .. _dimensions[1..]];
        return Type == ElementType.Int32
            ? new DataArray(_ints[(from * size)..(to * size)], dimensions)
            : new DataArray(_floats[(from * size)..(to * size)], dimensions);
    }

    /// <summary>Some samples, copied.</summary>
    internal DataArray Pick(ReadOnlySpan<int> samples)
    {
        var picked = new TensorValue(Type);
        CopyTo(picked, samples);
        return Type == ElementType.Int32 ? new DataArray(picked.Ints.ToArray(), picked.Dimensions) : new DataArray(picked.Floats.ToArray(), picked.Dimensions);
    }

    /// <summary>The values' bytes, as they stand in memory.</summary>
    internal ReadOnlySpan<byte> Bytes => Type == ElementType.Int32 ? MemoryMarshal.AsBytes<int>(_ints) : MemoryMarshal.AsBytes<float>(_floats);

    private void Check(int length)
    {
        long count = 1;
        foreach (int d in _dimensions)
        {
            count = checked(count * d);
        }
        if (_dimensions.Length == 0 || count != length)
        {
            Throw.Shape($"Data of shape {Shape.Text(_dimensions)} need {count} values, but got {length}. Give the lengths of all axes, the samples first.");
        }
    }

    private static T[] Flat<T>(Array array)
        where T : unmanaged
    {
        var flat = new T[array.Length];
        Buffer.BlockCopy(array, 0, flat, 0, Buffer.ByteLength(array));
        return flat;
    }

    private static int[] Lengths<T>(Tensor<T> tensor)
    {
        var lengths = new int[tensor.Rank];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = checked((int)tensor.Lengths[i]);
        }
        return lengths;
    }

    private static T[] Flat<T>(Tensor<T> tensor)
    {
        var flat = new T[tensor.FlattenedLength];
        tensor.FlattenTo(flat);
        return flat;
    }

    /// <summary>The tensor's values, copied.</summary>
    public static implicit operator DataArray(Tensor<float> tensor) => new(Flat(tensor), Lengths(tensor));

    /// <summary>The tensor's values, copied.</summary>
    public static implicit operator DataArray(Tensor<int> tensor) => new(Flat(tensor), Lengths(tensor));

    /// <summary>The array itself: a number for each sample.</summary>
    public static implicit operator DataArray(int[] values) => new(values, values.Length);

    /// <summary>The array itself: a number for each sample.</summary>
    public static implicit operator DataArray(float[] values) => new(values, values.Length);

    /// <summary>The array's values, copied.</summary>
    public static implicit operator DataArray(int[,] values) => new(Flat<int>(values), values.GetLength(0), values.GetLength(1));

    /// <summary>The array's values, copied.</summary>
    public static implicit operator DataArray(float[,] values) => new(Flat<float>(values), values.GetLength(0), values.GetLength(1));

    /// <summary>The array's values, copied.</summary>
    public static implicit operator DataArray(float[,,] values) =>
        new(Flat<float>(values), values.GetLength(0), values.GetLength(1), values.GetLength(2));
}
