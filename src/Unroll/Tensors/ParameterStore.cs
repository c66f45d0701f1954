namespace Unroll;

/// <summary>Flat memory for the weights of the layers that one model built. Gradients and the optimizer's state have the same layout.</summary>
internal sealed class ParameterSegment
{
    private const int Alignment = 16;

    private ParameterSegment(List<Parameter> parameters, int length)
    {
        Parameters = parameters;
        Values.Resize(length);
    }

    public FloatBuffer Values { get; } = new();

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Places the parameters one after the other, each on a cache line, and fills them: the random stream of the n-th is n.</summary>
    public static ParameterSegment Create(List<Parameter> parameters, ulong seed)
    {
        long length = 0;
        foreach (Parameter p in parameters)
        {
            length += Aligned(p.Count);
        }
        var segment = new ParameterSegment(parameters, checked((int)length));
        int offset = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter p = parameters[i];
            p.Place(segment, offset);
            offset += Aligned(p.Count);
            p.Initializer.Fill(p.ForWriting(), p.Shape, new Philox(seed, (ulong)i));
        }
        return segment;
    }

    private static int Aligned(int count) => (count + Alignment - 1) / Alignment * Alignment;
}

/// <summary>The segments that a model's weights stand in: its own, and those of layers that it shares with other models.</summary>
internal sealed class ParameterStore
{
    public ParameterStore(IReadOnlyList<Layer> layers, ulong seed)
    {
        var unplaced = new List<Parameter>();
        var segments = new List<ParameterSegment>();
        foreach (Parameter p in layers.SelectMany(static l => l.Weights).Distinct())
        {
            if (!p.IsPlaced)
            {
                unplaced.Add(p);
            }
            else if (!segments.Contains(p.Segment))
            {
                segments.Add(p.Segment);
            }
        }
        if (unplaced.Count > 0)
        {
            segments.Add(ParameterSegment.Create(unplaced, seed));
        }
        Segments = segments;
    }

    public ParameterStore(IReadOnlyList<ParameterSegment> segments) => Segments = segments;

    public IReadOnlyList<ParameterSegment> Segments { get; }
}
