using Unroll.Kernels;

namespace Unroll;

/// <summary>One call of a layer in one workspace: its inputs and outputs, what it keeps for the backward pass, and where its gradients go.</summary>
internal sealed class LayerRun(ModelRun owner, LayerCall call, int index, TensorValue[] inputs, TensorValue[] outputs, TensorValue?[] masks)
{
    private readonly TensorValue?[] _scratch = new TensorValue?[inputs.Length];
    private object? _cache;
    private Action<int, int>? _add;
    private int _adding;

    public LayerCall Call => call;

    public TensorValue[] Inputs => inputs;

    public TensorValue[] Outputs => outputs;

    public TensorValue Input => inputs[0];

    public TensorValue Output => outputs[0];

    /// <summary>A mask that the call was given for its first input.</summary>
    public TensorValue? ExplicitMask => GivenMask(0);

    /// <summary>The first input's mask.</summary>
    public TensorValue? Mask => MaskOf(0);

    /// <summary>The mask that the call was given for an input, else the one that the input carries.</summary>
    public TensorValue? MaskOf(int i) => GivenMask(i) ?? inputs[i].Mask;

    /// <summary>The mask that a recurrent layer reads, [batch, time]. As in Keras 3, one that is given its initial state reads a mask only where one is given too.</summary>
    public TensorValue? StepMask()
    {
        TensorValue? mask = inputs.Length > 1 ? ExplicitMask : Mask;
        if (mask is not null && !mask.Dimensions.SequenceEqual(Input.Dimensions[..2]))
        {
            Throw.Shape($"{call.Layer} expects a mask of shape {Shape.Text(Input.Dimensions[..2])}, but got {Shape.Text(mask.Dimensions)}. A mask has one value a step.");
        }
        return mask;
    }

    /// <summary>A mask that the call was given in a place, which may be behind those of its inputs.</summary>
    public TensorValue? GivenMask(int i) => i < masks.Length ? masks[i] : null;

    public bool Training => owner.Training;

    /// <summary>Whether a backward pass may follow.</summary>
    public bool Keep => owner.Keep;

    public KernelSet Kernels => owner.Kernels;

    public Team Team => owner.Team;

    /// <summary>Outputs that add to the loss.</summary>
    public List<(Regularizer Regularizer, TensorValue Output)> Penalties { get; } = [];

    /// <summary>Which input gradients somebody asks for.</summary>
    public bool[] Needs { get; } = new bool[inputs.Length];

    /// <summary>Set by a backward pass that has handed an input's gradient on by itself, and writes none.</summary>
    public bool[] Settled { get; } = new bool[inputs.Length];

    /// <summary>Set by a backward pass whose input gradient adds up to 0 down each column.</summary>
    public bool CentersInputGradient { get; set; }

    /// <summary>The state that the call has kept from the batch before, if its first tensor has so many numbers.</summary>
    public float[][]? KeptState(int size) => owner.States.TryGetValue(call, out float[][]? kept) && kept[0].Length == size ? kept : null;

    /// <summary>Keeps the outputs after the first, which are a recurrent layer's state, for the next batch.</summary>
    public void KeepState()
    {
        if (KeptState(outputs[1].Count) is not { } kept)
        {
            kept = [.. outputs.Skip(1).Select(static o => new float[o.Count])];
            owner.States[call] = kept;
        }
        for (int i = 0; i < kept.Length; i++)
        {
            outputs[1 + i].Floats.CopyTo(kept[i]);
        }
    }

    /// <summary>Whether a sequence comes step by step.</summary>
    public bool Streams => owner.Streams;

    public T Cache<T>()
        where T : class => (T)(_cache ??= call.Layer.NewCache()!);

    /// <summary>A random stream of this call's own; <paramref name="purpose"/> keeps two in one layer apart.</summary>
    public Philox Random(int purpose) => new(owner.Seed, RandomStreams.Layer(index, purpose));

    /// <summary>The training step, which random numbers are drawn for.</summary>
    public ulong Step => owner.Step;

