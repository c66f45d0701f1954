using System.Globalization;

namespace Unroll.Datasets;

/// <summary>Has the digits spoken by the speech synthesisers of the machine.</summary>
internal static class SpeechSynthesis
{
    /// <summary>Accents, pitches and speeds that each variant of the training speaks in.</summary>
    private const int Takes = 4;

    private static readonly string[] s_accents =
        ["en-us", "en-gb", "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-rp", "en-gb-x-gbcwmd", "en-029", "en-us-nyc"];

    private static readonly string[] s_fliteVoices = ["awb", "kal16", "rms", "slt"];

    private sealed record Take(string Part, string Voice, string Accent, int Pitch, int Speed);

    /// <summary>espeak-ng's variants: of five, three learn, one validates, one tests.</summary>
    public static void Espeak(string folder)
    {
        const string Install = "Install it, for example with 'apt-get install espeak-ng'.";
        string[] variants = [.. Variants(ExternalProgram.Run("espeak-ng", ["--voices=variant"], Install))];
        if (variants.Length < 5) throw new IOException($"espeak-ng has {variants.Length} variants of voices, but 5 or more are needed. Install espeak-ng-data.");
        TakesOf(variants).AsParallel().ForAll(take => Speak(folder, take.Part, $"{take.Voice}_{take.Accent}_p{take.Pitch}_s{take.Speed}", (word, file) =>
            ExternalProgram.Run("espeak-ng", ["-v", $"{take.Accent}+{take.Voice}", "-p", Text(take.Pitch), "-s", Text(take.Speed), "-w", file, word], Install)));
    }

    public static void Flite(string folder)
    {
        foreach (string voice in s_fliteVoices)
        {
            Speak(folder, SpokenDigits.Flite, voice, (word, file) =>
                ExternalProgram.Run("flite", ["-voice", voice, "-t", word, "-o", file], "Install it, for example with 'apt-get install flite'."));
        }
    }

    /// <summary>The names after '!v/' in espeak-ng's table, in order.</summary>
    private static IEnumerable<string> Variants(string table) => table.Split('\n')
        .Select(static line => line.Split("!v/") is [_, var rest] ? rest.Split(' ')[0] : "")
        .Where(static name => name.Length > 0).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<Take> TakesOf(string[] variants)
    {
        for (int v = 0; v < variants.Length; v++)
        {
            string part = (v % 5) switch { 3 => SpokenDigits.Validation, 4 => SpokenDigits.Test, _ => SpokenDigits.Training };
            for (int take = 0; take < (part == SpokenDigits.Training ? Takes : 1); take++)
            {
                int turn = (v * Takes) + take;
                yield return new Take(part, variants[v], s_accents[turn * 3 % s_accents.Length], 25 + (turn * 17 % 60), 120 + (turn * 23 % 90));
            }
        }
    }

    /// <summary>Has all digits spoken into temporary files, and keeps them trimmed and at the data set's rate.</summary>
    private static void Speak(string folder, string part, string voice, Action<string, string> speak)
    {
        string target = Path.Combine(folder, part, voice), temporary = Directory.CreateTempSubdirectory("unroll-speech-").FullName;
        Directory.CreateDirectory(target);
        try
        {
            for (int digit = 0; digit < SpokenDigits.Words.Count; digit++)
            {
                string file = SpokenDigits.FileOf(temporary, digit);
                speak(SpokenDigits.Words[digit], file);
                Sound.ReadWav(file).TrimSilence().Resample(SpokenDigits.SampleRate).WriteWav(SpokenDigits.FileOf(target, digit));
            }
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
