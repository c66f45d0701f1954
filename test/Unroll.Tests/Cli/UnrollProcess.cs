using System.Diagnostics;

namespace Unroll.Tests.Cli;

/// <summary>The real command in a process of its own.</summary>
internal static class UnrollProcess
{
    public static readonly string Command = Path.Combine(AppContext.BaseDirectory, "Unroll.Cli.dll");

    public static Outcome Run(params string[] arguments) => RunIn("C", arguments);

    public static Outcome RunIn(string locale, params string[] arguments) => Outcome.Of(Speaking(new ProcessStartInfo("dotnet", [Command, .. arguments]), locale));

    public static Outcome RunWithInput(byte[] input, params string[] arguments) => Outcome.Of(Speaking(new ProcessStartInfo("dotnet", [Command, .. arguments]), "C"), input);

    /// <summary>Starts it with SIGINT at its default, also where the tests were told to ignore it, as <c>nohup</c> and background jobs of scripts are.</summary>
    public static Process StartInterruptible(params string[] arguments)
    {
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Command, .. arguments])
            : new ProcessStartInfo("dotnet", [Command, .. arguments]);
        start.RedirectStandardOutput = true;
        return Process.Start(Speaking(start, "C"))!;
    }

    private static ProcessStartInfo Speaking(ProcessStartInfo start, string locale)
    {
        foreach (string name in new[] { "LC_MESSAGES", "LANG" }) start.Environment.Remove(name);
        start.Environment["LC_ALL"] = locale;
        return start;
    }
}