    /// <summary>Where the layer writes (not adds, but for <see cref="Adds"/>) an input's gradient.</summary>
    public Span<float> InputGradient(int i) => IsShared(i) && !call.Layer.AddsGradients(this) ? Scratch(i).Floats : inputs[i].Gradient;

    /// <summary>Whether the layer adds to what stands in <see cref="InputGradient"/>.</summary>
    public bool Adds(int i) => IsShared(i) && call.Layer.AddsGradients(this);

    /// <summary>
    /// Lets the output's gradient be an input's as it stands, without a copy. That can't be, and is false, where others give the input a gradient too, or the model's caller may.
    /// </summary>
    public bool PassGradient(int i)
    {
        bool passes = IsOnlyReader(i) && inputs[i].Count == Output.Count;
        if (passes)
        {
            inputs[i].ShareGradient(Output);
        }
        return passes;
    }

    /// <summary>An output's gradient; empty where nothing came back.</summary>
    public ReadOnlySpan<float> OutputGradient(int i) => outputs[i].HasGradient ? outputs[i].Gradient : default;

    /// <summary>A weight's gradient, to be added to.</summary>
    public Span<float> Gradient(Parameter parameter) => owner.Gradient(parameter);

    /// <summary>The sum of squared gradients of a weight that is looked up, to be added to.</summary>
    public Span<float> Squares(Parameter parameter) => owner.Squares(parameter);

    /// <summary>Whether the optimizer takes the square of a looked-up weight's gradient at each place.</summary>
    public bool TakesSquares => owner.TakesSquares;

    /// <summary>Whether nobody but this call reads an input.</summary>
    public bool IsOnlyReader(int i) => owner.Readers(inputs[i]) == 1;

    /// <summary>Whether anybody reads an output.</summary>
    public bool IsRead(int output) => owner.Readers(outputs[output]) > 0;

    /// <summary>What another workspace of the model has published for this call, or null.</summary>
    public T? FindShared<T>()
        where T : class => owner.Shared.TryGetValue(call, out object? shared) ? (T)shared : null;

    /// <summary>Lets all workspaces of the model share something that belongs to this call.</summary>
    public void Publish(object shared) => owner.Shared[call] = shared;

    /// <summary>Makes room for the input gradients, before workers share it; layers that add to them do so by themselves.</summary>
    public void BeginBackward()
    {
        Array.Clear(Settled);
        CentersInputGradient = false;
        bool adds = call.Layer.AddsGradients(this);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (Needs[i] && !adds)
            {
                _ = InputGradient(i);
            }
        }
    }

    /// <summary>Takes the input gradients that the layer has written into account.</summary>
    public void FinishBackward()
    {
        bool added = call.Layer.AddsGradients(this);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!Needs[i] || Settled[i])
            {
                continue;
            }
            TensorValue input = inputs[i];
            input.HasCenteredGradient = CentersInputGradient && (!input.HasGradient || input.HasCenteredGradient);
            if (input.HasGradient && !added)
            {
                _adding = i;
                Team.Run(_add ??= AddShare, input.Count);
            }
            input.HasGradient = true;
        }
    }

    private void AddShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(inputs[_adding].Count, 16, worker, workers);
        Spans.AddTo(inputs[_adding].Gradient[from..to], _scratch[_adding]!.Floats[from..to]);
    }

    /// <summary>Whether an input has a gradient already, or is also one of those before it.</summary>
    private bool IsShared(int i) => inputs[i].HasGradient || Array.IndexOf(inputs, inputs[i]) < i;

    private TensorValue Scratch(int i)
    {
        TensorValue scratch = _scratch[i] ??= new TensorValue(ElementType.Float32);
        scratch.Resize(inputs[i].Dimensions);
        return scratch;
    }
}

/// <summary>The random streams of one seed.</summary>
internal static class RandomStreams
{
    /// <summary>The order of the samples in an epoch. Streams below it fill weights.</summary>
    public const ulong Shuffle = 1UL << 32;

    public static ulong Layer(int index, int purpose) => (2UL << 32) + ((ulong)index * 8) + (ulong)purpose;
}
