using System.Globalization;
using System.Text;

namespace Unroll;

/// <summary>File names with places for numbers, as Python's <c>format</c> fills them: <c>{epoch:02d}</c>, <c>{val_loss:.2f}</c>.</summary>
internal static class FilePattern
{
    public static string Fill(string pattern, int epoch, int? batch, IEnumerable<KeyValuePair<string, double>> results)
    {
        var values = new Dictionary<string, double>(results) { ["epoch"] = epoch };
        if (batch is not null)
        {
            values["batch"] = batch.Value;
        }
        var filled = new StringBuilder();
        int at = 0;
        while (at < pattern.Length)
        {
            int open = pattern.IndexOf('{', at);
            int close = open < 0 ? -1 : pattern.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }
            filled.Append(pattern, at, open - at);
            string[] place = pattern[(open + 1)..close].Split(':', 2);
            if (!values.TryGetValue(place[0], out double value))
            {
                Throw.Argument($"The file name '{pattern}' has a place for '{place[0]}', which is not measured. There are {TextList.Of(values.Keys)}.");
            }
            filled.Append(Format(pattern, value, place[0], place.Length > 1 ? place[1] : ""));
            at = close + 1;
        }
        return filled.Append(pattern, at, pattern.Length - at).ToString();
    }

    /// <summary>Whole numbers by <c>[0]width[d]</c>, others by <c>[0][width][.digits]f</c> or <c>e</c>.</summary>
    private static string Format(string pattern, double value, string name, string format)
    {
        bool whole = name is "epoch" or "batch";
        string rest = format.TrimEnd('d', 'f', 'e');
        string[] sizes = rest.Split('.');
        int width = 0, digits = whole ? 0 : 6;
        bool known = sizes.Length <= 2 && format.Length - rest.Length <= 1 && (whole || !format.EndsWith('d'))
            && (sizes[0].Length == 0 || int.TryParse(sizes[0], NumberStyles.None, CultureInfo.InvariantCulture, out width))
            && (sizes.Length == 1 || int.TryParse(sizes[1], NumberStyles.None, CultureInfo.InvariantCulture, out digits));
        if (!known || width > 99 || digits > 99)
        {
            Throw.Argument($"The file name '{pattern}' wants '{name}' as '{format}', which is not known. Use a width and digits, such as 02d or .2f.");
        }
        string text = format.Length == 0 ? value.ToString(CultureInfo.InvariantCulture)
            : format.EndsWith('e') ? value.ToString(string.Create(CultureInfo.InvariantCulture, $"0.{new string('0', digits)}e+00"), CultureInfo.InvariantCulture)
            : value.ToString(string.Create(CultureInfo.InvariantCulture, $"F{digits}"), CultureInfo.InvariantCulture);
        return text.PadLeft(width, sizes[0].StartsWith('0') ? '0' : ' ');
    }
}
