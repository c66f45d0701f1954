using Unroll.Kernels;

namespace Unroll;

/// <summary>Labels that a beam search has come to, as a node of the tree of all prefixes: there is one for the same labels, however they were come to.</summary>
internal sealed class CtcPrefix(CtcPrefix? parent, int label)
{
    private Dictionary<int, CtcPrefix>? _children;

    /// <summary>The labels but the last; null for none.</summary>
    public CtcPrefix? Parent => parent;

    /// <summary>The last label; -1 for none.</summary>
    public int Label => label;

    /// <summary>Whether the search follows it.</summary>
    public bool IsLive { get; set; }

    /// <summary>The logarithm of the probability of its alignments that end in the blank.</summary>
    public double Blank { get; set; } = double.NegativeInfinity;

    /// <summary>The logarithm of the probability of its alignments that end in its last label.</summary>
    public double Emitted { get; set; } = double.NegativeInfinity;

    /// <summary>The logarithm of the probability of all its alignments.</summary>
    public double Total => DoubleMath.LogAdd(Blank, Emitted);

    /// <summary>The prefix that has one label more.</summary>
    public CtcPrefix Child(int next)
    {
        _children ??= [];
        if (!_children.TryGetValue(next, out CtcPrefix? child))
            _children[next] = child = new CtcPrefix(this, next);
        return child;
    }

    /// <summary>Whether the search follows the prefix that has one label more.</summary>
    public bool HasLiveChild(int next) => _children is not null && _children.TryGetValue(next, out CtcPrefix? child) && child.IsLive;

    /// <summary>The logarithm of the probability of the alignments that another label can follow: after the same one a blank must stand.</summary>
    public double Before(int next) => next == label ? Blank : Total;

    public int[] Labels()
    {
        List<int> labels = [];
        for (CtcPrefix at = this; at.Parent is not null; at = at.Parent)
            labels.Add(at.Label);
        labels.Reverse();
        return [.. labels];
    }
}
