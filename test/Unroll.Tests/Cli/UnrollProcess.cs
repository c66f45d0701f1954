using System.Diagnostics;
using System.Text;

namespace Unroll.Tests.Cli;

/// <summary>What a run of the command left behind.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The only line on standard error.</summary>
    public string ErrorLine => Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>The real command in a process of its own.</summary>
internal static class UnrollProcess
{
    public static readonly string Command = Path.Combine(AppContext.BaseDirectory, "Unroll.Cli.dll");

    public static Outcome Run(params string[] arguments) => Run([], null, arguments);

    public static Outcome RunIn(string locale, params string[] arguments) => Run([], locale, arguments);

    public static Outcome RunWithInput(byte[] input, params string[] arguments) => Run(input, null, arguments);

    public static Process Start(string? locale, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Command, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string name in new[] { "LC_MESSAGES", "LANG" }) start.Environment.Remove(name);
        start.Environment["LC_ALL"] = locale ?? "C";
        return Process.Start(start)!;
    }

    private static Outcome Run(byte[] input, string? locale, string[] arguments)
    {
        using var process = Start(locale, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input.
        }

        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
    }
}
