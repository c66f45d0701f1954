using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Class numbers and one-hot rows.</summary>
public static class Labels
{
    /// <summary>One-hot rows; Keras's <c>to_categorical</c>.</summary>
    /// <param name="labels">Class numbers from 0.</param>
    /// <param name="classes">How many classes there are; the largest number and one by default.</param>
    /// <returns>[labels, classes], 1 at the class and 0 elsewhere.</returns>
    /// <exception cref="ArgumentException">There are no labels, or one lies outside the classes.</exception>
    public static Tensor<float> ToCategorical(ReadOnlySpan<int> labels, int? classes = null)
    {
        float[] rows = OneHot(labels, classes, out int count);
        return Tensor.Create(rows, [labels.Length, count]);
    }

    /// <inheritdoc cref="ToCategorical(ReadOnlySpan{int}, int?)"/>
    public static Tensor<float> ToCategorical(int[] labels, int? classes = null) => ToCategorical(labels.AsSpan(), classes);

    /// <summary>One-hot rows for labels of any shape, which gains an axis of classes at its end.</summary>
    /// <param name="labels">Class numbers from 0.</param>
    /// <param name="classes">How many classes there are; the largest number and one by default.</param>
    /// <exception cref="ArgumentException">There are no labels, or one lies outside the classes.</exception>
    public static Tensor<float> ToCategorical(Tensor<int> labels, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var flat = new int[labels.FlattenedLength];
        labels.FlattenTo(flat);
        float[] rows = OneHot(flat, classes, out int count);
        return Tensor.Create(rows, [.. labels.Lengths, count]);
    }

    private static float[] OneHot(ReadOnlySpan<int> labels, int? classes, out int count)
    {
        if (labels.IsEmpty)
        {
            Throw.Argument("There are no labels. Pass at least one.", nameof(labels));
        }
        count = classes ?? 0;
        if (classes is null)
        {
            foreach (int label in labels)
            {
                count = Math.Max(count, label + 1);
            }
        }
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= count)
            {
                Throw.Argument($"Label {i} is {labels[i]}, but the classes are 0 to {count - 1}. Raise 'classes', or number the classes from 0.", nameof(labels));
            }
        }
        var rows = new float[checked(labels.Length * count)];
        for (int i = 0; i < labels.Length; i++)
        {
            rows[(i * count) + labels[i]] = 1;
        }
        return rows;
    }
}
