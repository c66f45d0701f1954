using System.Globalization;
using System.Text;

namespace Unroll;

public partial class Model
{
    /// <summary>The layers, their output shapes and their weights, as a table; Keras 3's <c>summary</c>.</summary>
    /// <param name="lineLength">The width in characters; Keras's by default (88 for a chain, 108 for a graph).</param>
    public string Summary(int? lineLength = null) => new ModelSummary(this).ToText(lineLength);
}

/// <summary>Keras 3's table of a model.</summary>
internal sealed class ModelSummary(Model model)
{
    private readonly bool _isChain = model is Sequential;

    public string ToText(int? lineLength)
    {
        int line = lineLength ?? (_isChain ? 88 : 108);
        string[] header = _isChain ? ["Layer (type)", "Output Shape", "Param #"] : ["Layer (type)", "Output Shape", "Param #", "Connected to"];
        int[] widths = Widths(line, _isChain ? [0.45, 0.80, 1.0] : [0.3, 0.56, 0.74, 1.0]);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Model: \"{model.Name}\"");
        Rule(text, widths, '┏', '━', '┳', '┓');
        Row(text, widths, header, '┃');
        Rule(text, widths, '┡', '━', '╇', '┩');
        bool first = true;
        foreach (Layer layer in model.Graph.Layers)
        {
            if (_isChain && layer is InputLayer)
            {
                continue;
            }
            if (!first)
            {
                Rule(text, widths, '├', '─', '┼', '┤');
            }
            first = false;
            LayerCall[] calls = [.. model.Graph.Calls.Where(c => c.Layer == layer)];
            string[] cells = [$"{layer.Name} ({layer.ClassName})", Shapes(calls[^1]), Number(layer.Weights.Sum(static w => (long)w.Count)), Connections(calls)];
            Row(text, widths, cells.AsSpan(0, widths.Length), '│');
        }
        Rule(text, widths, '└', '─', '┴', '┘');
        Totals(text);
        return text.ToString();
    }

    /// <summary>Columns at the given parts of the line; what borders and padding need is taken from all of them evenly, as rich does.</summary>
    private static int[] Widths(int line, ReadOnlySpan<double> positions)
    {
        var widths = new int[positions.Length];
        int at = 0;
        for (int i = 0; i < widths.Length; i++)
        {
            int end = (int)(positions[i] * line);
            widths[i] = end - at + 2;
            at = end;
        }
        int excess = widths.Sum() + widths.Length + 1 - line;
        for (int i = 0; i < widths.Length; i++)
        {
            int part = (int)Math.Round((double)excess / (widths.Length - i), MidpointRounding.ToEven);
            widths[i] -= part;
            excess -= part;
            if (widths[i] < 6)
            {
                throw new ArgumentOutOfRangeException(nameof(line), line, "A summary needs more room. Pass a lineLength of 60 or more.");
            }
        }
        return widths;
    }

    private static string Shapes(LayerCall call)
    {
        string[] shapes = [.. call.Outputs.SkipLast(call.Layer.HiddenOutputs).Select(static o => o.Shape.ToString())];
        return shapes.Length == 1 ? shapes[0] : $"[{string.Join(", ", shapes)}]";
    }

    private string Connections(LayerCall[] calls)
    {
        string text = string.Join(", ", calls.SelectMany(static c => c.Sources).Select(i =>
            $"{i.Producer.Layer.Name}[{Uses(i.Producer)}][{i.Index.ToString(CultureInfo.InvariantCulture)}]"));
        return text.Length == 0 ? "-" : text;
    }

    /// <summary>How many calls of the same layer came before.</summary>
    private string Uses(LayerCall call) =>
        model.Graph.Calls.TakeWhile(c => c != call).Count(c => c.Layer == call.Layer).ToString(CultureInfo.InvariantCulture);

    private static void Rule(StringBuilder text, int[] widths, char left, char line, char between, char right)
    {
        for (int i = 0; i < widths.Length; i++)
        {
            text.Append(i == 0 ? left : between).Append(line, widths[i]);
        }
        text.Append(right).AppendLine();
    }

    private static void Row(StringBuilder text, int[] widths, ReadOnlySpan<string> cells, char border)
    {
        var wrapped = new List<string>[cells.Length];
        int height = 1;
        for (int i = 0; i < cells.Length; i++)
        {
            wrapped[i] = Wrap(cells[i], widths[i] - 2);
            height = Math.Max(height, wrapped[i].Count);
        }
        for (int line = 0; line < height; line++)
        {
            for (int i = 0; i < cells.Length; i++)
            {
                string cell = line < wrapped[i].Count ? wrapped[i][line] : "";
                text.Append(border).Append(' ');
                text.Append(i == 2 ? cell.PadLeft(widths[i] - 2) : cell.PadRight(widths[i] - 2)).Append(' ');
            }
            text.Append(border).AppendLine();
        }
    }

    private static List<string> Wrap(string cell, int width)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in cell.Split(' '))
        {
            string rest = word;
            if (line.Length > 0 && line.Length + 1 + rest.Length <= width)
            {
                line += " " + rest;
                continue;
            }
            if (line.Length > 0)
            {
                lines.Add(line);
            }
            for (; rest.Length > width; rest = rest[width..])
            {
                lines.Add(rest[..width]);
            }
            line = rest;
        }
        lines.Add(line);
        return lines;
    }

    private void Totals(StringBuilder text)
    {
        long trainable = model.TrainableWeights.Sum(static w => (long)w.Count);
        text.AppendLine(CultureInfo.InvariantCulture, $" Total params: {Sized(model.ParameterCount)}");
        text.AppendLine(CultureInfo.InvariantCulture, $" Trainable params: {Sized(trainable)}");
        text.AppendLine(CultureInfo.InvariantCulture, $" Non-trainable params: {Sized(model.ParameterCount - trainable)}");
    }

    private static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    private static string Sized(long count)
    {
        double size = count * sizeof(float);
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        int unit = 0;
        for (; size >= 1024 && unit < units.Length - 1; unit++)
        {
            size /= 1024;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{count:N0} ({size:F2} {units[unit]})");
    }
}
