namespace Unroll.Tests.Reference;

/// <summary>CTC by its definition: every alignment is written down, collapsed, and its probability added up. In double, for sequences of a few steps.</summary>
internal sealed class CtcTwin
{
    private readonly double[][] _logProbabilities;
    private readonly int _classes;
    private readonly int _blank;

    /// <param name="logits">[time, classes].</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="blank">The class that stands for none.</param>
    public CtcTwin(ReadOnlySpan<double> logits, int classes, int blank = 0)
    {
        (_classes, _blank) = (classes, blank);
        _logProbabilities = new double[logits.Length / classes][];
        for (int t = 0; t < _logProbabilities.Length; t++)
        {
            double[] x = logits.Slice(t * classes, classes).ToArray();
            double sum = Math.Log(x.Sum(Math.Exp));
            _logProbabilities[t] = [.. x.Select(v => v - sum)];
        }
    }

    /// <summary>The probability of each sequence of labels, written with commas.</summary>
    public Dictionary<string, double> Probabilities()
    {
        var all = new Dictionary<string, double>();
        foreach (int[] alignment in Alignments())
        {
            string labels = string.Join(',', Collapse(alignment));
            all[labels] = all.GetValueOrDefault(labels) + Probability(alignment);
        }
        return all;
    }

    /// <summary>-log of the probability of the labels.</summary>
    public double Loss(params int[] labels) => -Math.Log(Alignments().Where(a => Collapse(a).SequenceEqual(labels)).Sum(Probability));

    /// <summary>The loss's gradient by the logits, from the alignments' own probabilities: softmax less the part of them that say a class at a step.</summary>
    public double[] Gradient(params int[] labels)
    {
        double all = 0;
        var gradient = new double[_logProbabilities.Length * _classes];
        foreach (int[] alignment in Alignments().Where(a => Collapse(a).SequenceEqual(labels)))
        {
            double p = Probability(alignment);
            all += p;
            for (int t = 0; t < alignment.Length; t++) gradient[(t * _classes) + alignment[t]] -= p;
        }
        for (int i = 0; i < gradient.Length; i++) gradient[i] = (gradient[i] / all) + Math.Exp(_logProbabilities[i / _classes][i % _classes]);
        return gradient;
    }

    private IEnumerable<int[]> Alignments()
    {
        int steps = _logProbabilities.Length;
        for (int n = 0; n < (int)Math.Pow(_classes, steps); n++)
        {
            var alignment = new int[steps];
            for (int t = 0, rest = n; t < steps; t++, rest /= _classes) alignment[t] = rest % _classes;
            yield return alignment;
        }
    }

    private IEnumerable<int> Collapse(int[] alignment) => alignment.Where((k, t) => k != _blank && (t == 0 || alignment[t - 1] != k));

    private double Probability(int[] alignment) => Math.Exp(alignment.Select((k, t) => _logProbabilities[t][k]).Sum());
}
