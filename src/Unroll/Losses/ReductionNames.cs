namespace Unroll;

/// <summary>Keras's names of the reductions.</summary>
internal static class ReductionNames
{
    public static string? ToKeras(Reduction reduction) => reduction switch
    {
        Reduction.SumOverBatchSize => "sum_over_batch_size",
        Reduction.Sum => "sum",
        Reduction.Mean => "mean",
        Reduction.MeanWithSampleWeight => "mean_with_sample_weight",
        _ => null,
    };

    public static Reduction Parse(string? name) => name switch
    {
        "sum_over_batch_size" or "auto" => Reduction.SumOverBatchSize,
        "sum" => Reduction.Sum,
        "mean" => Reduction.Mean,
        "mean_with_sample_weight" => Reduction.MeanWithSampleWeight,
        null or "none" => Reduction.None,
        _ => Throw.Config<Reduction>($"Reduction '{name}' is unknown. Known are sum_over_batch_size, sum, mean, mean_with_sample_weight and none."),
    };
}
