using Unroll.Cli.Commands;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Predicting;

/// <summary>Where stories come from: an option, a file, or standard input. Without any story it is an error.</summary>
internal static class Stories
{
    public static IEnumerable<Story> From(string? text, string? file, Catalogue texts)
    {
        if (text is not null) return NotNone("--text", string.IsNullOrWhiteSpace(text) ? [] : [new Story(1, text)], texts);
        if (file is not null) return FromFile(SavedModel.Existing(file, texts), texts);
        if (!Console.IsInputRedirected) Console.Error.WriteLine(texts.TypeStories);
        return NotNone(texts.StandardInput, StoryLines.Read(Console.OpenStandardInput(), texts.StandardInput, texts), texts);
    }

    private static IEnumerable<Story> FromFile(string path, Catalogue texts)
    {
        using var stream = File.OpenRead(path);
        foreach (var story in NotNone(path, StoryLines.Read(stream, path, texts), texts)) yield return story;
    }

    private static IEnumerable<Story> NotNone(string source, IEnumerable<Story> stories, Catalogue texts)
    {
        bool any = false;
        foreach (var story in stories)
        {
            any = true;
            yield return story;
        }

        if (!any) throw new UserError(texts.NoStories(source));
    }
}
