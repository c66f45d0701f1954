using System.Globalization;
using System.Xml.Linq;
using Unroll.Cli.Figures;
using Unroll.Cli.Labs;
using Unroll.Cli.Texts;

namespace Unroll.Tests.Labs;

public sealed class FigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FigureTests() => FigureSet.Save(new LabFolder(_folder["out"], Catalogue.For(Language.English)), Catalogue.For(Language.English));

    public static TheoryData<string> Files => new(from name in new[] { "recurrence", "assistant", "lstm", "shapes", "classifier" } from language in new[] { "en", "ko" } select $"{name}.{language}.svg");

    public void Dispose() => _folder.Dispose();

    // An arrow that ends in the open goes on to the next step, or to what is written there.
    [Theory]
    [MemberData(nameof(Files))]
    public void Save_Arrows_EndAtTheEdgeOfWhatTheyPointTo(string file)
    {
        var svg = Load(file);
        var boxes = Elements(svg, "rect").Select(r => (Left: Number(r, "x"), Top: Number(r, "y"), Right: Number(r, "x") + Number(r, "width"), Bottom: Number(r, "y") + Number(r, "height"))).ToArray();
        var circles = Elements(svg, "circle").Select(c => (X: Number(c, "cx"), Y: Number(c, "cy"), R: Number(c, "r"))).ToArray();
        var open = Elements(svg, "path").Where(path => path.Attribute("marker-end") is not null).Select(End).Where(end =>
            !boxes.Any(box => OnEdge(end, box)) && !circles.Any(c => Math.Abs(Math.Sqrt(Math.Pow(end.X - c.X, 2) + Math.Pow(end.Y - c.Y, 2)) - c.R) < 0.01)).ToArray();
        int expected = file.Split('.')[0] switch { "recurrence" => 1, "lstm" => 2, "classifier" => 1, _ => 0 };
        Assert.Equal(expected, open.Length);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Save_Boxes_DoNotOverlapAndStayInThePicture(string file)
    {
        var svg = Load(file);
        string[] size = svg.Attribute("viewBox")!.Value.Split(' ');
        var boxes = Elements(svg, "rect").Where(r => r.Attribute("rx")!.Value == "8").Select(r => (Left: Number(r, "x"), Top: Number(r, "y"), Right: Number(r, "x") + Number(r, "width"), Bottom: Number(r, "y") + Number(r, "height"))).ToArray();
        Assert.NotEmpty(boxes);
        for (int i = 0; i < boxes.Length; i++)
        {
            Assert.True(boxes[i].Left >= 0 && boxes[i].Top >= 0 && boxes[i].Right <= double.Parse(size[2], CultureInfo.InvariantCulture) && boxes[i].Bottom <= double.Parse(size[3], CultureInfo.InvariantCulture));
            for (int j = 0; j < i; j++)
                Assert.True(boxes[i].Left >= boxes[j].Right || boxes[i].Right <= boxes[j].Left || boxes[i].Top >= boxes[j].Bottom || boxes[i].Bottom <= boxes[j].Top, $"boxes {i} and {j} of {file} overlap");
        }
    }

    [Fact]
    public void Save_KoreanFigures_AreInKoreanAsText()
    {
        Assert.Contains("망각 게이트", Load("lstm.ko.svg").Value, StringComparison.Ordinal);
        Assert.Contains("forget gate", Load("lstm.en.svg").Value, StringComparison.Ordinal);
        Assert.Contains("내일의 주가", Load("assistant.ko.svg").Value, StringComparison.Ordinal);
    }

    private static bool OnEdge((double X, double Y) end, (double Left, double Top, double Right, double Bottom) box) =>
        (end.X >= box.Left - 0.01 && end.X <= box.Right + 0.01 && (Math.Abs(end.Y - box.Top) < 0.01 || Math.Abs(end.Y - box.Bottom) < 0.01)) ||
        (end.Y >= box.Top - 0.01 && end.Y <= box.Bottom + 0.01 && (Math.Abs(end.X - box.Left) < 0.01 || Math.Abs(end.X - box.Right) < 0.01));

    private static (double X, double Y) End(XElement path)
    {
        string[] last = path.Attribute("d")!.Value.Split(' ')[^1].TrimStart('L').Split(',');
        return (double.Parse(last[0], CultureInfo.InvariantCulture), double.Parse(last[1], CultureInfo.InvariantCulture));
    }

    private static IEnumerable<XElement> Elements(XElement svg, string name) => svg.Elements().Where(element => element.Name.LocalName == name);

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private XElement Load(string file) => XElement.Load(Path.Combine(_folder["out"], file));
}
