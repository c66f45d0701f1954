using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Rebuilding;

/// <summary>Makes the Reuters arrays from the package and compares them with the published ones.</summary>
internal static class ReutersRebuilding
{
    /// <summary>Shows the checksums. Where all match, the arrays are written to <paramref name="file"/>, if there is one.</summary>
    public static int Run(string package, string? file, Catalogue texts)
    {
        var rebuilt = ReutersRebuild.FromStories(ReutersPackage.Read(package));
        Console.Out.WriteLine(texts.Rebuilt(rebuilt.Lengths.Length, rebuilt.TopicNames.Length, rebuilt.Words.Length));
        var (ours, published) = (ReutersChecksums.Of(rebuilt), ReutersChecksums.Published);
        Console.Out.WriteLine(Line("tokens", ours.Tokens, published.Tokens, texts));
        Console.Out.WriteLine(Line("lengths", ours.Lengths, published.Lengths, texts));
        Console.Out.WriteLine(Line("labels", ours.Labels, published.Labels, texts));
        if (ours != published) throw new UserError(texts.RebuiltOtherwise(package));
        if (file is null) return ExitCode.Success;
        AtomicFile.Write(file, rebuilt.Write);
        Console.Out.WriteLine(texts.Saved(file));
        return ExitCode.Success;
    }

    private static string Line(string array, uint ours, uint published, Catalogue texts) =>
        $"{array,-8}{ours:x8} {(ours == published ? texts.ChecksumMatches : texts.ChecksumDiffers($"{published:x8}"))}";
}
