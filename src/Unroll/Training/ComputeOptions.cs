namespace Unroll;

/// <summary>How the library uses the machine.</summary>
public static class ComputeOptions
{
    private const int MostThreads = 1024;

    /// <summary>Threads that one training or prediction works on: the machine's cores unless told otherwise. Results don't depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or more than 1,024.</exception>
    public static int Threads
    {
        get => field == 0 ? Math.Min(Environment.ProcessorCount, MostThreads) : field;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostThreads);
            field = value;
        }
    }
}
