using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// What an optimizer remembers of a model's weights, laid out like them, and how it changes them: accumulation over batches, clipping, weight decay,
/// the optimizer's own step, and the weights' average, in Keras's order.
/// </summary>
internal sealed class OptimizerState
{
    private readonly Optimizer _optimizer;
    private readonly ParameterStore _store;
    private readonly FloatBuffer[][] _slots;
    private double? _rate;
    private readonly int _average;
    private readonly int _accumulator;
    private readonly NewtonSchulz? _iteration;
    private Place[] _places = [];
    private IReadOnlySet<Parameter>? _frozen;

    public OptimizerState(Optimizer optimizer, ParameterStore store)
    {
        optimizer.CheckOptions();
        (_optimizer, _store, _iteration) = (optimizer, store, optimizer is Muon ? new NewtonSchulz() : null);
        _average = optimizer.SlotCount;
        _accumulator = _average + (optimizer.UseEma ? 1 : 0);
        int slots = _accumulator + (optimizer.GradientAccumulationSteps is null ? 0 : 1);
        _slots = [.. store.Segments.Select(segment => NewSlots(segment, slots))];
    }

    /// <summary>Batches done.</summary>
    public long Steps { get; private set; }

    /// <summary>The learning rate of the next batch: the optimizer's, unless a callback has set another.</summary>
    public double LearningRate
    {
        get => _rate ?? _optimizer.RateAt(Steps);
        set => _rate = _optimizer.Schedule is null
            ? value
            : Throw.State<double>($"The learning rate can't be set: it follows {_optimizer.Schedule.ClassName}. Give the optimizer a LearningRate in place of a Schedule.");
    }

    /// <summary>
    /// One of the numbers that are kept for each weight of a segment, laid out like the segment's values: the optimizer's own,
    /// then the average if it is kept, then the accumulated gradient.
    /// </summary>
    public ReadOnlySpan<float> Slot(int segment, int slot) => _slots[segment][slot].Span;

    /// <summary>Changes all weights that train by their gradients, which may be overwritten.</summary>
    public void Step(IGradients gradients, IReadOnlySet<Parameter> frozen)
    {
        FindPlaces(frozen);
        double rate = LearningRate;
        long batches = Steps++;
        long batchesPerStep = _optimizer.GradientAccumulationSteps ?? 1;
        if (batchesPerStep == 1 || Accumulate(gradients, batchesPerStep))
            Apply(gradients, new OptimizerStep(batches / batchesPerStep + 1, rate));
        if (_optimizer.UseEma)
            Average(batches / batchesPerStep);
        foreach (Place place in _places)
            place.Parameter.Constraint?.Apply(place.Parameter.ForWriting(), place.Parameter.Shape);
    }

    /// <summary>All that is kept: see <see cref="Slot"/>.</summary>
    public IEnumerable<(int Segment, int Slot, FloatBuffer Values)> Slots =>
        _slots.SelectMany(static (slots, segment) => slots.Select((values, slot) => (segment, slot, values)));

    /// <summary>Goes on from a number of batches and a learning rate; null for the optimizer's own.</summary>
    public void Restore(long steps, double? rate) => (Steps, _rate) = (steps, rate);

    /// <summary>A learning rate that a callback has set; null for the optimizer's own.</summary>
    public double? OwnRate => _rate;

    /// <summary>Ends a training: the weights become their average, if one is kept.</summary>
    public void Finish(IReadOnlySet<Parameter> frozen)
    {
        if (!_optimizer.UseEma)
            return;
        FindPlaces(frozen);
        foreach (Place place in _places)
            place.Slot(_average).CopyTo(place.Parameter.ForWriting());
    }

    /// <returns>Whether the gradients are now the means of enough batches.</returns>
    private bool Accumulate(IGradients gradients, long batchesPerStep)
    {
        bool last = Steps % batchesPerStep == 0;
        float part = (float)(1.0 / batchesPerStep);
        foreach (Place place in _places)
        {
            Span<float> sum = place.Slot(_accumulator), gradient = gradients.Gradient(place.Parameter);
            Spans.AddTo(last ? gradient : sum, last ? sum : gradient);
            if (last)
            {
                Spans.Scale(gradient, part);
                sum.Clear();
            }
        }

        return last;
    }

