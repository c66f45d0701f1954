using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Log-mel spectrograms, librosa's <c>log(melspectrogram)</c>: the power spectrum of overlapping frames under a periodic Hann window,
/// summed in triangular bands along the mel scale, as natural logarithms. By default as for 16 kHz speech: frames of 25 ms every 10 ms, 40 bands.
/// </summary>
public sealed record LogMel
{
    private const double Least = 1e-10;
    private const int LongestFrame = 1 << 16;

    /// <summary>Samples in a second; sound of another rate is resampled.</summary>
    public int SampleRate
    {
        get;
        init
        {
            Sound.CheckRate(value, nameof(SampleRate));
            field = value;
        }
    } = 16_000;

    /// <summary>Samples in a frame. librosa: <c>n_fft</c>.</summary>
    public int FrameLength { get; init => field = Within(value, 2, LongestFrame, nameof(FrameLength)); } = 400;

    /// <summary>Samples from a frame's begin to the next one's. librosa: <c>hop_length</c>.</summary>
    public int Hop { get; init => field = Within(value, 1, LongestFrame, nameof(Hop)); } = 160;

    /// <summary>Mel bands. librosa: <c>n_mels</c>.</summary>
    public int Bands { get; init => field = Within(value, 1, 1024, nameof(Bands)); } = 40;

    /// <summary>Where the lowest band begins, in Hz. librosa: <c>fmin</c>.</summary>
    public double LowestFrequency { get; init; }

    /// <summary>Where the highest band ends, in Hz; half the sampling rate by default. librosa: <c>fmax</c>.</summary>
    public double? HighestFrequency { get; init; }

    /// <summary>How the bands are spread. librosa: <c>htk</c>.</summary>
    public MelScale Scale { get; init; }

    /// <summary>Whether each band is divided by its width, so that all have the same area. librosa: <c>norm="slaney"</c>.</summary>
    // JSON's reader doesn't know the default.
    [JsonRequired]
    public bool NormalizeArea { get; init; } = true;

    /// <summary>Whether frame t stands around sample t · <see cref="Hop"/>, with zeros before and after the sound, or begins there. librosa: <c>center</c>.</summary>
    [JsonRequired]
    public bool Center { get; init; } = true;

    /// <summary>The spectrogram of a sound, [frames, bands].</summary>
    /// <exception cref="ArgumentException">The sound is shorter than a frame, or the frequencies are no range below half the sampling rate.</exception>
    public Tensor<float> Compute(Sound sound)
    {
        ArgumentNullException.ThrowIfNull(sound);
        ReadOnlySpan<float> samples = sound.Resample(SampleRate).Samples;
        int padding = Center ? FrameLength / 2 : 0;
        int frames = 1 + ((samples.Length + (2 * padding) - FrameLength) / Hop);
        if (samples.Length + (2 * padding) < FrameLength || samples.IsEmpty)
            Throw.Argument($"The sound has {samples.Length} samples at {SampleRate} Hz, but a frame takes {FrameLength}. Give a longer sound.", nameof(sound));
        double[] window = Hann(FrameLength), frame = new double[FrameLength], power = new double[(FrameLength / 2) + 1];
        var fft = new Fft(FrameLength);
        var filters = new MelFilters(this);
        var spectrogram = new float[checked(frames * Bands)];
        for (int t = 0; t < frames; t++)
        {
            int start = (t * Hop) - padding;
            for (int i = 0; i < frame.Length; i++)
                frame[i] = start + i >= 0 && start + i < samples.Length ? samples[start + i] * window[i] : 0;
            fft.Power(frame, power);
            for (int band = 0; band < Bands; band++)
                spectrogram[(t * Bands) + band] = (float)DoubleMath.Log(Math.Max(Least, filters.Apply(power, band)));
        }

        return Tensor.Create(spectrogram, [frames, Bands]);
    }

    /// <summary>A Hann window whose next value would be its first again.</summary>
    private static double[] Hann(int length)
    {
        var window = new double[length];
        for (int i = 0; i < length; i++)
            window[i] = 0.5 - (0.5 * DoubleMath.CosPi(2.0 * i / length));
        return window;
    }

    private static int Within(int value, int least, int most, string name) =>
        value >= least && value <= most ? value : Throw.Argument<int>($"{name} is {value}, but expected {least} to {most}.", name);
}
