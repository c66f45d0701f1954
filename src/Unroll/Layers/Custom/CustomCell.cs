namespace Unroll;

/// <summary>
/// A recurrence that anybody can write: derive from it, say how it takes one step, and an <see cref="Rnn"/> walks over time with it, a <see cref="Bidirectional"/> both ways.
/// <see cref="Register{TCell}"/> the class so that models with it can be read from configs and files. Its first state is its output.
/// </summary>
public abstract class CustomCell : RnnCell, ICustom
{
    private CellWalk? _walk;

    private CellWalk Part => _walk ??= new CellWalk(this);

    /// <summary>The features of each state; the first state is the output too.</summary>
    protected abstract IReadOnlyList<int> StateSizes { get; }

    /// <summary>What the constructor or init properties were given, by name: numbers, texts and truth values. They are written into configs and come back to the registered function.</summary>
    protected virtual IReadOnlyDictionary<string, object> Settings { get; } = new Dictionary<string, object>();

    internal sealed override string ClassName => GetType().Name;

    internal sealed override string DefaultName => CustomSettings.SnakeCase(ClassName);

    internal sealed override int StateCount => StateSizes.Count;

    internal sealed override IReadOnlyList<Layer> Parts => [Part];

    internal sealed override IEnumerable<(string Name, Parameter Weight)> NamedWeights => Weights.Select(w => ($"{Name}/{w.LocalName}", w));

    IReadOnlyDictionary<string, object> ICustom.OwnSettings => Settings;

    /// <summary>Lets configs and files name a class of cells, by the class's name.</summary>
    /// <param name="make">Makes a cell of the settings that another one wrote.</param>
    /// <exception cref="ArgumentException">The library has a layer of this name itself.</exception>
    public static void Register<TCell>(Func<LayerSettings, TCell> make)
        where TCell : CustomCell
    {
        ArgumentNullException.ThrowIfNull(make);
        LayerRegistry.Add(new CustomFormat<TCell>(make) { Form = CallForm.States });
    }

    /// <summary>Adds the weights, before the cell's first use.</summary>
    /// <param name="features">Features of an input.</param>
    protected abstract void BuildWeights(int features);

    /// <summary>Adds a weight.</summary>
    /// <param name="name">Its name in the cell.</param>
    /// <param name="initializer">How it begins.</param>
    /// <param name="shape">Its axes.</param>
    protected Parameter AddWeight(string name, Initializer initializer, params ReadOnlySpan<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(initializer);
        return Part.Add(name, shape, initializer);
    }

    /// <summary>One step of all rows: writes the next states.</summary>
    protected abstract void Forward(CellStep step);

    /// <summary>From the next states' gradients, writes the input's and the states' gradients and adds to the weights'.</summary>
    protected abstract void Backward(CellStep step);

    /// <summary>What the walk asks of a cell.</summary>
    internal IReadOnlyList<int> Sizes => StateSizes;

    internal void BuildFor(int features) => BuildWeights(features);

    internal void StepForward(CellStep step) => Forward(step);

    internal void StepBackward(CellStep step) => Backward(step);

    internal sealed override RnnCell Copy()
    {
        var copy = (CustomCell)CopyUnbuilt();
        copy._walk = null;
        return copy;
    }

    internal sealed override SymbolicTensor[] Walk(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks, SequenceSettings sequence)
    {
        Part.CheckInputs(inputs);
        Part.EnsureBuilt([inputs[0].Shape]);
        return Part.Walking(sequence).Call(inputs, masks);
    }
}
