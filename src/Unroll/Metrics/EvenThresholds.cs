namespace Unroll;

/// <summary>Thresholds that lie evenly from 0 to 1, both included.</summary>
internal static class EvenThresholds
{
    /// <summary>The number of the last threshold that a prediction is above, with Keras's rounding; -1 where it is above none.</summary>
    public static int LastBelow(float prediction, int thresholds) =>
        (int)Math.Ceiling((double)(Math.Clamp(prediction, 0, 1) * (thresholds - 1))) - 1;
}
