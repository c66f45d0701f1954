namespace Unroll;

/// <summary>
/// Adam (Keras: <c>Adam</c>; Kingma and Ba, 2014). With g the gradient of step t and <c>a = LearningRate * sqrt(1 - Beta2^t) / (1 - Beta1^t)</c>:
/// <c>m += (g - m)(1 - Beta1)</c>, <c>v += (g² - v)(1 - Beta2)</c>, <c>w -= a m / (sqrt(v) + Epsilon)</c>.
/// g² of an Embedding's table is the sum over the places where a token stands, as in Keras: see docs/decisions/embedding-squares.md.
/// Moments below the smallest normal float become zero.
/// </summary>
public sealed class Adam() : AdamBase("adam");
