namespace Unroll;

/// <summary>A step of an optimizer.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Rate">Its learning rate.</param>
/// <param name="Weight">The weight that changes, for optimizers that look at its shape; null for one of a single axis.</param>
/// <param name="Iteration">What <see cref="Muon"/> computes with; null for memory of its own.</param>
internal readonly record struct OptimizerStep(long Number, double Rate, Parameter? Weight = null, NewtonSchulz? Iteration = null);
