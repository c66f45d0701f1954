namespace Unroll;

/// <summary>
/// An LSTM at every place of a line, whose products are convolutions, Keras's ConvLSTM1D: [batch, time, width, channels] to [batch, width, filters],
/// or to [batch, time, width, filters] with <see cref="RecurrentBase.ReturnSequences"/>. For sensors in a row over time.
/// </summary>
public sealed class ConvLstm1D : ConvLstm
{
    /// <summary><paramref name="filters"/> filters over windows of <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public ConvLstm1D(int filters, int columns)
        : this(new RecurrentSettings(filters), new WindowSettings((1, columns), (1, 1), WindowPadding.Valid))
    {
    }

    internal ConvLstm1D(RecurrentSettings settings, WindowSettings window)
        : base(settings, window)
    {
    }

    /// <summary>Columns of a window.</summary>
    public int KernelSize => Window.Size.Columns;

    /// <summary>From window to window over the input.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int Strides { get => Window.Strides.Columns; init => Window = Window with { Strides = (1, value) }; }

    /// <summary>From element to element of a window over the input. Keras: <c>dilation_rate</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int DilationRate { get => Window.Dilation.Columns; init => Window = Window with { Dilation = (1, value) }; }

    internal override string ClassName => "ConvLSTM1D";

    internal override string DefaultName => "conv_lstm1d";

    internal override bool IsPlane => false;
}
