using System.Diagnostics;

namespace Bench;

/// <summary>One story after the other through a model, each call timed.</summary>
/// <param name="stories">How many there are.</param>
/// <param name="idling">Whether there is a pause before each; then a few stories do.</param>
/// <param name="predict">From a story's number to its probabilities.</param>
public sealed class OneByOne(int stories, bool idling, Func<int, float[]> predict) : IRound
{
    private const int IdleCalls = 20;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly double[] _seconds = new double[idling ? IdleCalls : stories];
    private double _check;

    /// <inheritdoc/>
    public void Run()
    {
        _check = 0;
        for (int i = 0; i < _seconds.Length; i++)
        {
            if (idling)
            {
                Thread.Sleep(s_pause);
            }
            long start = Stopwatch.GetTimestamp();
            float[] probabilities = predict(i);
            _seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            _check += Numbers.SumOfSquares(probabilities);
        }
    }

    /// <inheritdoc/>
    public Outcome Outcome() => new(_check, _seconds);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
