namespace Unroll.Tests.Data.Audio;

public class SoundTests
{
    [Theory]
    [InlineData(44_100, 16_000)]
    [InlineData(22_050, 8000)]
    [InlineData(8000, 16_000)]
    [InlineData(11_025, 44_100)]
    public void Resample_ToneInBothBands_IsTheSameTone(int from, int to)
    {
        Sound resampled = Tones.Sine(1000, from, 0.4).Resample(to);
        float[] expected = Tones.Sine(1000, to, 0.4).Samples.ToArray(), actual = resampled.Samples.ToArray();
        Assert.Equal(to, resampled.SampleRate);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = expected.Length / 5; i < expected.Length * 4 / 5; i++)
            Assert.Equal(expected[i], actual[i], 1e-4);
    }

    [Fact]
    public void Resample_ToneAboveTheNewLimit_IsGone()
    {
        float[] resampled = Tones.Sine(6000, 22_050, 0.5).Resample(8000).Samples.ToArray();
        Assert.All(resampled[800..^800], sample => Assert.InRange(sample, -1e-4f, 1e-4f));
    }

    [Fact]
    public void Resample_SameRate_IsTheSameSound()
    {
        Sound sound = Tones.Sine(440, 8000, 0.1);
        Assert.Same(sound, sound.Resample(8000));
    }

    [Fact]
    public void ChangeSpeed_Faster_IsShorterAndHigher()
    {
        float[] fast = Tones.Sine(500, 8000, 1).ChangeSpeed(1.25).Samples.ToArray(), expected = Tones.Sine(625, 8000, 0.8).Samples.ToArray();
        Assert.Equal(expected.Length, fast.Length);
        for (int i = 1000; i < 5000; i++)
            Assert.Equal(expected[i], fast[i], 1e-4);
    }

    [Fact]
    public void TrimSilence_SilenceAround_IsCutOff()
    {
        float[] tone = Tones.Sine(440, 8000, 0.4).Samples.ToArray();
        var sound = new Sound([.. new float[1600], .. tone, .. new float[2400]], 8000);
        Assert.Equal(tone, sound.TrimSilence().Samples.ToArray());
    }

    [Fact]
    public void TrimSilence_NothingButSilence_StaysAsItIs() => Assert.Equal(800, new Sound(new float[800], 8000).TrimSilence().Samples.Length);

    [Fact]
    public void Augment_SeedAndNumber_DecideTheCopy()
    {
        Sound sound = Tones.Sine(440, 8000, 0.3);
        float[] Copy(ulong seed, int number) => new SoundAugmenter(seed).Augment(sound, number).Samples.ToArray();
        Assert.Equal(Copy(1, 2), Copy(1, 2));
        Assert.NotEqual(Copy(1, 2), Copy(1, 3));
        Assert.NotEqual(Copy(1, 2), Copy(2, 2));
        Assert.All(Enumerable.Range(0, 20).SelectMany(i => Copy(5, i)), sample => Assert.InRange(sample, -1f, 1f));
    }

    [Fact]
    public void Augment_NothingToChange_OnlyAddsTheNoise()
    {
        Sound sound = Tones.Sine(440, 8000, 1);
        var augmenter = new SoundAugmenter(1) { SpeedChange = 0, Shift = 0, Gain = 0, StrongestNoise = 20, NoiseSpread = 0 };
        float[] copy = augmenter.Augment(sound, 0).Samples.ToArray();
        double noise = copy.Zip(sound.Samples.ToArray(), (a, b) => (double)(a - b) * (a - b)).Sum(), power = sound.Samples.ToArray().Sum(s => (double)s * s);
        Assert.Equal(20, 10 * Math.Log10(power / noise), 1.0);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(768_001)]
    public void Sound_RateOutOfRange_SaysTheRange(int rate)
    {
        var error = Assert.Throws<ArgumentException>(() => new Sound([0], rate));
        Assert.StartsWith($"The sampling rate is {rate} Hz, but expected 1000 to 768000.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sound_NotFinite_NamesTheSample()
    {
        var error = Assert.Throws<ArgumentException>(() => new Sound([0, float.NaN], 8000));
        Assert.StartsWith("Sample 1 is NaN, but expected a finite number.", error.Message, StringComparison.Ordinal);
    }
}
