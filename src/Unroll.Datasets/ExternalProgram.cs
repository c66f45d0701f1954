using System.ComponentModel;
using System.Diagnostics;

namespace Unroll.Datasets;

/// <summary>Runs a program of the machine and waits for it.</summary>
internal static class ExternalProgram
{
    /// <param name="name">The program, looked up in PATH.</param>
    /// <param name="arguments">Its arguments, each as it is.</param>
    /// <param name="install">What to do where there is no such program: <c>Install it with 'apt-get install espeak-ng'.</c></param>
    /// <param name="folder">The folder to run in.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="IOException">The program is missing or fails; the message has its last words.</exception>
    public static string Run(string name, IEnumerable<string> arguments, string install, string? folder = null)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        try
        {
            using var process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new IOException($"'{name} {string.Join(' ', start.ArgumentList)}' ended with code {process.ExitCode}: {LastLine(errors.Result)}");
        }
        catch (Win32Exception e)
        {
            throw new IOException($"The program '{name}' could not be started: {e.Message}. {install}", e);
        }
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1].Trim();
}
