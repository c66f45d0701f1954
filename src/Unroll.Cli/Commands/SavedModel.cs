using System.CommandLine;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary>The model that a command works on.</summary>
internal static class SavedModel
{
    public static Argument<string> Argument(Catalogue texts) => new("MODEL") { Description = texts.ModelArgument };

    /// <summary>The path, if a file is there.</summary>
    public static string Existing(string path, Catalogue texts) => File.Exists(path) ? path : throw new UserError(texts.NoSuchFile(path));
}
