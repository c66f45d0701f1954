using ScottPlot;
using SkiaSharp;

namespace Unroll.Plots;

/// <summary>The font that comes with the library, so that pictures have their text on machines without any, and look the same on all.</summary>
internal sealed class EmbeddedFont : IFontResolver
{
    private const string Name = "Unroll DejaVu Sans";

    private static readonly Lazy<string> Registered = new(() =>
    {
        ScottPlot.Fonts.FontResolvers.Add(new EmbeddedFont());
        return Name;
    });

    private EmbeddedFont()
    {
    }

    /// <summary>Draws every text of a plot, what it has so far, in the embedded font.</summary>
    public static void Use(Plot plot) => plot.Font.Set(Registered.Value);

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing width)
    {
        if (fontName != Name) return null;
        using var file = typeof(EmbeddedFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf");
        return SKTypeface.FromStream(file);
    }

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
}
