namespace Unroll;

/// <summary>The callbacks of a training, told one after the other. Results are worked out only if there is somebody to hear them.</summary>
internal sealed class CallbackList(IReadOnlyList<Callback> callbacks)
{
    public static CallbackList None { get; } = new([]);

    public int Count => callbacks.Count;

    public Callback this[int index] => callbacks[index];

    public void TrainBegin(TrainingContext training)
    {
        foreach (Callback callback in callbacks)
        {
            callback.Attach(training);
        }
        foreach (Callback callback in callbacks)
        {
            callback.OnTrainBegin();
        }
    }

    public void TrainEnd(IReadOnlyDictionary<string, double> results)
    {
        foreach (Callback callback in callbacks)
        {
            callback.OnTrainEnd(results);
        }
    }

    public void EpochBegin(int epoch)
    {
        foreach (Callback callback in callbacks)
        {
            callback.OnEpochBegin(epoch);
        }
    }

    public void EpochEnd(int epoch, IDictionary<string, double> results)
    {
        foreach (Callback callback in callbacks)
        {
            callback.OnEpochEnd(epoch, results);
        }
    }

    public void BatchBegin(int batch)
    {
        for (int i = 0; i < callbacks.Count; i++)
        {
            callbacks[i].OnBatchBegin(batch);
        }
    }

    public void BatchEnd(int batch, Objective objective)
    {
        if (callbacks.Count == 0)
        {
            return;
        }
        Dictionary<string, double> results = Results(objective);
        foreach (Callback callback in callbacks)
        {
            callback.OnBatchEnd(batch, results);
        }
    }

    public void TestBegin()
    {
        foreach (Callback callback in callbacks)
        {
            callback.OnTestBegin();
        }
    }

    public void TestEnd(Objective objective)
    {
        Dictionary<string, double> results = Results(objective);
        foreach (Callback callback in callbacks)
        {
            callback.OnTestEnd(results);
        }
    }

    public void TestBatchBegin(int batch)
    {
        for (int i = 0; i < callbacks.Count; i++)
        {
            callbacks[i].OnTestBatchBegin(batch);
        }
    }

    public void TestBatchEnd(int batch, Objective objective)
    {
        if (callbacks.Count == 0)
        {
            return;
        }
        Dictionary<string, double> results = Results(objective);
        foreach (Callback callback in callbacks)
        {
            callback.OnTestBatchEnd(batch, results);
        }
    }

    private static Dictionary<string, double> Results(Objective objective)
    {
        var results = new Dictionary<string, double>();
        objective.AddTo(results, "");
        return results;
    }
}
