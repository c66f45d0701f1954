namespace Bench;

/// <summary>A layer of the catalogue at a usual size.</summary>
public enum LayerKind
{
    /// <summary>128 units with relu, at every step.</summary>
    Dense,

    /// <summary>128 filters over 5 steps, as many steps out as in.</summary>
    Conv1D,

    /// <summary>The same window, each channel by itself.</summary>
    DepthwiseConv1D,

    /// <summary>32 filters of 3 by 3, as many places out as in.</summary>
    Conv2D,

    /// <summary>The same window, each channel by itself.</summary>
    DepthwiseConv2D,

    /// <summary>The same, and then 32 filters of one pixel.</summary>
    SeparableConv2D,

    /// <summary>The largest of 2 by 2.</summary>
    MaxPooling2D,

    /// <summary>The mean of 2 by 2.</summary>
    AveragePooling2D,

    /// <summary>The larger of two steps.</summary>
    MaxPooling1D,

    /// <summary>The mean of two steps.</summary>
    AveragePooling1D,

    /// <summary>The largest of all steps.</summary>
    GlobalMaxPooling1D,

    /// <summary>The mean of all steps.</summary>
    GlobalAveragePooling1D,

    /// <summary>Over each step's features.</summary>
    LayerNormalization,

    /// <summary>Over the batch and its steps.</summary>
    BatchNormalization,

    /// <summary>Over each step's features.</summary>
    RmsNormalization,

    /// <summary>Over each step's features.</summary>
    UnitNormalization,

    /// <summary>A sequence and itself.</summary>
    Add,

    /// <summary>A sequence times itself.</summary>
    Multiply,

    /// <summary>A sequence beside itself, along the features.</summary>
    Concatenate,

    /// <summary>The half.</summary>
    Dropout,

    /// <summary>A sequence's attention to itself, by unscaled products.</summary>
    Attention,

    /// <summary>The same with 4 heads, keys and values of 32.</summary>
    MultiHeadAttention,

    /// <summary>Over each step's features.</summary>
    Softmax,

    /// <summary>An LSTM of 64 units in each direction that returns every step.</summary>
    BidirectionalLstm,

    /// <summary>A Dense layer of 64 units at every step.</summary>
    TimeDistributedDense,
}
