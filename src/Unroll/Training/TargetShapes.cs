namespace Unroll;

/// <summary>Whether labels fit what the model predicts.</summary>
internal static class TargetShapes
{
    public static void Check(Loss loss, DataArray y, TensorValue output)
    {
        if (loss.IsOfSequences)
        {
            CheckSequences(loss, y, output);
            return;
        }
        ReadOnlySpan<int> target = y.Dimensions[1..];
        ReadOnlySpan<int> steps = output.Dimensions[1..^1];
        bool sparse = loss.HasOneTarget;
        bool fits = sparse
            ? target.SequenceEqual(steps) || (target.Length == steps.Length + 1 && target[..^1].SequenceEqual(steps) && target[^1] == 1)
            : target.SequenceEqual(output.Dimensions[1..]) || (output.Width == 1 && target.SequenceEqual(steps));
        if (!fits)
        {
            Throw.Shape(sparse
                ? $"{loss.Name} expects one class number for each prediction of shape {Shape.Text(output.Dimensions)}, but got labels of shape {Shape.Text(y.Dimensions)}. For one-hot labels use Loss.CategoricalCrossentropy."
                : $"{loss.Name} expects labels of shape [{y.Count}, {Shape.Text(output.Dimensions[1..])[1..]} as the model predicts, but got {Shape.Text(y.Dimensions)}. {(loss.Fuses == Activation.Softmax ? "Use Labels.ToCategorical, or Loss.SparseCategoricalCrossentropy for class numbers." : "Give a label for each predicted value.")}");
        }
    }

    private static void CheckSequences(Loss loss, DataArray y, TensorValue output)
    {
        if (y.Dimensions.Length != 2 || output.Dimensions.Length != 3)
        {
            Throw.Shape($"{loss.Name} expects labels of shape [batch, labels] and predictions of shape [batch, time, classes], but got {Shape.Text(y.Dimensions)} and {Shape.Text(output.Dimensions)}. Give each sequence a row of class numbers, padded with 0, and let the model predict at each step (ReturnSequences).");
        }
    }
}
