namespace Bench;

/// <summary>What a contestant does in a round.</summary>
public enum Work
{
    /// <summary>An epoch of the lecture's model: shuffle, forward, loss, backward, Adam.</summary>
    TrainEpoch,

    /// <summary>The lecture's model's loss over the test set.</summary>
    Evaluate,

    /// <summary>The lecture's model's probabilities for the test set, in batches.</summary>
    Predict,

    /// <summary>The same, one story after the other; each call is timed.</summary>
    Latency,

    /// <summary>One story after a pause of 200 ms, some times; each call is timed.</summary>
    LatencyAfterIdling,

    /// <summary>The lecture's Embedding and LSTM over the training set in batches: the forward pass that prediction needs.</summary>
    LayerForward,

    /// <summary>The same with all that training needs of the two layers: forward, backward.</summary>
    LayerTraining,

    /// <summary>A recurrent layer's output at every step, from dense inputs as wide as its units.</summary>
    Infer,

    /// <summary>The same and back: the gradients of the weights and of the inputs, from a given gradient of the output.</summary>
    TrainStep,

    /// <summary>The same for a layer of the catalogue.</summary>
    LayerStep,
}

/// <summary>A recurrent layer.</summary>
public enum Cell
{
    /// <summary>Long short-term memory.</summary>
    Lstm,

    /// <summary>The gated recurrent unit that resets after its product, as libtorch and ONNX have it too.</summary>
    Gru,

    /// <summary>The one that resets before.</summary>
    GruResetBefore,

    /// <summary>The plain recurrence with tanh.</summary>
    SimpleRnn,
}

/// <summary>The Reuters stories of a job.</summary>
public enum StorySet
{
    /// <summary>1,000 words, padded in front or cut to 100.</summary>
    Lecture,

    /// <summary>The same with 31,000 words.</summary>
    AllWords,

    /// <summary>1,000 words, and only the stories of 100 words and more, cut to 100.</summary>
    Unpadded,
}

/// <summary>A job, the same for all contestants.</summary>
/// <param name="Work">What is done.</param>
public sealed record Job(Work Work)
{
    /// <summary>The stories, for the lecture's model.</summary>
    public StorySet Stories { get; init; }

    /// <summary>The layer of the catalogue.</summary>
    public LayerKind Layer { get; init; }

    /// <summary>The recurrent layer.</summary>
    public Cell Cell { get; init; }

    /// <summary>Its units, and the width of its dense inputs.</summary>
    public int Units { get; init; } = 100;

    /// <summary>Rows that are computed at once.</summary>
    public int Batch { get; init; } = 100;

    /// <summary>Steps of a row.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Threads that the contestant may use.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
