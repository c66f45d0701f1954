namespace Unroll;

/// <summary>
/// A sequence that arrives step by step: each push runs the model on one step and keeps the recurrent layers' state for the next.
/// The outputs have the same bits as those of the whole sequence at once. One thread at a time uses a stream; a model may have any number of them.
/// </summary>
public sealed class StreamingSession
{
    private readonly ModelRun _run;
    private readonly int _features;

    internal StreamingSession(Model model)
    {
        if (model.Graph.Inputs.Count != 1 || model.Graph.Outputs.Count != 1)
        {
            Throw.Argument($"A stream is of a model with one input and one output, but '{model.Name}' has {model.Graph.Inputs.Count} and {model.Graph.Outputs.Count}. Make a model of the part that is to stream.");
        }
        SymbolicTensor input = model.Graph.Inputs[0];
        bool tokens = input.Type == ElementType.Int32;
        if (input.Shape.Rank != (tokens ? 2 : 3))
        {
            Throw.Argument($"A stream is of a model that takes tokens, [batch, time], or values, [batch, time, features], but '{model.Name}' takes {input.Shape}.");
        }
        if (model.Layers.FirstOrDefault(static l => !l.WorksByStep) is { } whole)
        {
            Throw.Argument($"{whole} needs the whole sequence, so '{model.Name}' can't be pushed step by step. Use Predict.");
        }
        _features = tokens ? 0 : input.Shape[2];
        _run = new ModelRun(model) { States = [], Streams = true };
        _run.Inputs[0].Resize(tokens ? [1, 1] : [1, 1, _features]);
    }

    /// <summary>Runs the model on the next token.</summary>
    /// <returns>The output's values, valid until the next push.</returns>
    public ReadOnlySpan<float> Push(int token)
    {
        if (_features > 0)
        {
            Throw.Argument($"The model takes steps of {_features} values, but got the token {token}. Push the values.");
        }
        _run.Inputs[0].Ints[0] = token;
        return Run();
    }

    /// <summary>Runs the model on the next step's values.</summary>
    /// <param name="step">[features].</param>
    /// <returns>The output's values, valid until the next push.</returns>
    /// <exception cref="ShapeException">As many values as the model has features were expected.</exception>
    public ReadOnlySpan<float> Push(ReadOnlySpan<float> step)
    {
        if (_features == 0)
        {
            Throw.Argument($"The model takes tokens, but got {step.Length} values. Push a token.");
        }
        if (step.Length != _features)
        {
            Throw.Shape($"The model takes steps of {_features} values, but got {step.Length}. Push one step's features.");
        }
        step.CopyTo(_run.Inputs[0].Floats);
        return Run();
    }

    /// <summary>Lets a new sequence begin.</summary>
    public void Reset() => _run.States.Clear();

    private ReadOnlySpan<float> Run()
    {
        _run.Forward(training: false, keep: false);
        return _run.Outputs[0].Floats;
    }
}
