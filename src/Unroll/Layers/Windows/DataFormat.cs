namespace Unroll;

/// <summary>Where a layer's inputs and outputs have their channels. Keras: <c>data_format</c>.</summary>
public enum DataFormat
{
    /// <summary>Behind the axes that the layer works along: [batch, time, channels], or [batch, height, width, channels].</summary>
    ChannelsLast,

    /// <summary>Before them: [batch, channels, time], or [batch, channels, height, width]. The weights are the same.</summary>
    ChannelsFirst,
}

/// <summary>A layer that works with the channels last, and lets them be first outside.</summary>
internal interface IChannelLayer
{
    DataFormat DataFormat { get; }
}
