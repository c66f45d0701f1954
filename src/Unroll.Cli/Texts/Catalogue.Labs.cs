using System.Globalization;
using Unroll.Cli.Labs;

namespace Unroll.Cli.Texts;

/// <summary>What the experiments say. The reports follow from what was measured, also where that is not what was expected.</summary>
internal abstract partial class Catalogue
{
    public abstract string LabAbout { get; }
    public abstract string LabArgument(string names);
    public abstract string LabOutOption { get; }
    public abstract string LabSeedOption { get; }
    public abstract string QuickOption { get; }
    public abstract string UnknownLab(string received, string names);
    public abstract string InspectAbout { get; }
    public abstract string InspectTextOption { get; }
    public abstract string InspectUnitsOption { get; }
    public abstract string InspectInputArgument { get; }
    public abstract string NeedsText { get; }
    public abstract string NeverSeen(string words);
    public abstract string GateMeans(string layer);

    public abstract string Gate(string name);
    public abstract string Unit { get; }
    public abstract string Lag { get; }
    public abstract string LayersBack { get; }
    public abstract string GradientNorm { get; }
    public abstract string GradientsTitle { get; }
    public abstract string DeepGradientsTitle { get; }
    public abstract string SlopesTitle { get; }
    public abstract string SlopeOf(string function);
    public abstract string MemoryTitle { get; }
    public abstract string Network(string name);
    public abstract string TokensFromTo(int from, int to);
    public abstract string LagsTitle { get; }
    public abstract string LagTitle(string task);
    public abstract string StepsToLearn { get; }
    public abstract string GatesTitle { get; }
    public abstract string StateAfterEachWord(string sentence);
    public abstract string DistanceOfStates { get; }
    public abstract string FiguresTitle { get; }

    public abstract IReadOnlyList<string> GradientsReport(GradientLab.Result result);
    public abstract IReadOnlyList<string> MemoryReport(MemoryLab.Result result);
    public abstract IReadOnlyList<string> LagReport(LagLab.Result result);
    public abstract IReadOnlyList<string> GatesReport(GateLab.Result result);
    public abstract string FiguresReport(int figures);

    /// <summary>Three digits that count: 0.953, 2.1e-14.</summary>
    protected static string Three(double value) => value.ToString("G3", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);

    protected static string Percent(double part) => (100 * part).ToString("F1", CultureInfo.InvariantCulture) + " %";
}
