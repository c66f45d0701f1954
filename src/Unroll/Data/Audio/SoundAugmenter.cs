using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Makes other recordings of a sound: faster or slower (and so higher or lower), begun later, louder or softer, and with noise.
/// What a copy becomes depends on the seed and its number alone.
/// </summary>
/// <param name="seed">Where the random numbers begin.</param>
public sealed class SoundAugmenter(ulong seed)
{
    private const int Choices = 6;

    private readonly Philox _choices = new(seed, 0);
    private readonly Philox _noise = new(seed, 1);

    /// <summary>How much faster or slower a copy is at most; 0.15 for 85 % to 115 %.</summary>
    public double SpeedChange { get; init => field = Within(value, 0, 0.5, nameof(SpeedChange)); } = 0.15;

    /// <summary>The most silence before the sound and after it, in seconds.</summary>
    public double Shift { get; init => field = Within(value, 0, 10, nameof(Shift)); } = 0.1;

    /// <summary>How much louder or softer a copy is at most, in decibels. What is louder than 1 is clipped.</summary>
    public double Gain { get; init => field = Within(value, 0, 60, nameof(Gain)); } = 12;

    /// <summary>The strongest noise: so many decibels softer than the sound. The weakest is <see cref="NoiseSpread"/> decibels softer.</summary>
    public double StrongestNoise { get; init => field = Within(value, -20, 120, nameof(StrongestNoise)); } = 10;

    /// <summary>How much the noise's strength varies, in decibels.</summary>
    public double NoiseSpread { get; init => field = Within(value, 0, 120, nameof(NoiseSpread)); } = 30;

    /// <summary>A copy of a sound.</summary>
    /// <param name="sound">The sound.</param>
    /// <param name="copy">The copy's number; give another for each sound and each copy of it.</param>
    public Sound Augment(Sound sound, int copy)
    {
        ArgumentNullException.ThrowIfNull(sound);
        ArgumentOutOfRangeException.ThrowIfNegative(copy);
        var choice = new float[Choices];
        _choices.Uniform((ulong)copy, choice);
        Sound changed = sound.ChangeSpeed(1 + (SpeedChange * ((2 * choice[0]) - 1)));
        int before = (int)(choice[1] * Shift * sound.SampleRate), after = (int)(choice[2] * Shift * sound.SampleRate);
        var samples = new float[before + changed.Samples.Length + after];
        changed.Samples.CopyTo(samples.AsSpan(before));
        double gain = Amplitude(Gain * ((2 * choice[3]) - 1));
        double noise = Amplitude(-StrongestNoise - (NoiseSpread * choice[4])) * RootMeanSquare(changed.Samples);
        AddNoise(samples, noise, 0.95 * choice[5], (ulong)copy);
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (float)Math.Clamp(samples[i] * gain, -1, 1);
        return new Sound(samples, sound.SampleRate);
    }

    /// <summary>Adds normal noise through one pole, from white (0) to deep (towards 1).</summary>
    private void AddNoise(float[] samples, double amplitude, double pole, ulong copy)
    {
        double level = amplitude * Math.Sqrt(1 - (pole * pole)), value = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            value = (pole * value) + (level * _noise.NormalAt(copy, (ulong)i));
            samples[i] += (float)value;
        }
    }

    private static double Amplitude(double decibels) => DoubleMath.Pow(10, decibels / 20);

    private static double RootMeanSquare(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float sample in samples)
            sum += (double)sample * sample;
        return Math.Sqrt(sum / Math.Max(1, samples.Length));
    }

    private static double Within(double value, double least, double most, string name) =>
        value >= least && value <= most ? value : Throw.Argument<double>($"{name} is {value}, but expected {least} to {most}.", name);
}
