namespace Unroll;

/// <summary>Its input as it is, which adds l1 Σ|x| + l2 Σx², as a mean over the batch, to the loss. Keras's ActivityRegularization.</summary>
public sealed class ActivityRegularization : FunctionLayer
{
    /// <summary>A penalty of <paramref name="l1"/> times the sizes and <paramref name="l2"/> times the squares.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 0, or none.</exception>
    public ActivityRegularization(double l1 = 0, double l2 = 0)
    {
        (L1, L2) = (l1, l2);
        SetActivityRegularizer(new L1L2(l1, l2));
    }

    /// <summary>The factor of the sizes.</summary>
    public double L1 { get; }

    /// <summary>The factor of the squares.</summary>
    public double L2 { get; }

    internal override string ClassName => "ActivityRegularization";

    internal override string DefaultName => "activity_regularization";

    internal override Activation Function => Activation.Linear;
}
