using Unroll.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Kernels;

/// <summary>Products of windows channel by channel against plain loops, bit for bit at every width.</summary>
public class ChannelTapsTests
{
    private const int Windows = 6;
    private const int Taps = 5;
    private const int Rows = 8;

    /// <summary>[windows, taps]: rows that lie one after the other, padding at both ends.</summary>
    private static readonly int[] _sources = [.. Enumerable.Range(0, Windows * Taps).Select(i => (i / Taps) + (i % Taps) - 1).Select(row => row < Rows ? row : -1)];

    private static readonly int[] _channels = [1, 3, 8, 16, 19, 37];

    [Fact]
    public void Sum_OfWindows_IsOneChainInTheTapsOrder()
    {
        foreach (int channels in _channels)
        {
            var samples = new Samples(1);
            float[] x = samples.Floats(Rows * channels), kernel = samples.Floats(Taps * channels), start = samples.Floats(channels);
            float[] expected = new float[Windows * channels];
            for (int i = 0; i < expected.Length; i++)
            {
                (int w, int c) = (i / channels, i % channels);
                expected[i] = start[c];
                for (int tap = 0; tap < Taps; tap++)
                {
                    int row = _sources[(w * Taps) + tap];
                    expected[i] = row < 0 ? expected[i] : MathF.FusedMultiplyAdd(x[(row * channels) + c], kernel[(tap * channels) + c], expected[i]);
                }
            }
            CheckSum(x, TapList.OfWindows(_sources, Taps), kernel, start, channels, expected);
        }
    }

    [Fact]
    public void Sum_OfInputs_IsOneChainInTheWindowsOrder()
    {
        foreach (int channels in _channels)
        {
            var samples = new Samples(2);
            float[] dy = samples.Floats(Windows * channels), kernel = samples.Floats(Taps * channels), expected = new float[Rows * channels];
            for (int i = 0; i < Windows * Taps * channels; i++)
            {
                (int part, int c) = (i / channels, i % channels);
                if (_sources[part] >= 0)
                {
                    ref float dx = ref expected[(_sources[part] * channels) + c];
                    dx = MathF.FusedMultiplyAdd(dy[(part / Taps * channels) + c], kernel[(part % Taps * channels) + c], dx);
                }
            }
            CheckSum(dy, TapList.OfInputs(_sources, Taps, Rows), kernel, [], channels, expected);
        }
    }

    [Fact]
    public void AddKernelGradient_AnyChannels_IsOneChainInTheWindowsOrder()
    {
        foreach (int channels in _channels)
        {
            var samples = new Samples(3);
            float[] x = samples.Floats(Rows * channels), dy = samples.Floats(Windows * channels), before = samples.Floats(Taps * channels), expected = [.. before];
            for (int i = 0; i < Windows * Taps * channels; i++)
            {
                (int part, int c) = (i / channels, i % channels);
                if (_sources[part] >= 0)
                {
                    ref float sum = ref expected[(part % Taps * channels) + c];
                    sum = MathF.FusedMultiplyAdd(x[(_sources[part] * channels) + c], dy[(part / Taps * channels) + c], sum);
                }
            }
            foreach (SimdWidth width in SimdWidths.Available)
            {
                float[] gradient = [.. before];
                ChannelTaps.AddKernelGradient(x, TapList.OfWindows(_sources, Taps), dy, channels, gradient, width);
                SimdWidths.AssertSameBits(expected, gradient, width);
            }
        }
    }

    private static void CheckSum(float[] x, TapList parts, float[] kernel, float[] start, int channels, float[] expected)
    {
        foreach (SimdWidth width in SimdWidths.Available)
        {
            float[] y = new float[expected.Length];
            ChannelTaps.Sum(x, parts, kernel, start, channels, y, width);
            SimdWidths.AssertSameBits(expected, y, width);
        }
    }
}
