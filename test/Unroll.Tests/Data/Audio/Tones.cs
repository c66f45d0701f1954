namespace Unroll.Tests.Data.Audio;

/// <summary>Sounds that tests make.</summary>
internal static class Tones
{
    public static Sound Sine(double frequency, int rate, double seconds, double amplitude = 0.5) =>
        new([.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => (float)(amplitude * Math.Sin(2 * Math.PI * frequency * i / rate)))], rate);
}
