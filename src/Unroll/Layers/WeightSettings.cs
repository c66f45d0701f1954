namespace Unroll;

/// <summary>How a weight begins, what it adds to the loss, and what it is brought back to after each batch.</summary>
internal readonly record struct WeightSettings(Initializer Initializer, Regularizer? Regularizer, Constraint? Constraint);
