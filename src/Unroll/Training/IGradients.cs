namespace Unroll;

/// <summary>The gradients of a batch, which an optimizer may overwrite.</summary>
internal interface IGradients
{
    /// <summary>A weight's gradient.</summary>
    Span<float> Gradient(Parameter parameter);

    /// <summary>The sum of squared gradients of a weight that is looked up; empty where the weight is not.</summary>
    Span<float> SquaresIfAny(Parameter parameter);
}
