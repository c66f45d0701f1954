namespace Unroll;

/// <summary>What <c>Compile</c> was told: one loss for every output, or one for each that is named.</summary>
internal sealed class Goal
{
    private readonly OutputLoss? _all;
    private readonly IReadOnlyList<OutputLoss> _named;

    public Goal(Loss loss, IReadOnlyList<Metric> metrics, IReadOnlyList<Metric> weightedMetrics) =>
        (_all, _named) = (new OutputLoss("", loss) { Metrics = metrics, WeightedMetrics = weightedMetrics }, []);

    public Goal(IReadOnlyList<OutputLoss> outputs)
    {
        _named = outputs.Count > 0 ? outputs : Throw.Argument<IReadOnlyList<OutputLoss>>("The model got no losses. Give one for at least one output.", nameof(outputs));
        if (outputs.GroupBy(static o => o.Output).FirstOrDefault(static g => g.Count() > 1) is { } twice)
        {
            Throw.Argument($"The output '{twice.Key}' got {twice.Count()} losses, but one was expected. Add up their weights, or give each an output of its own, such as an IdentityLayer's.", nameof(outputs));
        }
    }

    /// <summary>The losses as they were given; one without a name is every output's.</summary>
    public IReadOnlyList<OutputLoss> Outputs => _all is null ? _named : [_all];

    /// <summary>Finds each loss its output.</summary>
    /// <exception cref="ArgumentException">The model has no output of a name.</exception>
    public Objective For(Graph graph)
    {
        string[] names = OutputNames(graph);
        var parts = new List<OutputObjective>();
        if (_all is not null)
        {
            parts.AddRange(names.Select((_, output) => new OutputObjective(_all, output)));
        }
        foreach (OutputLoss loss in _named)
        {
            int output = Array.IndexOf(names, loss.Output);
            if (output < 0)
            {
                Throw.Argument($"There is a loss for '{loss.Output}', but the model's outputs are {TextList.Of(names)}. Name one of them.");
            }
            parts.Add(new OutputObjective(loss, output));
        }
        parts.Sort(static (a, b) => a.Output.CompareTo(b.Output));
        return new Objective(parts, names);
    }

    /// <summary>The names of the layers that the outputs come from, as Keras calls the outputs; numbered where one gives several.</summary>
    public static string[] OutputNames(Graph graph)
    {
        var names = new List<string>();
        foreach (SymbolicTensor output in graph.Outputs)
        {
            string name = output.Producer.Layer.Name;
            for (int n = 1; names.Contains(name); n++)
            {
                name = $"{output.Producer.Layer.Name}_{n}";
            }
            names.Add(name);
        }
        return [.. names];
    }
}
