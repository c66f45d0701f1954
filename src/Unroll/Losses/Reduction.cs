namespace Unroll;

/// <summary>How the loss values of a batch become one number (Keras: <c>reduction</c>).</summary>
public enum Reduction
{
    /// <summary>Their weighted sum over their number (Keras: <c>sum_over_batch_size</c>). Where a mask leaves some out, over the number of those left.</summary>
    SumOverBatchSize,

    /// <summary>Their weighted sum.</summary>
    Sum,

    /// <summary>The same as <see cref="SumOverBatchSize"/>.</summary>
    Mean,

    /// <summary>Their weighted sum over the sum of the weights.</summary>
    MeanWithSampleWeight,

    /// <summary>None: the weighted values themselves.</summary>
    None,
}
