namespace Unroll;

/// <summary>
/// A recurrent layer that walks over time in both directions (Schuster and Paliwal 1997), Keras's Bidirectional: [batch, time, features] to what
/// <see cref="MergeMode"/> says of two outputs [batch, units], or [batch, time, units] where the layer returns sequences.
/// </summary>
public sealed class Bidirectional : CompositeLayer
{
    private readonly Layer _forward;
    private readonly Layer _backward;
    private readonly SequenceSettings _settings;

    /// <summary>Two layers of a layer's settings, with weights of their own, one for each direction.</summary>
    /// <param name="layer">A recurrent layer (<see cref="Lstm"/>, <see cref="Gru"/>, <see cref="SimpleRnn"/>, <see cref="Rnn"/>), whose settings are copied.</param>
    /// <param name="backward">Another one for the way back, with the other direction; by default the same settings.</param>
    /// <exception cref="ArgumentException">A layer is not recurrent, or the two don't fit each other.</exception>
    public Bidirectional(Layer layer, Layer? backward = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ISequenceLayer forwardLayer = Sequence(layer);
        ISequenceLayer backwardLayer = backward is null ? forwardLayer : Sequence(backward);
        _settings = forwardLayer.Sequence;
        SequenceSettings back = backward is null ? _settings with { GoBackwards = true } : backwardLayer.Sequence;
        if (back with { GoBackwards = _settings.GoBackwards, ZeroOutputForMask = _settings.ZeroOutputForMask } != _settings)
        {
            Throw.Argument($"The two directions of a Bidirectional must agree in ReturnSequences, ReturnState and Stateful, but {layer} and {backward} don't. Set them alike.", nameof(backward));
        }
        if (back.GoBackwards == _settings.GoBackwards)
        {
            Throw.Argument($"The two directions of a Bidirectional must differ in GoBackwards, but {layer} and {backward ?? layer} don't. Set it on the backward layer alone.", nameof(backward));
        }
        bool zeros = _settings.ReturnSequences;
        _forward = forwardLayer.Copy(Prefixed("forward_", layer.Name), _settings with { ZeroOutputForMask = zeros });
        _backward = backwardLayer.Copy(backward is null ? Prefixed("backward_", layer.Name) : backward.Name, back with { ZeroOutputForMask = zeros });
        Graph.NameLayers([_forward, _backward]);
    }

    /// <summary>How the two outputs become one.</summary>
    public MergeMode MergeMode { get; init; } = MergeMode.Concat;

    /// <summary>The layer that walks forwards.</summary>
    public Layer ForwardLayer => _forward;

    /// <summary>The layer that walks backwards.</summary>
    public Layer BackwardLayer => _backward;

    internal override string ClassName => "Bidirectional";

    internal override string DefaultName => "bidirectional";

    internal override IReadOnlyList<Layer> Parts => [_forward, _backward];

    internal override int StateCount => _forward.StateCount + _backward.StateCount;

    internal override (int Fewest, int Most) InputCount => (1, 1 + StateCount);

    internal override int HiddenOutputs => _settings.ReturnState ? 0 : StateCount;

    internal override bool IsStateful => _settings.Stateful;

    /// <summary>Calls the layer in a graph.</summary>
    /// <param name="input">[batch, time, features].</param>
    /// <param name="initialState">The forward layer's state, then the backward layer's, [batch, units] each; zeros by default.</param>
    /// <param name="mask">A mask, [batch, time], in place of the input's own; as in Keras 3, the input's own is not read where an initial state is given.</param>
    public BidirectionalOutput Apply(SymbolicTensor input, IReadOnlyList<SymbolicTensor>? initialState = null, SymbolicTensor? mask = null) =>
        new(Apply([input, .. initialState ?? []], mask), MergeMode == MergeMode.None ? 2 : 1, _forward.StateCount);

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        if (inputs.Count != 1 && inputs.Count != 1 + StateCount)
        {
            Throw.Shape($"{this} expects an initial state of {StateCount} tensors, the forward layer's first, but got {inputs.Count - 1}.");
        }
    }

    private protected override IReadOnlyList<SymbolicTensor> Expand(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks)
    {
        bool hasState = inputs.Count > 1;
        int states = hasState ? _forward.StateCount : 0;
        SymbolicTensor[] forward = _forward.Call([inputs[0], .. inputs.Skip(1).Take(states)], masks);
        SymbolicTensor[] backward = _backward.Call([inputs[0], .. inputs.Skip(1 + states)], masks);
        (SymbolicTensor y, SymbolicTensor back) = (forward[0], backward[0]);
        bool reverses = _settings.ReturnSequences;
        if (MergeMode == MergeMode.None)
        {
            return [y, reverses ? new ReverseTime().Apply(back) : back, .. forward[1..], .. backward[1..]];
        }
        if (MergeMode != MergeMode.Concat && y.Shape[^1] != back.Shape[^1])
        {
            Throw.Shape($"{this} merges its directions by {MergeMode}, but they have {y.Shape[^1]} and {back.Shape[^1]} units. Use as many units, or MergeMode.Concat.");
        }
        return [new DirectionMerge(MergeMode, reverses).Apply(y, back), .. forward[1..], .. backward[1..]];
    }

    private static ISequenceLayer Sequence(Layer layer) => layer as ISequenceLayer
        ?? Throw.Argument<ISequenceLayer>($"A Bidirectional takes a recurrent layer, but got {layer}. Pass an Lstm, a Gru, a SimpleRnn or an Rnn.");

    private static string Prefixed(string prefix, string name) => name.StartsWith(prefix, StringComparison.Ordinal) ? name : prefix + name;
}

/// <summary>What a <see cref="Bidirectional"/> makes in a graph.</summary>
public sealed class BidirectionalOutput
{
    private readonly SymbolicTensor[] _outputs;
    private readonly int _merged;
    private readonly int _forwardStates;

    internal BidirectionalOutput(SymbolicTensor[] outputs, int merged, int forwardStates) => (_outputs, _merged, _forwardStates) = (outputs, merged, forwardStates);

    /// <summary>The merged output; with <see cref="MergeMode.None"/> the forward one.</summary>
    public SymbolicTensor Output => _outputs[0];

    /// <summary>With <see cref="MergeMode.None"/> the backward output, in the order of the input's time.</summary>
    /// <exception cref="InvalidOperationException">The outputs are merged.</exception>
    public SymbolicTensor Backward => _merged == 2 ? _outputs[1] : Throw.State<SymbolicTensor>("The two directions are merged into one output. Set MergeMode = MergeMode.None.");

    /// <summary>The forward layer's state after its last step, [batch, units] each: h, and for an LSTM c.</summary>
    public IReadOnlyList<SymbolicTensor> ForwardState => _outputs[_merged..(_merged + _forwardStates)];

    /// <summary>The backward layer's state after its last step, which is the input's first.</summary>
    public IReadOnlyList<SymbolicTensor> BackwardState => _outputs[(_merged + _forwardStates)..];

    /// <summary>An output stands wherever a tensor is asked for.</summary>
    public static implicit operator SymbolicTensor(BidirectionalOutput output) => output.Output;
}
