using Unroll.Kernels;

namespace Unroll;

/// <summary>What regularizers add to the loss, and to its gradient.</summary>
internal sealed partial class ModelRun
{
    private readonly TensorValue _activityGradient = new(ElementType.Float32);

    /// <summary>Adds the gradients of the weights' regularizers.</summary>
    public void AddPenaltyGradients()
    {
        foreach (Parameter weight in _regularized)
        {
            weight.Regularizer!.AddGradient(weight.Values, weight.Shape, Gradient(weight));
        }
    }

    /// <summary>What regularizers add to the loss for the weights that train.</summary>
    public double WeightPenalty(IReadOnlySet<Parameter> frozen)
    {
        double penalty = 0;
        foreach (Parameter weight in _regularized)
        {
            penalty += frozen.Contains(weight) ? 0 : weight.Regularizer!.Penalty(weight.Values, weight.Shape);
        }
        return penalty;
    }

    /// <summary>What regularizers add to the loss for the outputs of the last forward pass.</summary>
    public double ActivityPenalty()
    {
        double penalty = 0;
        foreach (LayerRun run in _runs)
        {
            if (run.Call.Layer.ActivityRegularizer is { } regularizer)
            {
                penalty += regularizer.Penalty(run.Output.Floats, run.Output.Dimensions) / BatchRows(run.Output);
            }
        }
        return penalty;
    }

    // A shard's penalty is a part of the whole batch's mean.
    private double BatchRows(TensorValue output) => (double)output.Batch * WholeBatch / Inputs[0].Batch;

    // Keras's penalty of outputs is a mean over the batch.
    private void AddActivityGradient(Regularizer regularizer, TensorValue output)
    {
        if (!output.HasGradient)
        {
            output.Gradient.Clear();
            output.HasGradient = true;
        }
        output.HasCenteredGradient = false;
        _activityGradient.Resize(output.Dimensions);
        Span<float> gradient = _activityGradient.Floats;
        gradient.Clear();
        regularizer.AddGradient(output.Floats, output.Dimensions, gradient);
        if (output.GradientIsOfLogits)
        {
            output.LogitsOf!.Backward(output.Logits!.Floats, output.Floats, gradient, gradient, output.Width);
        }
        Spans.AddScaled(output.Gradient, gradient, (float)(1 / BatchRows(output)));
    }
}
