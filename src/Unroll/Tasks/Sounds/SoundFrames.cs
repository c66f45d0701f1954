using System.Numerics.Tensors;

namespace Unroll;

/// <summary>What a sound classifier sees of a sound. Each band's mean is taken out, and with it loudness and a microphone's or telephone line's colour.</summary>
internal static class SoundFrames
{
    /// <summary>How far below the loudest value of the spectrogram others count: 60 dB, in natural logarithms of power.</summary>
    private const float DynamicRange = 13.8f;

    /// <summary>About the standard deviation of speech's log-mel values, which they are divided by.</summary>
    private const double Deviation = 3;

    /// <summary>Fills [frames, bands]: the sound's frames at the end, zeros before them.</summary>
    public static void Write(Sound sound, LogMel features, Span<float> frames)
    {
        float[] spectrogram = features.Compute(sound.Resample(features.SampleRate).TrimSilence()).ToArray();
        int bands = features.Bands, kept = Math.Min(spectrogram.Length, frames.Length);
        float floor = spectrogram.Max() - DynamicRange;
        for (int i = 0; i < spectrogram.Length; i++)
            spectrogram[i] = Math.Max(floor, spectrogram[i]);
        for (int band = 0; band < bands; band++)
            Center(spectrogram.AsSpan(0, kept), band, bands);
        frames.Clear();
        spectrogram.AsSpan(0, kept).CopyTo(frames[^kept..]);
    }

    private static void Center(Span<float> spectrogram, int band, int bands)
    {
        double sum = 0;
        for (int i = band; i < spectrogram.Length; i += bands)
            sum += spectrogram[i];
        double mean = sum / (spectrogram.Length / bands);
        for (int i = band; i < spectrogram.Length; i += bands)
            spectrogram[i] = (float)((spectrogram[i] - mean) / Deviation);
    }
}
