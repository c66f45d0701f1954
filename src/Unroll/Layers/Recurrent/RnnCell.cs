namespace Unroll;

/// <summary>What a recurrent layer does at one step: [batch, features] and a state to an output and the next state. An <see cref="Rnn"/> walks over time with it.</summary>
public abstract class RnnCell : CompositeLayer
{
    internal override (int Fewest, int Most) InputCount => (1, 1 + StateCount);

    /// <summary>Takes one step in a graph.</summary>
    /// <param name="input">[batch, features].</param>
    /// <param name="state">The state before the step, [batch, units] each; zeros by default.</param>
    /// <returns>The step's output, and after it the state's tensors.</returns>
    public IReadOnlyList<SymbolicTensor> Apply(SymbolicTensor input, IReadOnlyList<SymbolicTensor>? state = null) => Call([input, .. state ?? []], []);

    /// <summary>Walks over time: [batch, time, features] and perhaps a state, to the output and the state after the last step.</summary>
    internal abstract SymbolicTensor[] Walk(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks, SequenceSettings sequence);

    /// <summary>A cell of the same settings with weights of its own.</summary>
    internal abstract RnnCell Copy();

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        if (inputs[0].Shape.Rank != 2)
        {
            Throw.Shape($"{this} takes one step, [batch, features], but got {inputs[0].Shape}. Put it into an Rnn, which walks over time.");
        }
        if (inputs.Count > 1 && inputs.Count != 1 + StateCount)
        {
            Throw.Shape($"{this} expects a state of {StateCount} tensors, but got {inputs.Count - 1}.");
        }
    }

    private protected override IReadOnlyList<SymbolicTensor> Expand(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks) =>
        Walk([new RepeatVector(1).Apply(inputs[0]), .. inputs.Skip(1)], [], new SequenceSettings());
}
