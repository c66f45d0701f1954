using System.Numerics.Tensors;
using Unroll.Kernels;

namespace Unroll;

public partial class Model
{
    /// <summary>Where data enter, in the order in which they are passed. Keras: <c>inputs</c>.</summary>
    public IReadOnlyList<SymbolicTensor> Inputs => Graph.Inputs;

    /// <summary>What the model predicts. Keras: <c>outputs</c>.</summary>
    public IReadOnlyList<SymbolicTensor> Outputs => Graph.Outputs;

    /// <summary>
    /// The tensor that a layer makes in this model; where it is called more than once, the first time. Keras: <c>layer.output</c>.
    /// <c>new Model(model.Inputs, [model.OutputOf(layer)]).Predict(x)</c> gives its activations.
    /// </summary>
    /// <exception cref="ArgumentException">The layer is not one of the model's <see cref="Layers"/>.</exception>
    public SymbolicTensor OutputOf(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Graph.Calls.FirstOrDefault(call => call.Layer == layer)?.Outputs[0]
            ?? Throw.Argument<SymbolicTensor>($"{layer} is not in the model '{Name}', which has {TextList.Of(Layers.Select(static l => l.Name))}. Pass one of its Layers.", nameof(layer));
    }

    /// <summary>
    /// How the loss that the model was compiled with changes with tensors inside it: dLoss/dTensor, of the shape of the tensor.
    /// All samples count as one batch, and the model runs as it predicts (no dropout). Keras: <c>GradientTape.gradient</c>.
    /// </summary>
    /// <param name="data">Inputs and targets.</param>
    /// <param name="tensors">Tensors of the model's graph: inputs, outputs of layers, states between two calls of a recurrent layer.</param>
    /// <returns>A gradient for each tensor; zeros where the loss doesn't depend on it.</returns>
    /// <exception cref="ArgumentException">A tensor is not in the model's graph, or holds whole numbers.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public IReadOnlyList<Tensor<float>> Gradients(Dataset data, params IReadOnlyList<SymbolicTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(tensors);
        CheckInputs(data);
        Objective objective = Compiled.NewObjective();
        foreach (SymbolicTensor tensor in tensors)
        {
            CheckDifferentiable(tensor);
        }
        Batch batch = data.First();
        int[] samples = [.. Enumerable.Range(0, batch.Count)];
        var run = new ModelRun(this, KernelSet.Best, tensors) { States = [], WholeBatch = batch.Count };
        Load(run, batch, samples);
        run.Forward(training: false, keep: true);
        objective.Update(new ReadOnlySpan<ModelRun>(in run), batch, samples, null, gradient: true, penalty: 0);
        run.Backward();
        return [.. tensors.Select(t => Tensor.Create(run.Gradient(t).ToArray(), [.. run.Value(t).Dimensions.ToArray().Select(static d => (nint)d)]))];
    }

    /// <summary>A workspace of its own in which the model has read a batch, with no state from before.</summary>
    internal ModelRun Read(Batch batch)
    {
        CheckInputs(Dataset.From(batch));
        var run = new ModelRun(this) { States = [] };
        Load(run, batch, [.. Enumerable.Range(0, batch.Count)]);
        run.Forward(training: false, keep: false);
        return run;
    }

    private void CheckDifferentiable(SymbolicTensor tensor)
    {
        if (!Graph.Steps.Any(step => step.Outputs.Contains(tensor.Computed)))
        {
            Throw.Argument($"A tensor of shape {tensor.Shape} that {tensor.Producer.Layer} makes is not in the model '{Name}'. Pass tensors that lead from its inputs to its outputs.");
        }
        if (tensor.Type != ElementType.Float32)
        {
            Throw.Argument($"{tensor.Producer.Layer} makes {tensor.Type}, which has no gradient. Ask for the output of the Embedding that reads it.");
        }
    }
}
