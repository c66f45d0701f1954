namespace Unroll.Cli;

/// <summary>Something that the person at the keyboard can put right: shown as one line, without a stack trace.</summary>
internal sealed class UserError(string message) : Exception(message)
{
    /// <summary>True for errors whose message is made for users: the command's own, and those by which the library and the file system refuse input.</summary>
    public static bool Explains(Exception e) => e switch
    {
        UserError or IOException or InvalidDataException or UnauthorizedAccessException or FormatException or NotFiniteNumberException => true,
        ArgumentException or InvalidOperationException => e.Source?.StartsWith(nameof(Unroll), StringComparison.Ordinal) == true,
        _ => false,
    };

    /// <summary>The message on one line, without .NET's note on which parameter it was.</summary>
    public static string OneLine(Exception e) => Throw.Reason(e);
}
