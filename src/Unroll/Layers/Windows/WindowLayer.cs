namespace Unroll;

/// <summary>
/// A layer that moves a window over one axis or two: [batch, time, channels], or [batch, height, width, channels]; with
/// <see cref="DataFormat.ChannelsFirst"/> [batch, channels, time], or [batch, channels, height, width]. Masks stop here, as in Keras.
/// </summary>
public abstract class WindowLayer : Layer, IChannelLayer
{
    private protected WindowLayer(WindowSettings window) => Window = window;

    /// <summary>What windows see beyond the ends; <see cref="WindowPadding.Causal"/> is for convolutions along time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Causal, where it can't be.</exception>
    public WindowPadding Padding { get => Window.Padding; init => Window = Window with { Padding = value }; }

    /// <summary>Where inputs and outputs have their channels.</summary>
    public DataFormat DataFormat { get; init; }

    /// <summary>How windows lie.</summary>
    internal WindowSettings Window { get; init => field = WindowSettings.Checked(value, MayLookBack); }

    /// <summary>Whether the window moves over two axes.</summary>
    internal abstract bool IsPlane { get; }

    /// <summary>Whether padding may be causal.</summary>
    private protected virtual bool MayLookBack => false;

    private WindowAxis Down => IsPlane ? Window.Down : WindowAxis.Still;

    /// <summary>Channels of the output.</summary>
    private protected virtual int Channels(int input) => input;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        Shape shape = inputs[0].Shape;
        if (shape.Rank != (IsPlane ? 4 : 3))
        {
            Throw.Shape($"{this} expects inputs of shape {(IsPlane ? "[batch, height, width, channels]" : "[batch, time, channels]")}, but got {shape}. Reshape them.");
        }
        if (OutputShapes([shape])[0].Axes[1..^1].Contains(0))
        {
            Throw.Shape($"{this} has a window that is longer than its input of shape {shape}. Use a smaller window, WindowPadding.Same, or longer inputs.");
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        int[] axes = inputs[0].Axes.ToArray();
        if (IsPlane)
        {
            axes[1] = Down.Count(axes[1]);
        }
        axes[^2] = Window.Across.Count(axes[^2]);
        axes[^1] = Channels(axes[^1]);
        return [new Shape(axes)];
    }

    /// <summary>Lays the windows over the input, and sizes the output.</summary>
    private protected void Begin(LayerRun run, WindowMap map, TensorValue output)
    {
        (WindowAxis rows, WindowAxis columns) = (Down, Window.Across);
        ReadOnlySpan<int> dimensions = run.Input.Dimensions;
        map.Begin(dimensions, rows, columns);
        if (map.Windows == 0)
        {
            Throw.Shape($"{this} has a window that is longer than its input {Shape.Text(dimensions)}. Use a smaller window, WindowPadding.Same, or longer inputs.");
        }
        int channels = Channels(dimensions[^1]);
        if (IsPlane)
        {
            output.Resize(dimensions[0], rows.Count(dimensions[1]), columns.Count(dimensions[2]), channels);
        }
        else
        {
            output.Resize(dimensions[0], columns.Count(dimensions[1]), channels);
        }
    }
}
