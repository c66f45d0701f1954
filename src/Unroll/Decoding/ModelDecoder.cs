using System.Globalization;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// A decoder made of a model that takes one step. Its inputs: the last token, [batch, 1]; each state, [batch, units]; then what every step looks at, such as an encoder's
/// outputs. Its outputs: the next token's probabilities, [batch, tokens] or [batch, 1, tokens]; each state after the step; and perhaps attention weights, [batch, 1, steps].
/// Any number of threads may use it at once.
/// </summary>
public sealed class ModelDecoder : IStepDecoder
{
    private readonly Model _model;
    private readonly TensorValue[] _states;
    private readonly IReadOnlyList<DataArray> _contexts;

    /// <summary>A decoder of sources.</summary>
    /// <param name="model">The model of one step.</param>
    /// <param name="states">The states that the sources begin with, [sources, units] each, in the order of the model's inputs.</param>
    /// <param name="contexts">What else the model takes, [sources, ...] each; the decoder hands each hypothesis its source's.</param>
    /// <exception cref="ShapeException">The data don't fit the model's inputs.</exception>
    /// <exception cref="ArgumentException">The model's outputs are not those of a step.</exception>
    public ModelDecoder(Model model, IReadOnlyList<DataArray> states, IReadOnlyList<DataArray>? contexts = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(states);
        (_model, _contexts) = (model, contexts ?? []);
        DataArray[] data = [.. states, .. _contexts];
        if (data.Length == 0)
        {
            Throw.Argument("A decoder needs states or contexts of its sources, but got none. Pass the states that the sources begin with.", nameof(states));
        }
        Sources = data[0].Count;
        DataCheck.Inputs(model, new Batch([new DataArray(new int[Sources], Sources, 1), .. data], null));
        IReadOnlyList<SymbolicTensor> outputs = model.Graph.Outputs;
        int expected = 1 + states.Count;
        if (outputs.Count != expected && outputs.Count != expected + 1)
        {
            Throw.Argument($"A step with {states.Count} states has {expected} outputs, probabilities and states, or one more, attention weights, but the model '{model.Name}' has {outputs.Count}. Give it these outputs.", nameof(model));
        }
        _states = Array.ConvertAll<DataArray, TensorValue>([.. states], static state => All(state));
        (Tokens, StateSize) = (outputs[0].Shape[^1], states.Sum(static s => s.SampleSize));
        AttentionSize = outputs.Count == expected ? 0 : StepsOf(outputs[^1].Shape);
    }

    /// <inheritdoc/>
    public int Sources { get; }

    /// <inheritdoc/>
    public int Tokens { get; }

    /// <inheritdoc/>
    public int StateSize { get; }

    /// <inheritdoc/>
    public int AttentionSize { get; }

    /// <inheritdoc/>
    public void Begin(int source, Span<float> state)
    {
        foreach (TensorValue first in _states)
        {
            int size = first.Count / Sources;
            first.Floats.Slice(source * size, size).CopyTo(state);
            state = state[size..];
        }
    }

    /// <inheritdoc/>
    public void Step(DecoderStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        ModelRun run = _model.Rent();
        try
        {
            Load(run, step);
            run.Forward(training: false, keep: false);
            RequireProbabilities(run.Outputs[0].Floats);
            Elementwise.Apply(default(LogOp), run.Outputs[0].Floats, step.LogProbabilities);
            for (int i = 0, at = 0; i < _states.Length; i++)
            {
                TensorValue next = run.Outputs[1 + i];
                int size = _states[i].Count / Sources;
                CopyRows(next.Floats, size, step.NextStates[at..], StateSize, step.Rows, size);
                at += size;
            }
            if (AttentionSize > 0)
            {
                run.Outputs[^1].Floats.CopyTo(step.Attention);
            }
        }
        finally
        {
            _model.Return(run);
        }
    }

    /// <summary>Finds logits; that NaN is no probability the search says.</summary>
    private void RequireProbabilities(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (value is < 0 or > 1.001f)
            {
                Throw.State(string.Create(CultureInfo.InvariantCulture, $"The model '{_model.Name}' gave {value} for a token, which is no probability. Let its first output end in softmax."));
            }
        }
    }

    private void Load(ModelRun run, DecoderStep step)
    {
        run.Inputs[0].Resize(step.Rows, 1);
        step.Tokens.CopyTo(run.Inputs[0].Ints);
        for (int i = 0, at = 0; i < _states.Length; i++)
        {
            int[] dimensions = _states[i].Dimensions.ToArray();
            dimensions[0] = step.Rows;
            run.Inputs[1 + i].Resize(dimensions);
            int size = _states[i].Count / Sources;
            CopyRows(step.States[at..], StateSize, run.Inputs[1 + i].Floats, size, step.Rows, size);
            at += size;
        }
        for (int i = 0; i < _contexts.Count; i++)
        {
            _contexts[i].CopyTo(run.Inputs[1 + _states.Length + i], step.Sources);
        }
    }

    /// <summary>Copies the first part of each row from rows of one length to rows of another.</summary>
    private static void CopyRows(ReadOnlySpan<float> from, int fromStride, Span<float> to, int toStride, int rows, int size)
    {
        for (int row = 0; row < rows; row++)
        {
            from.Slice(row * fromStride, size).CopyTo(to[(row * toStride)..]);
        }
    }

    /// <summary>The weights of a row: as many as the output says, or as the first context has steps.</summary>
    private int StepsOf(Shape attention) =>
        attention[^1] != Shape.Any ? attention[^1]
        : _contexts.Count > 0 && _contexts[0].Dimensions.Length > 1 ? _contexts[0].Dimensions[1]
        : Throw.Argument<int>($"The attention weights of the step are of shape {attention}, but there is no context to tell how many they are. Pass the encoder's outputs as the first context.");

    private static TensorValue All(DataArray data)
    {
        var value = new TensorValue(ElementType.Float32);
        data.CopyTo(value, [.. Enumerable.Range(0, data.Count)]);
        return value;
    }
}