    private void Apply(IGradients gradients, OptimizerStep step)
    {
        double all = 0;
        if (_optimizer.GlobalClipNorm is not null)
        {
            foreach (Place place in _places)
                all += SquaredNorm(gradients, place.Parameter);
        }

        foreach (Place place in _places)
        {
            Span<float> gradient = gradients.Gradient(place.Parameter), squares = gradients.SquaresIfAny(place.Parameter);
            if (_optimizer.ClipNorm is { } own)
                Clip(gradient, squares, SquaredNorm(gradients, place.Parameter), own);
            else if (_optimizer.GlobalClipNorm is { } together)
                Clip(gradient, squares, all, together);
            else if (_optimizer.ClipValue is { } limit)
                Spans.Clamp(gradient, (float)limit);
            Span<float> weights = place.Parameter.ForWriting();
            if (_optimizer.DecayOf(place.Parameter) is { } decay)
                Spans.Shrink(weights, (float)(decay * step.Rate));
            _optimizer.Step(step with { Weight = place.Parameter, Iteration = _iteration }, weights, gradient, place.OwnSlots(_average), squares);
        }
    }

    private static double SquaredNorm(IGradients gradients, Parameter parameter)
    {
        ReadOnlySpan<float> squares = gradients.SquaresIfAny(parameter);
        return squares.IsEmpty ? SquareSum.Of(gradients.Gradient(parameter)) : SquareSum.Plain(squares);
    }

    // A norm that is no number makes the gradient no number, as Keras's does.
    private static void Clip(Span<float> gradient, Span<float> squares, double squaredNorm, double most)
    {
        double norm = Math.Sqrt(squaredNorm);
        if (norm <= most)
            return;
        float scale = double.IsFinite(norm) ? (float)(most / norm) : float.NaN;
        Spans.Scale(gradient, scale);
        Spans.Scale(squares, scale * scale);
    }

    private void Average(long step)
    {
        float keep = step == 0 ? 0 : (float)_optimizer.EmaMomentum;
        float gain = step == 0 ? 1 : (float)(1 - _optimizer.EmaMomentum);
        bool overwrites = _optimizer.EmaOverwriteFrequency is { } frequency && (step + 1) % frequency == 0;
        foreach (Place place in _places)
        {
            Span<float> average = place.Slot(_average);
            Spans.Blend(average, keep, place.Parameter.Values, gain);
            if (overwrites)
                average.CopyTo(place.Parameter.ForWriting());
        }
    }

    private void FindPlaces(IReadOnlySet<Parameter> frozen)
    {
        if (ReferenceEquals(frozen, _frozen))
            return;
        _frozen = frozen;
        var places = new List<Place>();
        for (int s = 0; s < _store.Segments.Count; s++)
        {
            foreach (Parameter parameter in _store.Segments[s].Parameters)
            {
                if (!frozen.Contains(parameter))
                    places.Add(new Place(parameter, _slots[s]));
            }
        }

        _places = [.. places];
    }

    private FloatBuffer[] NewSlots(ParameterSegment segment, int count)
    {
        var slots = new FloatBuffer[count];
        for (int i = 0; i < count; i++)
        {
            slots[i] = new FloatBuffer();
            slots[i].Resize(segment.Values.Length);
            if (i < _optimizer.SlotCount)
                slots[i].Span.Fill(_optimizer.SlotStart(i));
            else if (i == _average && _optimizer.UseEma)
                segment.Values.Span.CopyTo(slots[i].Span);
        }

        return slots;
    }

    /// <summary>A weight that trains, and the slots of its segment.</summary>
    private readonly record struct Place(Parameter Parameter, FloatBuffer[] Slots)
    {
        public Span<float> Slot(int slot) => Slots[slot].Span.Slice(Parameter.Offset, Parameter.Count);

        public OptimizerSlots OwnSlots(int count) => new(
            count > 0 ? Slot(0) : default,
            count > 1 ? Slot(1) : default,
            count > 2 ? Slot(2) : default);
    }
}
