using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Text;

namespace Unroll.Cli.Output;

/// <summary>A matrix as numpy shows it: whole when it is small, else its corners.</summary>
internal static class ArrayCorners
{
    private const int Threshold = 1000;
    private const int Edge = 3;
    private const string Start = "array([";

    /// <summary>The text of a whole-number matrix, such as padded stories.</summary>
    public static string Format(Tensor<int> matrix) =>
        Format(matrix, "int32", value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The text of a matrix of whole floats, such as one-hot labels.</summary>
    public static string Format(Tensor<float> matrix) =>
        Format(matrix, "float32", value => value.ToString("0.#######", CultureInfo.InvariantCulture) is var text && text.Contains('.', StringComparison.Ordinal) ? text : text + ".");

    private static string Format<T>(Tensor<T> matrix, string type, Func<T, string> format)
        where T : INumber<T>
    {
        bool corners = matrix.FlattenedLength > Threshold;
        var columns = Shown(matrix.Lengths[1], corners);
        string?[]?[] rows = [.. Shown(matrix.Lengths[0], corners)
            .Select(row => row is not { } i ? null : columns.Select(column => column is { } j ? format(matrix[i, j]) : null).ToArray())];
        int width = rows.Max(row => row?.Max(cell => cell?.Length ?? 0) ?? 0);
        var text = new StringBuilder(Start);
        for (int i = 0; i < rows.Length; i++)
        {
            if (i > 0) text.Append(',').AppendLine().Append(' ', Start.Length);
            if (rows[i] is { } row) text.Append('[').AppendJoin(", ", row.Select(cell => cell?.PadLeft(width) ?? "...")).Append(']');
            else text.Append("...");
        }

        return text.Append("], dtype=").Append(type).Append(')').ToString();
    }

    /// <summary>The indices to show, with null where the rest is left out.</summary>
    private static IReadOnlyList<nint?> Shown(nint length, bool corners)
    {
        var all = Enumerable.Range(0, (int)length).Select(i => (nint?)i);
        if (!corners || length <= 2 * Edge) return [.. all];
        return [.. all.Take(Edge), null, .. all.TakeLast(Edge)];
    }
}
