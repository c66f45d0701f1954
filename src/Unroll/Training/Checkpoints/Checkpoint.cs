using System.Diagnostics;

namespace Unroll;

/// <summary>Keeps one training in a file: writes it when it is time, and takes it up again.</summary>
internal sealed class Checkpoint(FitLoop loop, CheckpointOptions options, SortedDictionary<string, string> identity)
{
    private long _written = Stopwatch.GetTimestamp();
    private int _batches;

    public bool Exists => File.Exists(options.Path);

    /// <summary>Writes the checkpoint if enough batches or seconds have gone by.</summary>
    public void AfterBatch()
    {
        _batches++;
        if (_batches >= options.EveryBatches || Stopwatch.GetElapsedTime(_written) >= options.Every)
        {
            Write();
        }
    }

    public void Write()
    {
        CallbackState[] callbacks = [.. Enumerable.Range(0, loop.Callbacks.Count).Select(SaveCallback)];
        CheckpointFile.Write(options.Path, loop.Model, loop.Optimizer, Capture(callbacks), callbacks);
        (_written, _batches) = (Stopwatch.GetTimestamp(), 0);
    }

    /// <summary>Goes on from the checkpoint, if there is one.</summary>
    /// <exception cref="CheckpointException">It is that of another training; the model is as it was.</exception>
    /// <exception cref="ModelFileException">It is damaged.</exception>
    public void Restore()
    {
        AtomicFile.RemoveUnfinished(options.Path);
        if (!Exists)
        {
            return;
        }
        CheckpointState state = CheckpointFile.Read(options.Path, loop.Model, loop.Optimizer, loop.Callbacks.Count, Check, out CallbackState[] callbacks);
        loop.Optimizer.Restore(state.Steps, state.LearningRate);
        (loop.Epoch, loop.Batch, loop.Context.StopTraining) = (state.Epoch, state.Batch, state.Stopped);
        (loop.LastResults, loop.Elapsed) = (new(state.LastResults), TimeSpan.FromTicks(state.Elapsed));
        loop.History.Restore(state.History, state.EpochTicks);
        for (int i = 0; i < callbacks.Length; i++)
        {
            Load(loop.Callbacks[i], callbacks[i]);
        }
    }

    /// <summary>What doesn't touch the model: whose it is, the running sums, and the data before it.</summary>
    private void Check(CheckpointState state)
    {
        CheckpointIdentity.Require(options.Path, state.Identity, identity);
        if (!loop.Objective.Load(state.Sums))
        {
            Throw.File(options.Path, "its running sums are not those of this training's losses and metrics. The file is damaged; delete it to begin anew.");
        }
        if (!loop.Reader.Seek(state.Pass, state.BatchInPass, state.BatchDigest))
        {
            Throw.Checkpoint(options.Path, $"it was made with other data: the {state.BatchInPass} batches before it in pass {state.Pass + 1} are not the same. Give the data that it was made with, or delete the file to begin anew.");
        }
    }

    private void Load(Callback callback, CallbackState state)
    {
        try
        {
            callback.Load(state);
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentOutOfRangeException)
        {
            throw new ModelFileException($"{options.Path}: the state of its callback {callback.GetType().Name} can't be read: {Throw.Reason(e)} The file is damaged; delete it to begin anew.", e);
        }
    }

    private CallbackState SaveCallback(int index)
    {
        var state = new CallbackState();
        loop.Callbacks[index].Save(state);
        return state;
    }

    private CheckpointState Capture(CallbackState[] callbacks) => new()
    {
        Identity = identity,
        Epoch = loop.Epoch,
        Batch = loop.Batch,
        Pass = loop.Reader.Pass,
        BatchInPass = loop.Reader.BatchInPass,
        BatchDigest = loop.Reader.Digest,
        Stopped = loop.Context.StopTraining,
        Steps = loop.Optimizer.Steps,
        LearningRate = loop.Optimizer.OwnRate,
        Sums = loop.Objective.Save(),
        Elapsed = loop.Elapsed.Ticks,
        History = new(loop.History.Names.ToDictionary(static n => n, n => loop.History[n].ToArray())),
        EpochTicks = [.. loop.History.EpochTimes.Select(static t => t.Ticks)],
        LastResults = new(loop.LastResults),
        Callbacks = [.. callbacks.Select(static c => new SortedDictionary<string, double>(c.Numbers))],
    };
}
