using System.Numerics.Tensors;

namespace Unroll;

/// <summary>What a sound classifier sees of a sound. Loudness, and a microphone's or a telephone line's colour, are taken out by scaling each band.</summary>
internal static class SoundFrames
{
    /// <summary>How far below the loudest value of the spectrogram others count: 60 dB, in natural logarithms of power.</summary>
    private const float DynamicRange = 13.8f;

    /// <summary>Keeps bands that hardly vary from becoming all noise.</summary>
    private const double LeastDeviation = 0.1;

    /// <summary>Fills [frames, bands]: the sound's frames at the end, zeros before them.</summary>
    public static void Write(Sound sound, LogMel features, Span<float> frames)
    {
        float[] spectrogram = features.Compute(sound.Resample(features.SampleRate).TrimSilence()).ToArray();
        int bands = features.Bands, kept = Math.Min(spectrogram.Length, frames.Length);
        float floor = spectrogram.Max() - DynamicRange;
        for (int i = 0; i < spectrogram.Length; i++)
            spectrogram[i] = Math.Max(floor, spectrogram[i]);
        for (int band = 0; band < bands; band++)
            Normalize(spectrogram.AsSpan(0, kept), band, bands);
        frames.Clear();
        spectrogram.AsSpan(0, kept).CopyTo(frames[^kept..]);
    }

    private static void Normalize(Span<float> spectrogram, int band, int bands)
    {
        double sum = 0, squares = 0;
        int frames = spectrogram.Length / bands;
        for (int i = band; i < spectrogram.Length; i += bands)
            sum += spectrogram[i];
        double mean = sum / frames;
        for (int i = band; i < spectrogram.Length; i += bands)
            squares += (spectrogram[i] - mean) * (spectrogram[i] - mean);
        double deviation = Math.Max(LeastDeviation, Math.Sqrt(squares / frames));
        for (int i = band; i < spectrogram.Length; i += bands)
            spectrogram[i] = (float)((spectrogram[i] - mean) / deviation);
    }
}
