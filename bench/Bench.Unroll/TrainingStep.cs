namespace Bench;

/// <summary>A layer forward and backward, with the gradient of its inputs. Its weights count as changed each time, as they are in training.</summary>
internal sealed class TrainingStep : IRound
{
    private readonly Model _model;
    private readonly ModelRun _run;

    public TrainingStep(Model model, float[] inputs, params ReadOnlySpan<int> shape)
    {
        _model = model;
        _run = new ModelRun(_model) { NeedsInputGradients = true };
        _run.Inputs[0].Resize(shape);
        inputs.CopyTo(_run.Inputs[0].Floats);
        _run.Forward(training: true, keep: true);
        Numbers.Uniform(6, _run.Outputs[0].Count, 1).CopyTo(_run.Outputs[0].Gradient);
    }

    public void Run()
    {
        foreach (Parameter weight in _model.Weights)
        {
            _ = weight.ForWriting();
        }
        _run.Forward(training: true, keep: true);
        _run.Backward();
    }

    public Outcome Outcome() =>
        new(Numbers.SumOfSquares(_run.Inputs[0].Gradient) + _model.Weights.Sum(w => Numbers.SumOfSquares(_run.Gradient(w))));

    public void Dispose()
    {
    }
}
