namespace Unroll;

/// <summary>How well spaces were put into texts.</summary>
/// <param name="Precision">The part of the spaces put that are right.</param>
/// <param name="Recall">The part of the right spaces that were put.</param>
/// <param name="WholeTexts">The part of texts with all spaces right.</param>
public sealed record SpacingScore(double Precision, double Recall, double WholeTexts)
{
    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);
}
