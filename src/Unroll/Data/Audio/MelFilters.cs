namespace Unroll;

/// <summary>Triangular bands along the mel scale over the bins of a power spectrum; librosa's <c>filters.mel</c>.</summary>
internal sealed class MelFilters
{
    private readonly int[] _firstBins;
    private readonly double[][] _weights;

    public MelFilters(LogMel settings)
    {
        double highest = settings.HighestFrequency ?? settings.SampleRate / 2.0;
        if (!(settings.LowestFrequency >= 0 && settings.LowestFrequency < highest && highest <= settings.SampleRate / 2.0))
        {
            Throw.Argument($"The mel bands go from {settings.LowestFrequency} to {highest} Hz, but expected a range from 0 to {settings.SampleRate / 2.0} Hz, half the sampling rate.", nameof(settings));
        }
        double low = Mel.FromHertz(settings.LowestFrequency, settings.Scale), high = Mel.FromHertz(highest, settings.Scale);
        double[] edges = [.. Enumerable.Range(0, settings.Bands + 2).Select(i => Mel.ToHertz(low + ((high - low) * i / (settings.Bands + 1)), settings.Scale))];
        (_firstBins, _weights) = (new int[settings.Bands], new double[settings.Bands][]);
        for (int band = 0; band < settings.Bands; band++)
            (_firstBins[band], _weights[band]) = Triangle(settings, edges[band], edges[band + 1], edges[band + 2]);
    }

    /// <summary>The power within a band.</summary>
    public double Apply(ReadOnlySpan<double> power, int band)
    {
        double sum = 0;
        ReadOnlySpan<double> weights = _weights[band];
        for (int i = 0; i < weights.Length; i++)
            sum += weights[i] * power[_firstBins[band] + i];
        return sum;
    }

    /// <summary>A band that rises from <paramref name="left"/> to <paramref name="middle"/> and falls to <paramref name="right"/>, in Hz: its first bin and the weights from there.</summary>
    private static (int First, double[] Weights) Triangle(LogMel settings, double left, double middle, double right)
    {
        double step = settings.SampleRate / (double)settings.FrameLength;
        int first = Math.Max(0, (int)Math.Ceiling(left / step)), last = Math.Min(settings.FrameLength / 2, (int)Math.Floor(right / step));
        double height = settings.NormalizeArea ? 2 / (right - left) : 1;
        var weights = new double[Math.Max(0, last - first + 1)];
        for (int i = 0; i < weights.Length; i++)
        {
            double f = (first + i) * step;
            weights[i] = height * Math.Max(0, Math.Min((f - left) / (middle - left), (right - f) / (right - middle)));
        }

        return (first, weights);
    }
}
