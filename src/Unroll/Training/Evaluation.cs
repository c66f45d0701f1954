namespace Unroll;

/// <summary>The loss and the metrics over data, without training.</summary>
internal static class Evaluation
{
    /// <param name="model">The model.</param>
    /// <param name="objective">What is measured; begins anew.</param>
    /// <param name="reader">Gives the batches.</param>
    /// <param name="steps">The most batches; null for all of a pass.</param>
    /// <param name="callbacks">Told batch by batch.</param>
    public static void Run(Model model, Objective objective, BatchReader reader, int? steps, CallbackList callbacks)
    {
        IReadOnlySet<Parameter> frozen = model.FrozenWeights;
        ModelRun run = model.Rent();
        try
        {
            objective.Reset();
            callbacks.TestBegin();
            double penalty = run.WeightPenalty(frozen);
            int batch = 0;
            for (; batch != steps && reader.Next(); batch++)
            {
                callbacks.TestBatchBegin(batch);
                DataCheck.Inputs(model, reader.Batch);
                Model.Lend(run, reader.Batch, reader.Samples);
                run.WholeBatch = reader.Samples.Length;
                run.Forward(training: false, keep: false);
                objective.Update(new ReadOnlySpan<ModelRun>(in run), reader.Batch, reader.Samples, null, gradient: false, penalty + run.ActivityPenalty());
                callbacks.TestBatchEnd(batch, objective);
            }
            if (batch == 0)
            {
                Throw.Data("The data source gave no batch to evaluate. Give at least one.");
            }
            callbacks.TestEnd(objective);
        }
        finally
        {
            model.Return(run);
        }
    }
}
