using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Unroll.Kernels;

namespace Unroll.Tests.SameBits;

/// <summary>A training step by step, as <c>Fit</c> does it, at a chosen vector width.</summary>
internal sealed class TrainingLoop
{
    private static readonly HashSet<Parameter> _none = [];

    private readonly Objective _objective;
    private readonly Model _model;
    private readonly OptimizerState _state;
    private readonly int _slots;
    private readonly ModelRun _run;

    public TrainingLoop(Model model, Loss loss, Optimizer? optimizer = null, KernelSet? kernels = null)
    {
        optimizer ??= new Adam { LearningRate = 0.01 };
        _model = model;
        _objective = new Goal(loss, [Metric.Accuracy], []).For(model.Graph);
        _run = new ModelRun(model, kernels ?? KernelSet.Best) { TakesSquares = optimizer.SquaresGradients };
        _state = new OptimizerState(optimizer, model.Store);
        _slots = optimizer.SlotCount;
    }

    public ModelRun Run => _run;

    public void Step(Dataset data, ReadOnlySpan<int> samples)
    {
        Run.Step = (ulong)_state.Steps;
        Model.Load(Run, data.Arrays!, samples);
        Run.Forward(training: true, keep: true);
        _objective.Update(new ReadOnlySpan<ModelRun>(in _run), data.Arrays!, samples, null, gradient: true, penalty: 0);
        Run.Backward();
        _state.Step(Run, _none);
    }

    /// <summary>A digest of the weights, the optimizer's state and the outputs of a prediction.</summary>
    public string Digest(Dataset data, ReadOnlySpan<int> samples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter weight in _model.Weights)
        {
            Add(weight.Values);
        }
        for (int segment = 0; segment < _model.Store.Segments.Count; segment++)
        {
            for (int slot = 0; slot < _slots; slot++)
            {
                Add(_state.Slot(segment, slot));
            }
        }
        Model.Load(Run, data.Arrays!, samples);
        Run.Forward(training: false, keep: false);
        Add(Run.Outputs[0].Floats);
        return Convert.ToHexString(hash.GetHashAndReset());

        void Add(ReadOnlySpan<float> values)
        {
            foreach (float value in values)
            {
                Assert.True(float.IsFinite(value));
            }
            hash.AppendData(MemoryMarshal.AsBytes(values));
        }
    }
}
