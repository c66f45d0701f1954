namespace Unroll;

/// <summary>One call of a <see cref="CustomLayer"/>: its inputs and outputs, and what it keeps from the forward pass to the backward one. Numbers stand row by row.</summary>
public sealed class LayerContext
{
    private readonly List<FloatBuffer> _kept = [];
    private LayerRun _run = null!;
    private Shape[] _inputs = [];
    private Shape _output;

    internal LayerContext()
    {
    }

    /// <summary>Whether this is training, in which dropout and the like are at work.</summary>
    public bool IsTraining => _run.Training;

    /// <summary>The output's dimensions, the batch first.</summary>
    public ReadOnlySpan<int> OutputDimensions => _run.Output.Dimensions;

    /// <summary>The output, to be written in the forward pass.</summary>
    public Span<float> Output => _run.Output.Floats;

    /// <summary>The output's gradient.</summary>
    public ReadOnlySpan<float> OutputGradient => _run.OutputGradient(0);

    /// <summary>An input's dimensions, the batch first.</summary>
    public ReadOnlySpan<int> InputDimensions(int input = 0) => _run.Inputs[input].Dimensions;

    /// <summary>An input.</summary>
    public ReadOnlySpan<float> Input(int input = 0) => _run.Inputs[input].Floats;

    /// <summary>An input's mask, [batch, time]: 0 where a step is to be passed over; empty where there is none.</summary>
    public ReadOnlySpan<byte> Mask(int input = 0) => _run.MaskOf(input) is { } mask ? mask.Bools : default;

    /// <summary>Whether an input's gradient is asked for.</summary>
    public bool NeedsInputGradient(int input = 0) => _run.Needs[input];

    /// <summary>An input's gradient, to be written in the backward pass if it is needed.</summary>
    public Span<float> InputGradient(int input = 0) => _run.InputGradient(input);

    /// <summary>The values of a weight of the layer.</summary>
    /// <exception cref="ArgumentException">It is another layer's.</exception>
    public ReadOnlySpan<float> Values(Parameter weight) => Own(weight).Values;

    /// <summary>The gradient of a weight of the layer, to be added to in the backward pass.</summary>
    /// <exception cref="ArgumentException">It is another layer's.</exception>
    public Span<float> Gradient(Parameter weight) => _run.Gradient(Own(weight));

    /// <summary>Room for numbers that the backward pass needs; the same room for the same number and length.</summary>
    /// <param name="index">From 0: which of several.</param>
    /// <param name="length">How many numbers.</param>
    public Span<float> Keep(int index, int length)
    {
        while (_kept.Count <= index)
        {
            _kept.Add(new FloatBuffer());
        }
        _kept[index].Resize(length);
        return _kept[index].Span;
    }

    /// <summary>A random number from 0 to below 1, the same for the same element of the same training step whatever the machine.</summary>
    public float Random(int element) => _run.Random(0).UniformAt(_run.Step, (ulong)element);

    private Parameter Own(Parameter weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        Layer layer = _run.Call.Layer;
        for (int i = 0; i < layer.Weights.Count; i++)
        {
            if (layer.Weights[i] == weight)
            {
                return weight;
            }
        }
        return Throw.Argument<Parameter>($"{layer} asks for the weight '{weight.Name}', which is not its own. Keep what AddWeight returns.");
    }

    internal void Begin(LayerRun run, CustomLayer layer)
    {
        _run = run;
        bool same = _inputs.Length == run.Inputs.Length;
        for (int i = 0; same && i < _inputs.Length; i++)
        {
            same = run.Inputs[i].Dimensions.SequenceEqual(_inputs[i].Axes);
        }
        if (!same)
        {
            _inputs = [.. run.Inputs.Select(static x => new Shape(x.Dimensions))];
            _output = layer.OutputShapes(_inputs)[0];
        }
        run.Output.Resize(_output.Axes);
    }
}
