using System.CommandLine;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll data gettext PATH...</c>: pairs of texts out of catalogues of translations.</summary>
internal static class DataGettextCommand
{
    public static Command Create(Catalogue texts)
    {
        var paths = new Argument<string[]>("PATH") { Description = texts.GettextPaths, Arity = ArgumentArity.OneOrMore };
        var file = new Option<string>("--out") { Description = texts.PairsOutOption, HelpName = "FILE", DefaultValueFactory = _ => "pairs.tsv" };
        var command = new Command("gettext", texts.DataGettextAbout) { paths, file };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(paths), parsed.GetRequiredValue(file), texts));
        return command;
    }

    private static int Run(string[] paths, string file, Catalogue texts)
    {
        var catalogues = paths.SelectMany(path => Files(path, texts)).Select(path => (Path: path, Read: GettextCatalogue.Read(path))).ToList();
        string[] languages = [.. catalogues.Select(c => c.Read.Header.GetValueOrDefault("Language", "")).Where(language => language.Length > 0).Distinct()];
        if (languages.Length > 1) throw new UserError(texts.SeveralLanguages(string.Join(", ", languages)));
        int entries = catalogues.Sum(c => c.Read.Entries.Count);
        var pairs = GettextPairs.From(catalogues.SelectMany(c => c.Read.Entries));
        if (pairs.Count == 0) throw new UserError(texts.NoGettextPairs(catalogues.Count, entries));
        TextPairs.Write(file, pairs);
        Console.Out.WriteLine(texts.GettextFound(catalogues.Count, entries, pairs.Count));
        Console.Out.WriteLine(texts.Saved(file));
        return ExitCode.Success;
    }

    /// <summary>A catalogue, or those in a folder and below it.</summary>
    public static string[] Files(string path, Catalogue texts)
    {
        if (!Directory.Exists(path)) return [SavedModel.Existing(path, texts)];
        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".mo" or ".po" or ".gmo").Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new UserError(texts.NoCatalogues(path));
    }
}
