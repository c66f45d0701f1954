namespace Unroll;

/// <summary>
/// An LSTM at every place of a plane, whose products are convolutions, Keras's ConvLSTM2D: [batch, time, height, width, channels] to [batch, height, width, filters],
/// or to [batch, time, height, width, filters] with <see cref="RecurrentBase.ReturnSequences"/>. For radar pictures, video, maps over time.
/// </summary>
public sealed class ConvLstm2D : ConvLstm
{
    /// <summary><paramref name="filters"/> filters over windows of <paramref name="rows"/> by <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public ConvLstm2D(int filters, int rows, int columns)
        : this(new RecurrentSettings(filters), new WindowSettings((rows, columns), (1, 1), WindowPadding.Valid))
    {
    }

    internal ConvLstm2D(RecurrentSettings settings, WindowSettings window)
        : base(settings, window)
    {
    }

    /// <summary>Rows and columns of a window.</summary>
    public (int Rows, int Columns) KernelSize => Window.Size;

    /// <summary>From window to window over the input.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public (int Rows, int Columns) Strides { get => Window.Strides; init => Window = Window with { Strides = value }; }

    /// <summary>From element to element of a window over the input. Keras: <c>dilation_rate</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public (int Rows, int Columns) DilationRate { get => Window.Dilation; init => Window = Window with { Dilation = value }; }

    internal override string ClassName => "ConvLSTM2D";

    internal override string DefaultName => "conv_lstm2d";

    internal override bool IsPlane => true;
}
