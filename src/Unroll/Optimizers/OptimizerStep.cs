namespace Unroll;

/// <summary>A step of an optimizer: its number, from 1, and its learning rate.</summary>
internal readonly record struct OptimizerStep(long Number, double Rate);
