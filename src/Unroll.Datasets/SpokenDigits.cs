using System.Globalization;

namespace Unroll.Datasets;

/// <summary>
/// English digits, zero to nine, spoken by synthesisers of this machine and by one human speaker: a folder of WAV files, <c>PART/VOICE/DIGIT.wav</c>.
/// Folders of your own recordings, laid out alike, are read as well.
/// </summary>
public static class SpokenDigits
{
    /// <summary>The data set's name, and its folder's.</summary>
    public const string Name = "digits";

    /// <summary>Voices to learn from: most of the variants of <c>espeak-ng</c>, each in several accents, pitches and speeds.</summary>
    public const string Training = "train";

    /// <summary>Variants of <c>espeak-ng</c> to choose a model by.</summary>
    public const string Validation = "validation";

    /// <summary>Variants of <c>espeak-ng</c> that are in neither of those.</summary>
    public const string Test = "test";

    /// <summary>The voices of another synthesiser, <c>flite</c>.</summary>
    public const string Flite = "flite";

    /// <summary>A human speaker: Allison Smith, from Debian's <c>asterisk-core-sounds-en-wav</c>, a telephone's sound.</summary>
    public const string Human = "human";

    /// <summary>Samples in a second of the recordings: a telephone's, as the human ones are.</summary>
    public const int SampleRate = 8000;

    /// <summary>What the licence of the human recordings asks for.</summary>
    public const string LicenceNotice = "The human recordings (used for the test only) are by Allison Smith, asterisk-core-sounds, CC BY-SA 3.0. The others are made by espeak-ng and flite.";

    private const string HumanPackage = "asterisk-core-sounds-en-wav";

    /// <summary>The names of all parts.</summary>
    public static IReadOnlyList<string> Parts { get; } = [Training, Validation, Test, Flite, Human];

    /// <summary>The digits' names, in their order.</summary>
    public static IReadOnlyList<string> Words { get; } = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>Makes all recordings with <c>espeak-ng</c> and <c>flite</c>, and fetches the human ones with <c>apt-get</c>.</summary>
    /// <param name="folder">Where to; made if it isn't there.</param>
    /// <exception cref="IOException">A program is missing or fails; the message says what to install.</exception>
    public static void Record(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        SpeechSynthesis.Espeak(folder);
        SpeechSynthesis.Flite(folder);
        FetchHuman(folder);
    }

    /// <summary>Reads the recordings of one part, in the order of their voices and digits.</summary>
    /// <param name="folder">The folder that <see cref="Record"/> wrote, or one like it.</param>
    /// <param name="part">The part: <see cref="Training"/>, <see cref="Test"/> and so on.</param>
    /// <exception cref="IOException">There is no such folder, or no recording in it.</exception>
    /// <exception cref="InvalidDataException">A file is no WAV file, truncated or compressed.</exception>
    public static IReadOnlyList<SpokenDigit> Load(string folder, string part)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentException.ThrowIfNullOrWhiteSpace(part);
        string path = Path.Combine(folder, part);
        if (!Directory.Exists(path)) throw new IOException($"There is no folder '{path}'. Make the recordings with 'unroll data digits', or name the folder that has them.");
        SpokenDigit[] digits =
        [
            .. from voice in Directory.GetDirectories(path).Order(StringComparer.Ordinal)
               from digit in Enumerable.Range(0, Words.Count)
               let file = FileOf(voice, digit)
               where File.Exists(file)
               select new SpokenDigit(Path.GetFileName(voice), digit, Sound.ReadWav(file)),
        ];
        return digits.Length > 0 ? digits : throw new IOException($"The folder '{path}' has no recordings. They are expected as VOICE/DIGIT.wav, such as '{FileOf("anna", 7)}'.");
    }

    internal static string FileOf(string folder, int digit) => Path.Combine(folder, digit.ToString(CultureInfo.InvariantCulture) + ".wav");

    private static void FetchHuman(string folder) => DebianPackage.Fetch(HumanPackage, root =>
    {
        string digits = Directory.GetDirectories(root, "digits", SearchOption.AllDirectories).FirstOrDefault()
            ?? throw new IOException($"The package {HumanPackage} has no folder 'digits'. Another version is expected.");
        string target = Path.Combine(folder, Human, "allison");
        Directory.CreateDirectory(target);
        for (int digit = 0; digit < Words.Count; digit++)
            Sound.ReadWav(FileOf(digits, digit)).WriteWav(FileOf(target, digit));
    });
}
