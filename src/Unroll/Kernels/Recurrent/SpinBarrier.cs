namespace Unroll.Kernels;

/// <summary>Workers wait for each other, spinning: steps are too short to sleep.</summary>
internal sealed class SpinBarrier(int workers)
{
    private const int SpinsBeforeYield = 4000;

    private int _arrived;
    private int _round;

    /// <summary>How many wait for each other.</summary>
    public int Workers => workers;

    /// <summary>Returns when all workers have called it as often.</summary>
    public void Wait()
    {
        int round = Volatile.Read(ref _round);
        if (Interlocked.Increment(ref _arrived) == workers)
        {
            _arrived = 0;
            Volatile.Write(ref _round, round + 1);
            return;
        }
        for (int spins = 0; Volatile.Read(ref _round) == round; spins++)
        {
            if (spins < SpinsBeforeYield)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();
            }
        }
    }
}
