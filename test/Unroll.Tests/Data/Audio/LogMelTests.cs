using System.Numerics.Tensors;
using System.Text.Json;

namespace Unroll.Tests.Data.Audio;

public class LogMelTests
{
    private const double Tolerance = 1e-3;

    private static readonly string s_file = Path.Combine(AppContext.BaseDirectory, "Golden", "files", "log_mel.safetensors");

    public static TheoryData<string> Names
    {
        get
        {
            using SafetensorsReader file = SafetensorsReader.Open(s_file);
            return [.. JsonDocument.Parse(file.Metadata["case"]).RootElement.EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_LibrosasSettings_GivesLibrosasSpectrogram(string name)
    {
        using SafetensorsReader file = SafetensorsReader.Open(s_file);
        JsonElement c = JsonDocument.Parse(file.Metadata["case"]).RootElement.EnumerateArray().Single(e => e.GetProperty("name").GetString() == name);
        T Of<T>(string key, T otherwise, Func<JsonElement, T> read) => c.TryGetProperty(key, out JsonElement value) ? read(value) : otherwise;
        var features = new LogMel
        {
            SampleRate = c.GetProperty("sample_rate").GetInt32(),
            FrameLength = c.GetProperty("n_fft").GetInt32(),
            Hop = c.GetProperty("hop").GetInt32(),
            Bands = c.GetProperty("mels").GetInt32(),
            Scale = Of("htk", false, e => e.GetBoolean()) ? MelScale.Htk : MelScale.Slaney,
            NormalizeArea = Of("norm", true, e => e.ValueKind != JsonValueKind.Null),
            Center = Of("center", true, e => e.GetBoolean()),
            LowestFrequency = Of("fmin", 0, e => e.GetDouble()),
            HighestFrequency = Of<double?>("fmax", null, e => e.GetDouble()),
        };
        Tensor<float> spectrogram = features.Compute(new Sound(file.ReadFloats("signal"), features.SampleRate));
        Assert.Equal(file.ShapeOf(name).ToArray(), spectrogram.Lengths.ToArray().Select(l => (int)l));
        float[] expected = file.ReadFloats(name), actual = spectrogram.ToArray();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(400)]
    [InlineData(512)]
    public void Power_AnyLength_EqualsTheTransformsDefinition(int length)
    {
        var random = new Random(3);
        double[] signal = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5)], power = new double[(length / 2) + 1];
        var fft = new Fft(length);
        fft.Power(signal, power);
        for (int k = 0; k < power.Length; k++)
        {
            double re = signal.Select((s, i) => s * Math.Cos(2 * Math.PI * k * i / length)).Sum(), im = signal.Select((s, i) => s * Math.Sin(2 * Math.PI * k * i / length)).Sum();
            Assert.Equal((re * re) + (im * im), power[k], 1e-9);
        }
    }

    [Fact]
    public void Compute_OtherRate_IsResampled()
    {
        var features = new LogMel { SampleRate = 8000, FrameLength = 256, Hop = 80 };
        Assert.Equal(features.Compute(Tones.Sine(440, 8000, 0.5)).Lengths.ToArray(), features.Compute(Tones.Sine(440, 22_050, 0.5)).Lengths.ToArray());
    }

    [Fact]
    public void Compute_ShorterThanAFrame_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => new LogMel { Center = false }.Compute(new Sound(new float[100], 16_000)));
        Assert.StartsWith("The sound has 100 samples at 16000 Hz, but a frame takes 400. Give a longer sound.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_BandsAboveHalfTheRate_SaysWhichRange()
    {
        var error = Assert.Throws<ArgumentException>(() => new LogMel { HighestFrequency = 9000 }.Compute(Tones.Sine(440, 16_000, 0.1)));
        Assert.StartsWith("The mel bands go from 0 to 9000 Hz, but expected a range from 0 to 8000 Hz, half the sampling rate.", error.Message, StringComparison.Ordinal);
    }
}
