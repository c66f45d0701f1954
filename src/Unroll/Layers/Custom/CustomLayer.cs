namespace Unroll;

/// <summary>
/// A layer that anybody can write: derive from it, and <see cref="Register{TLayer}"/> the class so that models with it can be read from configs and files.
/// A layer holds weights and settings only; what a call computes stands in its <see cref="LayerContext"/>, since many threads may use one layer at once.
/// </summary>
public abstract class CustomLayer : Layer, ICustom
{
    /// <summary>How many tensors the layer is called on.</summary>
    protected virtual int Inputs => 1;

    /// <summary>What the constructor or init properties were given, by name: numbers, texts and truth values. They are written into configs and come back to the registered function.</summary>
    protected virtual IReadOnlyDictionary<string, object> Settings { get; } = new Dictionary<string, object>();

    internal sealed override string ClassName => GetType().Name;

    internal sealed override string DefaultName => CustomSettings.SnakeCase(ClassName);

    IReadOnlyDictionary<string, object> ICustom.OwnSettings => Settings;

    internal sealed override (int Fewest, int Most) InputCount => (Inputs, Inputs);

    /// <summary>Lets configs and files name a class of layers, by the class's name.</summary>
    /// <param name="make">Makes a layer of the settings that another one wrote.</param>
    /// <exception cref="ArgumentException">The library has a layer of this name itself.</exception>
    public static void Register<TLayer>(Func<LayerSettings, TLayer> make)
        where TLayer : CustomLayer
    {
        ArgumentNullException.ThrowIfNull(make);
        LayerRegistry.Add(new CustomFormat<TLayer>(make));
    }

    /// <summary>The output's shape, the batch first; an open axis is <see cref="Shape.Any"/>. By default the first input's.</summary>
    /// <exception cref="ShapeException">To be thrown for inputs that the layer can't work on.</exception>
    protected virtual Shape OutputShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    /// <summary>Adds the weights, before the layer's first use; none by default.</summary>
    protected virtual void BuildWeights(ReadOnlySpan<Shape> inputs)
    {
    }

    /// <summary>Adds a weight.</summary>
    /// <param name="name">Its name in the layer.</param>
    /// <param name="initializer">How it begins.</param>
    /// <param name="shape">Its axes.</param>
    protected Parameter AddWeight(string name, Initializer initializer, params ReadOnlySpan<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(initializer);
        return AddWeight(name, shape, initializer);
    }

    /// <summary>Writes the output.</summary>
    protected abstract void Forward(LayerContext context);

    /// <summary>From the output's gradient, writes the inputs' gradients that are needed and adds to the weights'.</summary>
    protected abstract void Backward(LayerContext context);

    /// <summary>Whether the first input's mask goes on to the output.</summary>
    protected virtual bool PassesMask => true;

    internal sealed override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [OutputShape(inputs)];

    internal sealed override void Build(ReadOnlySpan<Shape> inputs) => BuildWeights(inputs);

    internal sealed override object NewCache() => new LayerContext();

    internal sealed override void Forward(LayerRun run)
    {
        LayerContext context = run.Cache<LayerContext>();
        context.Begin(run, this);
        run.Output.Mask = PassesMask ? run.Mask : null;
        Forward(context);
    }

    internal sealed override void Backward(LayerRun run) => Backward(run.Cache<LayerContext>());
}
