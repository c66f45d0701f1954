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
            foreach ((Regularizer regularizer, TensorValue output) in run.Penalties)
            {
                penalty += regularizer.Penalty(output.Floats, output.Dimensions) / WholeBatch;
            }
        }
        return penalty;
    }

    /// <summary>Hands each output that adds to the loss to the call that makes it: those that Keras gives out, and states and scores that are read.</summary>
    private void FindPenalties()
    {
        foreach (LayerCall call in _graph.Penalized)
        {
            for (int i = 0; i < call.Outputs.Length; i++)
            {
                TensorValue output = _values[call.Outputs[i].Computed];
                if (i < call.Outputs.Length - call.Layer.HiddenOutputs || Readers(output) > 0)
                {
                    Array.Find(_runs, run => run.Outputs.Contains(output))!.Penalties.Add((call.ActivityRegularizer!, output));
                    _readers[output] = _readers.GetValueOrDefault(output) + 1;
                }
            }
        }
    }

    private void AddPenaltyGradients(LayerRun run)
    {
        foreach ((Regularizer regularizer, TensorValue output) in run.Penalties)
        {
            AddActivityGradient(regularizer, output);
        }
    }

    // Keras's penalty of outputs is a mean over the batch, of which a shard's is a part.
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
        Spans.AddScaled(output.Gradient, gradient, (float)(1.0 / WholeBatch));
    }
}
