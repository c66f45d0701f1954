namespace Bench;

/// <summary>Models for the jobs, with the weights that all contestants share.</summary>
internal static class CellModel
{
    /// <summary>One recurrent layer that returns every step, on dense inputs.</summary>
    public static Sequential Create(Job job)
    {
        RecurrentLayer layer = job.Cell switch
        {
            Cell.Lstm => new Lstm(job.Units) { ReturnSequences = true },
            Cell.Gru => new Gru(job.Units) { ReturnSequences = true },
            Cell.GruResetBefore => new Gru(job.Units) { ReturnSequences = true, ResetAfter = false },
            _ => new SimpleRnn(job.Units) { ReturnSequences = true },
        };
        var model = new Sequential(seed: 42) { new InputLayer(job.Steps, job.Units), layer };
        SetWeights(model.Weights, new CellWeights(job.Cell, job.Units, job.Units));
        return model;
    }

    /// <summary>Kernel, recurrent kernel, bias.</summary>
    public static void SetWeights(IReadOnlyList<Parameter> layer, CellWeights weights)
    {
        layer[0].Set(weights.Kernel);
        layer[1].Set(weights.Recurrent);

        // A GRU that resets after its product has a second bias, which begins at 0.
        var bias = new float[layer[2].Count];
        weights.Bias.CopyTo(bias, 0);
        layer[2].Set(bias);
    }

    /// <summary>Dense inputs, [batch, steps, units].</summary>
    public static float[] Inputs(Job job) => Numbers.Uniform(5, job.Batch * job.Steps * job.Units, 1);
}
