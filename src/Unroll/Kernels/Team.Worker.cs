namespace Unroll.Kernels;

internal sealed partial class Team
{
    /// <summary>A thread of the team: it claims its share of each round, then spins for a moment and sleeps.</summary>
    private sealed class Worker
    {
        private const int SpinsBeforeSleep = 2000;

        private readonly Team _team;
        private readonly object _sleep = new();
        private long _claimed;
        private bool _sleeps;

        public Worker(Team team, int index)
        {
            (_team, Index) = (team, index);
            new Thread(Loop) { IsBackground = true, Name = $"Unroll worker {index}" }.Start();
        }

        public int Index { get; }

        public bool HasClaimed(long round) => Volatile.Read(ref _claimed) == round;

        /// <summary>Whether the worker's share of a round was free and is the caller's now. Each share of a round is claimed before the next begins.</summary>
        public bool TryClaim(long round) => Interlocked.CompareExchange(ref _claimed, round, round - 1) == round - 1;

        public void Wake()
        {
            if (!Volatile.Read(ref _sleeps))
            {
                return;
            }
            lock (_sleep)
            {
                Monitor.Pulse(_sleep);
            }
        }

        private void Loop()
        {
            for (long round = 0; ;)
            {
                round = AwaitRoundAfter(round);
                if (_team._dismissed)
                {
                    return;
                }
                if (!TryClaim(round))
                {
                    continue;
                }
                if (_team._together && !AllAgree(round))
                {
                    Interlocked.Decrement(ref _team._running);
                    continue;
                }
                _team.DoShare(Index);
            }
        }

        private long AwaitRoundAfter(long round)
        {
            for (int spins = 0; spins < SpinsBeforeSleep; spins++)
            {
                long now = Volatile.Read(ref _team._round);
                if (now != round)
                {
                    return now;
                }
                Thread.SpinWait(8);
            }
            lock (_sleep)
            {
                Interlocked.Exchange(ref _sleeps, true);
                while (Volatile.Read(ref _team._round) == round)
                {
                    Monitor.Wait(_sleep);
                }
                Volatile.Write(ref _sleeps, false);
            }
            return Volatile.Read(ref _team._round);
        }

        /// <summary>Whether the shares of the round, which wait for each other, all have a thread.</summary>
        private bool AllAgree(long round)
        {
            var spin = new SpinWait();
            long agreed;
            while (Math.Abs(agreed = Volatile.Read(ref _team._agreed)) != round)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }
            return agreed > 0;
        }
    }
}
