using ScottPlot;
using SkiaSharp;

namespace Unroll.Plots;

/// <summary>The fonts that come with the library, so that pictures have their text on machines without any, and look the same on all.</summary>
internal sealed class EmbeddedFont : IFontResolver
{
    private const string Latin = "Unroll DejaVu Sans";
    private const string Korean = "Unroll NanumSquare";

    private static readonly Lazy<EmbeddedFont> Registered = new(() =>
    {
        var fonts = new EmbeddedFont();
        ScottPlot.Fonts.FontResolvers.Add(fonts);
        return fonts;
    });

    private EmbeddedFont()
    {
    }

    /// <summary>Draws a plot's title, axes and legend, what it has so far, in an embedded font: one that has Hangul where a text of the plot needs it.</summary>
    /// <returns>The font's name, for the plot's other texts.</returns>
    public static string Use(Plot plot, params IEnumerable<string> texts)
    {
        _ = Registered.Value;
        string name = NameFor(texts);
        plot.Font.Set(name);
        return name;
    }

    /// <summary>The typeface in which <see cref="Use"/> draws such texts, to measure them; the caller disposes of it.</summary>
    public static SKTypeface TypefaceFor(IEnumerable<string> texts) => Load(NameFor(texts));

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing width) =>
        fontName is Latin or Korean ? Load(fontName) : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static string NameFor(IEnumerable<string> texts) => texts.Any(text => text.Any(IsHangul)) ? Korean : Latin;

    private static bool IsHangul(char c) => c is (>= '\u1100' and <= '\u11ff') or (>= '\u3131' and <= '\u318e') or (>= '\uac00' and <= '\ud7a3');

    private static SKTypeface Load(string name)
    {
        using var file = typeof(EmbeddedFont).Assembly.GetManifestResourceStream(name == Korean ? "NanumSquareR.ttf" : "DejaVuSans.ttf");
        return SKTypeface.FromStream(file);
    }
}
