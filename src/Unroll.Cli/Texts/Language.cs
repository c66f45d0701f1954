using System.Runtime.InteropServices;

namespace Unroll.Cli.Texts;

/// <summary>The language to speak: the one asked for, else the system's.</summary>
internal static class Language
{
    public const string English = "en";
    public const string Korean = "ko";
    public const string Option = "--language";

    private const int PrimaryLanguageMask = 0x3ff;
    private const int WindowsKorean = 0x12;

    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>Finds the language before the command line is parsed, since help and errors are already texts in a language.</summary>
    public static string Choose(string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == Option && i + 1 < args.Length) return Known(args[i + 1]);
            if (args[i].StartsWith(Option + "=", StringComparison.Ordinal) || args[i].StartsWith(Option + ":", StringComparison.Ordinal))
                return Known(args[i][(Option.Length + 1)..]);
        }

        return OperatingSystem.IsWindows() ? OfWindows() : OfLocale(Environment.GetEnvironmentVariable);
    }

    /// <summary>The locale's language, by POSIX's order of variables; the first one set counts.</summary>
    public static string OfLocale(Func<string, string?> variable)
    {
        string? locale = Variables.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        string language = (locale ?? "").Split('_', '.', '@')[0];
        return Known(language);
    }

    private static string Known(string language) =>
        string.Equals(language, Korean, StringComparison.OrdinalIgnoreCase) ? Korean : English;

    private static string OfWindows() => (GetUserDefaultUILanguage() & PrimaryLanguageMask) == WindowsKorean ? Korean : English;

    [DllImport("kernel32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern ushort GetUserDefaultUILanguage();
}
