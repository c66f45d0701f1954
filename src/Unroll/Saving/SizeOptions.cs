using System.Text.Json;

namespace Unroll;

/// <summary>Options that are sizes or axes: a number, or several.</summary>
internal static class SizeOptions
{
    /// <summary>Whole numbers: as many as stand there, or one number that stands for <paramref name="count"/>.</summary>
    public static int[] Ints(this ConfigReader options, string option, int count)
    {
        JsonElement value = options.Required(option);
        if (value.ValueKind == JsonValueKind.Number) return [.. Enumerable.Repeat(options.Int(option), count)];
        int[] numbers = Array(options, option, value, "whole numbers");
        return numbers.Length == count ? numbers : options.Wrong<int[]>(option, value, $"{count} whole numbers");
    }

    /// <summary>The same, or as many of a number where the option is missing.</summary>
    public static int[] Ints(this ConfigReader options, string option, int count, int absent) =>
        options.TryGet(option, out _) ? options.Ints(option, count) : [.. Enumerable.Repeat(absent, count)];

    /// <summary>An axis or several; the given ones where the option is missing.</summary>
    public static int[] Axes(this ConfigReader options, string option, params ReadOnlySpan<int> absent)
    {
        if (!options.TryGet(option, out JsonElement value)) return absent.ToArray();
        return value.ValueKind == JsonValueKind.Number ? [options.Int(option)] : Array(options, option, value, "an axis or several");
    }

    /// <summary>What stands before and behind each of two axes: one number for all, one for each axis, or two for each.</summary>
    public static ((int Before, int After) Rows, (int Before, int After) Columns) Edges(this ConfigReader options, string option)
    {
        JsonElement value = options.Required(option);
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2 && value[0].ValueKind == JsonValueKind.Array)
        {
            int[] rows = Array(options, option, value[0], "two pairs"), columns = Array(options, option, value[1], "two pairs");
            if (rows.Length == 2 && columns.Length == 2) return ((rows[0], rows[1]), (columns[0], columns[1]));
        }

        int[] edges = options.Ints(option, 2);
        return ((edges[0], edges[0]), (edges[1], edges[1]));
    }

    /// <summary>Rows and columns, or along a single axis columns alone.</summary>
    public static (int Rows, int Columns) Along(this ConfigReader options, string option, bool isPlane)
    {
        int[] sizes = options.Ints(option, isPlane ? 2 : 1);
        return (isPlane ? sizes[0] : 1, sizes[^1]);
    }

    /// <summary>The same; the given ones where the option is missing.</summary>
    public static (int Rows, int Columns) Along(this ConfigReader options, string option, bool isPlane, (int Rows, int Columns) absent) =>
        options.TryGet(option, out _) ? options.Along(option, isPlane) : absent;

    public static void WriteAlong(this Utf8JsonWriter json, string option, bool isPlane, (int Rows, int Columns) sizes)
    {
        if (isPlane) json.WriteInts(option, sizes.Rows, sizes.Columns);
        else json.WriteInts(option, sizes.Columns);
    }

    public static WindowPadding Padding(this ConfigReader options)
    {
        if (!options.TryGet("padding", out JsonElement value)) return WindowPadding.Valid;
        return options.Text("padding") switch
        {
            "valid" => WindowPadding.Valid,
            "same" => WindowPadding.Same,
            "causal" => WindowPadding.Causal,
            _ => options.Wrong<WindowPadding>("padding", value, "valid, same or causal"),
        };
    }

    public static void WritePadding(this Utf8JsonWriter json, WindowPadding padding) => json.WriteString("padding", padding switch
    {
        WindowPadding.Same => "same",
        WindowPadding.Causal => "causal",
        _ => "valid",
    });

    public static DataFormat DataFormat(this ConfigReader options) => options.TextOrNull("data_format") switch
    {
        null or "channels_last" => Unroll.DataFormat.ChannelsLast,
        "channels_first" => Unroll.DataFormat.ChannelsFirst,
        _ => options.Wrong<DataFormat>("data_format", options.Required("data_format"), "channels_last or channels_first"),
    };

    public static void WriteInts(this Utf8JsonWriter json, string option, params IEnumerable<int> numbers)
    {
        json.WriteStartArray(option);
        foreach (int number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    /// <summary>One axis as a number, several as an array.</summary>
    public static void WriteAxis(this Utf8JsonWriter json, IReadOnlyList<int> axes)
    {
        if (axes.Count == 1) json.WriteNumber("axis", axes[0]);
        else json.WriteInts("axis", axes);
    }

    public static void WriteEdges(this Utf8JsonWriter json, string option, params ReadOnlySpan<(int Before, int After)> edges)
    {
        json.WriteStartArray(option);
        foreach ((int before, int after) in edges)
        {
            json.WriteStartArray();
            json.WriteNumberValue(before);
            json.WriteNumberValue(after);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public static void WriteDataFormat(this Utf8JsonWriter json, IChannelLayer layer) =>
        json.WriteString("data_format", layer.DataFormat == Unroll.DataFormat.ChannelsFirst ? "channels_first" : "channels_last");

    private static int[] Array(ConfigReader options, string option, JsonElement value, string expected)
    {
        if (value.ValueKind != JsonValueKind.Array) return options.Wrong<int[]>(option, value, expected);
        var numbers = new int[value.GetArrayLength()];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (value[i].ValueKind != JsonValueKind.Number || !value[i].TryGetInt32(out numbers[i])) return options.Wrong<int[]>(option, value, expected);
        }

        return numbers;
    }
}
