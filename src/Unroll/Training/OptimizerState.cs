using Unroll.Kernels;

namespace Unroll;

/// <summary>What an optimizer remembers of a model's weights, laid out like them, and how it changes them.</summary>
internal sealed class OptimizerState(Optimizer optimizer, ParameterStore store)
{
    private readonly FloatBuffer[][] _slots = NewSlots(optimizer, store);

    /// <summary>Steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>One of the numbers that the optimizer keeps for each weight of a segment, laid out like the segment's values.</summary>
    public ReadOnlySpan<float> Slot(int segment, int slot) => _slots[segment][slot].Span;

    /// <summary>Changes all weights that train by their gradients.</summary>
    public void Step(ModelRun run, IReadOnlySet<Parameter> frozen)
    {
        Steps++;
        for (int s = 0; s < store.Segments.Count; s++)
        {
            ParameterSegment segment = store.Segments[s];
            for (int p = 0; p < segment.Parameters.Count; p++)
            {
                if (!frozen.Contains(segment.Parameters[p]))
                {
                    Step(run, segment.Parameters[p], _slots[s]);
                }
            }
        }
    }

    private void Step(ModelRun run, Parameter parameter, FloatBuffer[] slots)
    {
        Span<float> weights = parameter.ForWriting();
        ReadOnlySpan<float> gradient = run.Gradient(parameter);
        optimizer.Step(Steps, weights, gradient, Slots(slots, parameter.Offset, weights.Length), run.SquaresIfAny(parameter));
    }

    private static OptimizerSlots Slots(FloatBuffer[] slots, int from, int length) => new(
        slots.Length > 0 ? slots[0].Span.Slice(from, length) : default,
        slots.Length > 1 ? slots[1].Span.Slice(from, length) : default,
        slots.Length > 2 ? slots[2].Span.Slice(from, length) : default);

    private static FloatBuffer[][] NewSlots(Optimizer optimizer, ParameterStore store)
    {
        var slots = new FloatBuffer[store.Segments.Count][];
        for (int s = 0; s < slots.Length; s++)
        {
            slots[s] = new FloatBuffer[optimizer.SlotCount];
            for (int i = 0; i < slots[s].Length; i++)
            {
                slots[s][i] = new FloatBuffer();
                slots[s][i].Resize(store.Segments[s].Values.Length);
            }
        }
        return slots;
    }
}
