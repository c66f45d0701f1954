using System.Text;
using System.Text.Json;

namespace Unroll.Datasets;

/// <summary>
/// Emoji by two artists with their names in English and Korean, from npm: some 3,700 pictures of 64 by 64 each by Google (Noto) and by Twitter (Twemoji), the same concepts, so that a model
/// can learn from one and be tested on the other.
/// </summary>
public static class EmojiPictures
{
    private const string Names = "emojibase-data";
    private const string NamesVersion = "17.0.0";
    private const string PicturesVersion = "16.0.0";

    private static readonly string[] Languages = ["en", "ko"];

    /// <summary>The artists: the names of the folders.</summary>
    public static IReadOnlyList<string> Artists { get; } = ["google", "twitter"];

    /// <summary>What the licences ask of those who use the data.</summary>
    public static string LicenceNotice =>
        "Learnt from Noto Emoji (Copyright Google, Apache License 2.0) and tested on Twemoji (Copyright Twitter and contributors, CC BY 4.0), as the npm packages emoji-datasource-google and emoji-datasource-twitter 16.0.0 (MIT) hold them, with names from emojibase-data 17.0.0 (MIT).";

    /// <summary>Where <see cref="Fetch"/> puts the pictures.</summary>
    public static string DefaultFolder => DataFolder.Of("emoji");

    /// <summary>The captions file of a language in an artist's folder: a CSV with the header <c>image,caption</c>.</summary>
    /// <param name="language"><c>en</c> or <c>ko</c>.</param>
    /// <exception cref="ArgumentException">Another language.</exception>
    public static string CaptionsFile(string language) =>
        Languages.Contains(language) ? $"captions.{language}.csv" : throw new ArgumentException($"The emoji have names in 'en' and 'ko', but '{language}' was asked for. Choose one of these.", nameof(language));

    /// <summary>Fetches names and pictures with npm (some 140 MB, of which 28 MB are kept).</summary>
    /// <param name="folder">Where to write; by default <see cref="DefaultFolder"/>.</param>
    /// <returns>How many emoji each artist has.</returns>
    /// <exception cref="IOException">npm is missing or can't fetch a package.</exception>
    /// <exception cref="InvalidDataException">A package is not what it was.</exception>
    public static IReadOnlyList<int> Fetch(string? folder = null)
    {
        folder ??= DefaultFolder;
        NpmPackage.Fetch(Names, NamesVersion, folder, static path => path switch
        {
            "en/compact.json" => "names.en.json",
            "ko/compact.json" => "names.ko.json",
            "LICENSE" => "LICENSE-emojibase-data",
            _ => null,
        });
        foreach (string artist in Artists)
        {
            string pictures = $"img/{artist}/64/";
            NpmPackage.Fetch($"emoji-datasource-{artist}", PicturesVersion, folder, path =>
                path.StartsWith(pictures, StringComparison.Ordinal) && path.EndsWith(".png", StringComparison.Ordinal) ? Path.Combine(artist, Path.GetFileName(path))
                : path == "LICENSE" ? Path.Combine(artist, "LICENSE")
                : path == "README.md" ? Path.Combine(artist, "README.md") : null);
        }
        return [.. Artists.Select(artist => WriteCaptions(folder, artist))];
    }

    /// <summary>Writes an artist's captions files, and removes pictures that have no name.</summary>
    internal static int WriteCaptions(string folder, string artist)
    {
        Dictionary<string, string>[] names = [.. Languages.Select(language => ReadNames(Path.Combine(folder, $"names.{language}.json")))];
        string[] pictures = [.. Directory.GetFiles(Path.Combine(folder, artist), "*.png").Order(StringComparer.Ordinal)];
        string[] named = [.. pictures.Where(p => names.All(n => n.ContainsKey(Code(p))))];
        if (named.Length == 0) throw new InvalidDataException($"{Path.Combine(folder, artist)}: none of its {pictures.Length} pictures has a name in {Names} {NamesVersion}. Fetch the data again.");
        foreach (string unnamed in pictures.Except(named)) File.Delete(unnamed);
        for (int i = 0; i < Languages.Length; i++)
        {
            var text = new StringBuilder("image,caption\n");
            foreach (string picture in named) text.Append(Path.GetFileName(picture)).Append(",\"").Append(names[i][Code(picture)].Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\"\n");
            AtomicFile.Write(Path.Combine(folder, artist, CaptionsFile(Languages[i])), stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
        }
        return named.Length;
    }

    /// <summary>Names by code points without variation selectors; those with a skin tone stand below the one without.</summary>
    private static Dictionary<string, string> ReadNames(string path)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var emoji in json.RootElement.EnumerateArray())
            {
                Add(emoji);
                if (!emoji.TryGetProperty("skins", out var skins)) continue;
                foreach (var skin in skins.EnumerateArray()) Add(skin);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{path}: this is not the list of emoji that was expected: {e.Message} Fetch the data again.", e);
        }
        return names;

        void Add(JsonElement emoji) => names.TryAdd(Code(Text(emoji, "hexcode")), Text(emoji, "label"));

        static string Text(JsonElement emoji, string name) => emoji.GetProperty(name).GetString() ?? throw new JsonException($"A {name} is null.");
    }

    private static string Code(string name) =>
        Path.GetFileNameWithoutExtension(name).ToUpperInvariant().Replace("-FE0F", "", StringComparison.Ordinal);
}
