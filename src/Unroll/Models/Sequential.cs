using System.Collections;

namespace Unroll;

/// <summary>
/// A chain of layers; Keras's Sequential. Without an <see cref="InputLayer"/> in front, the shape of its input follows
/// from the first layer (an Embedding) or from the first data that it sees.
/// </summary>
/// <param name="seed">Where the model's random numbers begin: first weights, dropout, the order of samples.</param>
public sealed class Sequential(ulong seed = 0) : Model(seed), IEnumerable<Layer>
{
    private readonly List<Layer> _chain = [];

    internal override string ClassName => "Sequential";

    internal override (Shape Shape, ElementType Type)? ImpliedInput =>
        HasGraph ? base.ImpliedInput : _chain.FirstOrDefault() is InputLayer input ? (input.Shape, input.Type) : _chain.FirstOrDefault()?.ImpliedInput;

    /// <summary>Adds a layer at the end.</summary>
    /// <exception cref="InvalidOperationException">The model is built already.</exception>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (HasGraph)
        {
            Throw.State($"{layer} can't be added: the model is built already. Add all layers before the model is used.");
        }
        _chain.Add(layer);
    }

    /// <summary>Adds a model at the end, as a layer that shares its weights.</summary>
    /// <exception cref="InvalidOperationException">This model is built already.</exception>
    public void Add(Model model) => Add(ModelLayer.Of(model));

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => _chain.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override IEnumerable<Layer> Members => _chain;

    private protected override Graph BuildGraph(Shape? shape = null)
    {
        if (_chain.Count == 0)
        {
            Throw.State("The model has no layers. Add some.");
        }
        InputLayer input = _chain[0] as InputLayer ?? Implied(shape);
        SymbolicTensor output = input.Tensor;
        foreach (Layer layer in _chain)
        {
            if (layer != input)
            {
                output = layer.Apply([output], null)[0];
            }
        }
        var graph = new Graph([input.Tensor], [output]);
        SetGraph(graph);
        return graph;
    }

    private InputLayer Implied(Shape? shape)
    {
        if (shape is { } given)
        {
            return new InputLayer(given) { Name = "input_layer", Type = _chain[0].ImpliedInput?.Type ?? ElementType.Float32 };
        }
        if (_chain[0].ImpliedInput is { } implied)
        {
            return new InputLayer(implied.Shape) { Name = "input_layer", Type = implied.Type };
        }
        return Throw.State<InputLayer>($"The model doesn't know the shape of its input yet. Put an InputLayer in front of {_chain[0]}, or pass data first.");
    }
}
