namespace Unroll;

/// <summary>A layer that moves a window over one axis or two: [batch, time, channels], or [batch, height, width, channels]. Masks stop here, as in Keras.</summary>
public abstract class WindowLayer : Layer
{
    private protected WindowLayer()
    {
    }

    /// <summary>How windows lie along height (still where there is none) and along width or time.</summary>
    private protected abstract (WindowAxis Rows, WindowAxis Columns) Window { get; }

    /// <summary>Whether the window moves over two axes.</summary>
    private protected abstract bool IsPlane { get; }

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
        (WindowAxis rows, WindowAxis columns) = Window;
        if (IsPlane)
        {
            axes[1] = rows.Count(axes[1]);
        }
        axes[^2] = columns.Count(axes[^2]);
        axes[^1] = Channels(axes[^1]);
        return [new Shape(axes)];
    }

    /// <summary>Lays the windows over the input, and sizes the output.</summary>
    private protected void Begin(LayerRun run, WindowMap map, TensorValue output)
    {
        (WindowAxis rows, WindowAxis columns) = Window;
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

    /// <summary>Refuses options that make no window.</summary>
    private protected static (int Rows, int Columns) Sizes((int Rows, int Columns) sizes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(sizes.Rows, sizes.Columns), 1, nameof(sizes));
        return sizes;
    }

    /// <summary>Refuses padding that only one axis of time has.</summary>
    private protected static WindowPadding NotCausal(WindowPadding padding)
    {
        if (padding == WindowPadding.Causal)
        {
            throw new ArgumentOutOfRangeException(nameof(padding), padding, "Causal padding is for convolutions along time. Use Valid or Same.");
        }
        return padding;
    }

    /// <inheritdoc cref="Sizes"/>
    private protected static int Size(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return size;
    }
}
