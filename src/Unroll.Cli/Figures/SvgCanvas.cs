using System.Globalization;
using System.Xml.Linq;

namespace Unroll.Cli.Figures;

/// <summary>A drawing of boxes, arrows and text as SVG. Text stays text; <c>_{…}</c> in it is set as a subscript.</summary>
internal sealed class SvgCanvas
{
    public const string Ink = "#1e293b";
    public const string Faint = "#64748b";

    private const string Arrows = "#475569";
    private const string Fonts = "NanumSquare, 'Nanum Gothic', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans CJK KR', 'DejaVu Sans', Arial, sans-serif";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    public SvgCanvas(int width, int height, string title)
    {
        _root = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("font-family", Fonts),
            new XAttribute("role", "img"),
            "\n",
            new XElement(Svg + "title", title),
            "\n",
            new XElement(Svg + "defs", Head()),
            "\n");
        Rectangle(0, 0, width, height, "#ffffff", null, 0);
        Text(width / 2.0, 34, title, 20, Ink);
    }

    /// <summary>A box around its middle, with lines of text in it.</summary>
    public void Box(double x, double y, double width, double height, Paint paint, params ReadOnlySpan<string> lines)
    {
        Rectangle(x - (width / 2), y - (height / 2), width, height, paint.Fill, paint.Line, 8);
        const double spacing = 18;
        double top = y - ((lines.Length - 1) * spacing / 2) + 5;
        for (int i = 0; i < lines.Length; i++) Text(x, top + (i * spacing), lines[i], 14, Ink);
    }

    /// <summary>A frame with nothing in it; what is drawn later stands on it.</summary>
    public void Frame(double left, double top, double width, double height, string fill, string? line, double radius = 14, bool dashed = false)
    {
        var frame = Rectangle(left, top, width, height, fill, line, radius);
        if (dashed) frame.SetAttributeValue("stroke-dasharray", "6 5");
    }

    /// <summary>A small circle with a sign in it, such as × or +.</summary>
    public void Sign(double x, double y, string sign)
    {
        Add("circle", ("cx", x), ("cy", y), ("r", SignRadius), ("fill", "#ffffff"), ("stroke", Ink), ("stroke-width", 1.6));
        Text(x, y + 6, sign, 17, Ink);
    }

    public const double SignRadius = 13;

    /// <summary>Text around a point on its base line.</summary>
    public void Text(double x, double y, string text, double size, string color, string anchor = "middle")
    {
        var element = Add("text", ("x", x), ("y", y), ("font-size", size), ("fill", color), ("text-anchor", anchor));
        element.SetAttributeValue(XNamespace.Xml + "space", "preserve");
        string[] parts = text.Split(["_{", "}"], StringSplitOptions.None);
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length == 0) continue;
            var span = new XElement(Svg + "tspan", parts[i]);
            bool isSubscript = i % 2 == 1;
            if (isSubscript) span.Add(new XAttribute("font-size", Number(size * 0.72)), new XAttribute("dy", Number(size * 0.25)));
            else if (i > 0) span.Add(new XAttribute("dy", Number(-size * 0.25)));
            element.Add(span);
        }
    }

    /// <summary>A line through points, given as x and y in turn, with an arrow's head at its end.</summary>
    public void Arrow(params ReadOnlySpan<double> points) => Line(points).SetAttributeValue("marker-end", "url(#head)");

    /// <summary>A line through points without a head.</summary>
    public XElement Line(params ReadOnlySpan<double> points)
    {
        var path = new List<string>();
        for (int i = 0; i < points.Length; i += 2) path.Add($"{(i == 0 ? "M" : "L")}{Number(points[i])},{Number(points[i + 1])}");
        return Path(string.Join(' ', path));
    }

    /// <summary>A loop from a box's right side back into it, around a middle height.</summary>
    public void Loop(double right, double middle, double reach)
    {
        string from = $"{Number(right)},{Number(middle - 12)}", to = $"{Number(right)},{Number(middle + 12)}", far = Number(right + reach);
        Path($"M{from} C{far},{Number(middle - reach)} {far},{Number(middle + reach)} {to}").SetAttributeValue("marker-end", "url(#head)");
    }

    /// <summary>The file's text.</summary>
    public override string ToString() => new XDeclaration("1.0", "utf-8", null) + "\n" + _root.ToString(SaveOptions.DisableFormatting) + "\n";

    private XElement Path(string d) => Add("path", ("d", d), ("fill", "none"), ("stroke", Arrows), ("stroke-width", 1.8), ("stroke-linejoin", "round"));

    private XElement Rectangle(double left, double top, double width, double height, string fill, string? line, double radius) =>
        Add("rect", ("x", left), ("y", top), ("width", width), ("height", height), ("rx", radius), ("fill", fill), ("stroke", line ?? "none"), ("stroke-width", 1.6));

    private XElement Add(string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var element = new XElement(Svg + name);
        foreach (var (key, value) in attributes) element.SetAttributeValue(key, value is double number ? Number(number) : value);
        // Lines between the elements, but no space inside a text, where it would be seen.
        _root.Add(element, "\n");
        return element;
    }

    /// <summary>The head of all arrows; its tip is the line's end.</summary>
    private static XElement Head() => new(
        Svg + "marker",
        new XAttribute("id", "head"),
        new XAttribute("viewBox", "0 0 10 10"),
        new XAttribute("refX", 10),
        new XAttribute("refY", 5),
        new XAttribute("markerWidth", 6),
        new XAttribute("markerHeight", 6),
        new XAttribute("orient", "auto"),
        new XElement(Svg + "path", new XAttribute("d", "M0,0 L10,5 L0,10 z"), new XAttribute("fill", Arrows)));

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A box's two colours.</summary>
internal sealed record Paint(string Fill, string Line)
{
    public static readonly Paint Input = new("#dbeafe", "#2563eb");
    public static readonly Paint Hidden = new("#dcfce7", "#16a34a");
    public static readonly Paint Output = new("#ffedd5", "#ea580c");
    public static readonly Paint Gate = new("#fef9c3", "#ca8a04");
    public static readonly Paint Other = new("#fae8ff", "#a21caf");
    public static readonly Paint Plain = new("#f1f5f9", "#64748b");
}
