using Unroll.Kernels;

namespace Unroll;

/// <summary>Sound of one channel: its samples, from -1 to 1, and how many there are in a second.</summary>
public sealed class Sound
{
    /// <summary>The lowest sampling rate that is taken, in Hz.</summary>
    public const int LowestRate = 1_000;

    /// <summary>The highest sampling rate that is taken, in Hz.</summary>
    public const int HighestRate = 768_000;

    private const int FramesPerSecond = 100;

    private readonly float[] _samples;

    /// <summary>Sound from its samples.</summary>
    /// <param name="samples">One value a sample, from -1 to 1.</param>
    /// <param name="sampleRate">Samples in a second, from <see cref="LowestRate"/> to <see cref="HighestRate"/>.</param>
    /// <exception cref="ArgumentException">The rate is out of its range, or a sample is not finite.</exception>
    public Sound(float[] samples, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        CheckRate(sampleRate, nameof(sampleRate));
        int wrong = Array.FindIndex(samples, static s => !float.IsFinite(s));
        if (wrong >= 0)
            Throw.Argument($"Sample {wrong} is {samples[wrong]}, but expected a finite number. Repair the recording.", nameof(samples));
        (_samples, SampleRate) = (samples, sampleRate);
    }

    /// <summary>The samples.</summary>
    public ReadOnlySpan<float> Samples => _samples;

    /// <summary>Samples in a second.</summary>
    public int SampleRate { get; }

    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(_samples.Length / (double)SampleRate);

    /// <summary>Reads a WAV file: PCM of 8, 16, 24 or 32 bits, or float of 32 or 64; several channels are averaged.</summary>
    /// <exception cref="InvalidDataException">The file is no WAV file, truncated, compressed, or holds no sound.</exception>
    public static Sound ReadWav(string path) => WavReader.Read(path);

    /// <summary>Writes a WAV file, PCM of 16 bits: whole, or not at all. Louder samples than 1 are clipped.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void WriteWav(string path) => WavWriter.Write(path, this);

    /// <summary>The same sound at another sampling rate, through a windowed-sinc low-pass at the lower of the two rates' limits.</summary>
    public Sound Resample(int sampleRate)
    {
        CheckRate(sampleRate, nameof(sampleRate));
        return sampleRate == SampleRate ? this : new Sound(Resampler.Resample(_samples, sampleRate / (double)SampleRate), sampleRate);
    }

    /// <summary>The sound played faster (above 1) or slower, and so higher or lower, at the same sampling rate.</summary>
    /// <param name="factor">From 0.25 to 4.</param>
    public Sound ChangeSpeed(double factor) => factor is >= 0.25 and <= 4
        ? new Sound(Resampler.Resample(_samples, 1 / factor), SampleRate)
        : Throw.Argument<Sound>($"The speed is {factor}, but expected 0.25 to 4.", nameof(factor));

    /// <summary>The part from the first to the last hundredth of a second that is not silent.</summary>
    /// <param name="decibels">How far below the loudest hundredth of a second silence begins.</param>
    public Sound TrimSilence(double decibels = 40)
    {
        int frame = Math.Max(1, SampleRate / FramesPerSecond);
        double[] energies = [.. _samples.Chunk(frame).Select(static part => part.Sum(static s => (double)s * s))];
        double least = energies.Length == 0 ? 0 : energies.Max() * DoubleMath.Pow(10, -decibels / 10);
        int first = Array.FindIndex(energies, e => e > least), last = Array.FindLastIndex(energies, e => e > least);
        return first < 0 ? this : new Sound(_samples[(first * frame)..Math.Min(_samples.Length, (last + 1) * frame)], SampleRate);
    }

    internal static void CheckRate(int rate, string name)
    {
        if (rate is < LowestRate or > HighestRate)
            Throw.Argument($"The sampling rate is {rate} Hz, but expected {LowestRate} to {HighestRate}.", name);
    }
}
