namespace Unroll.Kernels;

/// <summary>
/// Worker threads that do one piece of work together and wait for each other. They spin for a moment and then sleep.
/// A piece is cut by owned outputs, so its result depends neither on how many there are, nor on who does which share.
/// </summary>
internal sealed partial class Team
{
    /// <summary>How long shares that need each other wait for a worker to come, at least: some ten microseconds. A sleeping one takes far longer to wake.</summary>
    private const int SpinsForWorker = 300;

    /// <summary>What a thread does in the time of eight of these spins, of about 40 ns.</summary>
    private const long MultiplyAddsOfSpin = 12_000;

    /// <summary>Numbers that are worth a second thread.</summary>
    private const int LeastWork = 4096;

    /// <summary>Floats that are copied in the time of one number of other work.</summary>
    private const int CopiesOfNumber = 8;

    private static readonly Lock s_gate = new();
    private static Team? s_current;

    private readonly Worker[] _workers;
    private Action<int, int> _body = static (_, _) => { };
    private Exception? _failure;
    private long _round;
    private long _agreed;
    private bool _together;
    private bool _dismissed;
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
    /// Calls <paramref name="body"/> once for every share, with its number and how many there are, and returns when all are done.
    /// A share that no worker has begun when the caller is through with its own is the caller's too.
    /// If the team is taken by another thread, the caller does all the work itself, as the only share.
    /// </summary>
    public void Run(Action<int, int> body)
    {
        if (!TryTake())
        {
            body(0, 1);
            return;
        }
        try
        {
            Post(body, together: false);
            try
            {
                body(0, Size);
            }
            finally
            {
                foreach (Worker worker in _workers)
                {
                    if (worker.TryClaim(_round))
                    {
                        DoShare(worker.Index);
                    }
                }
                WaitForWorkers();
            }
            ThrowIfFailed();
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>The same, but by the caller alone where there are few numbers to work on.</summary>
    public void Run(Action<int, int> body, int numbers)
    {
        if (numbers < LeastWork)
        {
            body(0, 1);
        }
        else
        {
            Run(body);
        }
    }

    /// <summary>The same where so many floats are but copied or cleared.</summary>
    public void RunCopy(Action<int, int> body, int floats) => Run(body, floats / CopiesOfNumber);

    /// <summary>
    /// The same for shares that wait for each other, so that each needs a thread of its own. If a worker does not come in a small part of the time
    /// that the caller alone would need, since it sleeps or its core is taken, the caller does all the work itself, as the only share.
    /// </summary>
    /// <param name="body">The work.</param>
    /// <param name="multiplyAdds">How much it is, about.</param>
    public void RunTogether(Action<int, int> body, long multiplyAdds)
    {
        if (!TryTake())
        {
            body(0, 1);
            return;
        }
        try
        {
            Post(body, together: true);
            bool complete = AllHaveCome(Math.Max(SpinsForWorker, multiplyAdds / MultiplyAddsOfSpin));
            Volatile.Write(ref _agreed, complete ? _round : -_round);
            try
            {
                body(0, complete ? Size : 1);
            }
            finally
            {
                WaitForWorkers();
            }
            ThrowIfFailed();
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

    private bool TryTake() => _workers.Length > 0 && Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

    private void Post(Action<int, int> body, bool together)
    {
        (_body, _together, _failure) = (body, together, null);
        Volatile.Write(ref _running, _workers.Length);

        // A full fence, so that a worker either sees the round before it sleeps, or is seen sleeping.
        Interlocked.Increment(ref _round);
        foreach (Worker worker in _workers)
        {
            worker.Wake();
        }
    }

    /// <summary>Gives each worker a moment to claim its share; what is not claimed then is taken from it.</summary>
    private bool AllHaveCome(long patience)
    {
        bool complete = true;
        foreach (Worker worker in _workers)
        {
            for (long spins = 0; complete && !worker.HasClaimed(_round) && spins < patience; spins++)
            {
                Thread.SpinWait(1);
            }
            if (worker.TryClaim(_round))
            {
                complete = false;
                Interlocked.Decrement(ref _running);
            }
        }
        return complete;
    }

    private void WaitForWorkers()
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref _running) != 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw new InvalidOperationException(_failure.Message, _failure);
        }
    }

    /// <summary>Waits for the work at hand and stays taken, so that whoever still holds the team works alone from now on.</summary>
    private void Dismiss()
    {
        var spin = new SpinWait();
        while (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
        _dismissed = true;
        Post(_body, together: false);
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
}
