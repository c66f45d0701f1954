namespace Unroll;

/// <summary>A model that stands in another one as a layer, with the weights that it has on its own; Keras's nested model.</summary>
public sealed class ModelLayer : CompositeLayer
{
    internal ModelLayer(Model model)
    {
        Model = model;
        if (model.HasName)
        {
            SetName(model.Name);
        }
    }

    /// <summary>The layer that stands for a model, wherever it is used.</summary>
    internal static ModelLayer Of(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Layer;
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <inheritdoc/>
    public override bool Trainable { get => Model.Trainable; set => Model.Trainable = value; }

    internal override string ClassName => Model.ClassName;

    internal override string DefaultName => Model.Name;

    internal override IReadOnlyList<Layer> Parts => Model.Structure.Layers;

    internal override (int Fewest, int Most) InputCount => Model.HasGraph ? (Model.Structure.Inputs.Count, Model.Structure.Inputs.Count) : (1, 1);

    internal override (Shape Shape, ElementType Type)? ImpliedInput => Model.ImpliedInput;

    internal override bool WorksByStep => Parts.All(static p => p.WorksByStep);

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        if (!Model.HasGraph)
        {
            Model.BuildFor(inputs[0].Shape);
        }
        IReadOnlyList<SymbolicTensor> expected = Model.Structure.Inputs;
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Type != expected[i].Type || !Fits(inputs[i].Shape, expected[i].Shape))
            {
                Throw.Shape($"{this} takes {expected[i].Type} of shape {expected[i].Shape} as its input '{expected[i].Producer.Layer.Name}', but was called on {inputs[i].Type} of shape {inputs[i].Shape}. Call it on a tensor like that.");
            }
        }
    }

    private static bool Fits(Shape given, Shape expected)
    {
        if (given.Rank != expected.Rank)
        {
            return false;
        }
        for (int i = 0; i < given.Rank; i++)
        {
            if (given[i] != expected[i] && given[i] != Shape.Any && expected[i] != Shape.Any)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Calls the model's layers once more, on these inputs.</summary>
    private protected override IReadOnlyList<SymbolicTensor> Expand(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks)
    {
        Graph graph = Model.Structure;
        var tensors = new Dictionary<SymbolicTensor, SymbolicTensor>();
        for (int i = 0; i < inputs.Count; i++)
        {
            SymbolicTensor? mask = i < masks.Count ? masks[i] : null;
            tensors[graph.Inputs[i]] = mask is null ? inputs[i] : new WithMask(inputs[i].Type).Call([inputs[i]], [mask])[0];
        }
        foreach (LayerCall call in graph.Calls)
        {
            if (call.Inputs.Count == 0)
            {
                continue;
            }
            SymbolicTensor[] outputs = call.Layer.Call([.. call.Inputs.Select(t => tensors[t])], [.. call.Masks.Select(m => m is null ? null : tensors[m])]);
            for (int i = 0; i < outputs.Length; i++)
            {
                tensors[call.Outputs[i]] = outputs[i];
            }
        }
        return [.. graph.Outputs.Select(t => tensors[t])];
    }
}
