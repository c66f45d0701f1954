using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll data emoji</c>.</summary>
internal static class DataEmojiCommand
{
    public static Command Create(Catalogue texts)
    {
        var folder = new Option<string?>("--out") { Description = texts.EmojiOutOption, HelpName = "FOLDER" };
        var command = new Command("emoji", texts.DataEmojiAbout) { folder };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(folder) ?? EmojiPictures.DefaultFolder;
            foreach (var (artist, count) in EmojiPictures.Artists.Zip(EmojiPictures.Fetch(path))) Console.WriteLine(texts.EmojiFetched(artist, count));
            Console.WriteLine(EmojiPictures.LicenceNotice);
            Console.WriteLine(texts.Saved(path));
        });
        return command;
    }
}
