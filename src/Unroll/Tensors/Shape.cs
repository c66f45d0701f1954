using System.Globalization;

namespace Unroll;

/// <summary>A tensor's axes, the batch first. An axis of any length is <see cref="Any"/>, Keras's <c>None</c>.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The length of an axis that differs from call to call.</summary>
    public const int Any = -1;

    private readonly int[]? _axes;

    /// <summary>Makes a shape of the given axes.</summary>
    public Shape(params ReadOnlySpan<int> axes) => _axes = axes.ToArray();

    /// <summary>The number of axes, the batch included.</summary>
    public int Rank => Axes.Length;

    /// <summary>The length of an axis; an index from the end works too.</summary>
    public int this[Index index] => Axes[index];

    /// <summary>All axes.</summary>
    public ReadOnlySpan<int> Axes => _axes;

    /// <summary>Elements in one sample: the product of all axes but the first; <see cref="Any"/> where one of them is open.</summary>
    public long SampleSize
    {
        get
        {
            long size = 1;
            foreach (int axis in Axes[1..])
            {
                if (axis == Any)
                {
                    return Any;
                }
                size = checked(size * axis);
            }
            return size;
        }
    }

    /// <summary>This shape with another length of its last axis.</summary>
    public Shape WithLast(int length)
    {
        int[] axes = Axes.ToArray();
        axes[^1] = length;
        return new Shape(axes);
    }

    /// <summary>Whether a tensor of these dimensions can stand where this shape is asked for.</summary>
    public bool Admits(ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length != Rank)
        {
            return false;
        }
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (Axes[i] != Any && Axes[i] != dimensions[i])
            {
                return false;
            }
        }
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Axes.SequenceEqual(other.Axes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int axis in Axes)
        {
            hash.Add(axis);
        }
        return hash.ToHashCode();
    }

    /// <summary>Same axes.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Other axes.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <summary>As Keras writes it: <c>(None, 100, 16)</c>.</summary>
    public override string ToString()
    {
        var parts = new string[Rank];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Axes[i] == Any ? "None" : Axes[i].ToString(CultureInfo.InvariantCulture);
        }
        return parts.Length == 1 ? $"({parts[0]},)" : $"({string.Join(", ", parts)})";
    }

    /// <summary>Dimensions as an error message shows them: <c>[32, 100]</c>.</summary>
    internal static string Text(ReadOnlySpan<int> dimensions)
    {
        var parts = new string[dimensions.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = dimensions[i].ToString(CultureInfo.InvariantCulture);
        }
        return $"[{string.Join(", ", parts)}]";
    }
}
