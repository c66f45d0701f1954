namespace Unroll.Kernels;

/// <summary>
/// Worker threads that do one piece of work together and wait for each other. They spin for a moment and then sleep.
/// A piece is cut by owned outputs, so its result doesn't depend on how many there are.
/// </summary>
internal sealed class Team
{
    private const int SpinsBeforeSleep = 2000;

    private static readonly Lock s_gate = new();
    private static Team? s_current;

    private readonly Worker[] _workers;
    private Action<int, int> _body = static (_, _) => { };
    private Exception? _failure;
    private int _running;
    private int _busy;

    private Team(int size)
    {
        Size = size;
        _workers = new Worker[size - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Worker(this, i + 1);
        }
    }

    /// <summary>Threads, the caller's among them.</summary>
    public int Size { get; }

    /// <summary>The team of <see cref="ComputeOptions.Threads"/>.</summary>
    public static Team Current
    {
        get
        {
            int size = ComputeOptions.Threads;
            Team? current = Volatile.Read(ref s_current);
            if (current?.Size == size)
            {
                return current;
            }
            lock (s_gate)
            {
                if (s_current?.Size != size)
                {
                    s_current?.Dismiss();
                    s_current = new Team(size);
                }
                return s_current!;
            }
        }
    }

    /// <summary>
    /// Calls <paramref name="body"/> once for every worker, with its number and how many there are, and returns when all are through.
    /// If the team is taken by another thread, the caller does all the work itself, as the only worker.
    /// </summary>
    public void Run(Action<int, int> body)
    {
        if (_workers.Length == 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            body(0, 1);
            return;
        }
        try
        {
            _body = body;
            _failure = null;
            Volatile.Write(ref _running, _workers.Length);
            foreach (Worker worker in _workers)
            {
                worker.Wake();
            }
            try
            {
                body(0, Size);
            }
            finally
            {
                var spin = new SpinWait();
                while (Volatile.Read(ref _running) != 0)
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }
            }
            if (_failure is not null)
            {
                throw new InvalidOperationException(_failure.Message, _failure);
            }
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>The part of <paramref name="count"/> items, cut at multiples of <paramref name="grain"/>, that a worker owns.</summary>
    public static (int From, int To) Share(int count, int grain, int worker, int workers)
    {
        long pieces = ((long)count + grain - 1) / grain;
        long from = pieces * worker / workers * grain;
        long to = pieces * (worker + 1) / workers * grain;
        return ((int)Math.Min(from, count), (int)Math.Min(to, count));
    }

    /// <summary>Waits for the work at hand and stays taken, so that whoever still holds the team works alone from now on.</summary>
    private void Dismiss()
    {
        var spin = new SpinWait();
        while (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
        foreach (Worker worker in _workers)
        {
            worker.Dismiss();
        }
    }

    private void DoShare(int index)
    {
        try
        {
            _body(index, Size);
        }
        catch (Exception e) when (Note(e))
        {
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private bool Note(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        return true;
    }

    private sealed class Worker
    {
        private readonly Team _team;
        private readonly int _index;
        private readonly object _sleep = new();
        private int _ordered;
        private bool _dismissed;

        public Worker(Team team, int index)
        {
            (_team, _index) = (team, index);
            new Thread(Loop) { IsBackground = true, Name = $"Unroll worker {index}" }.Start();
        }

        public void Wake()
        {
            lock (_sleep)
            {
                Volatile.Write(ref _ordered, _ordered + 1);
                Monitor.Pulse(_sleep);
            }
        }

        public void Dismiss()
        {
            Volatile.Write(ref _dismissed, true);
            Wake();
        }

        private void Loop()
        {
            for (int done = 0; ; done++)
            {
                for (int spins = 0; Volatile.Read(ref _ordered) == done && spins < SpinsBeforeSleep; spins++)
                {
                    Thread.SpinWait(8);
                }
                if (Volatile.Read(ref _ordered) == done)
                {
                    lock (_sleep)
                    {
                        while (_ordered == done)
                        {
                            Monitor.Wait(_sleep);
                        }
                    }
                }
                if (Volatile.Read(ref _dismissed))
                {
                    return;
                }
                _team.DoShare(_index);
            }
        }
    }
}
