using System.Globalization;
using System.Text.Json;

namespace Unroll;

/// <summary>A checkpoint's file: a model file whose metadata tell how far the training has come, with the optimizer's, the layers' and the callbacks' arrays added.</summary>
internal static class CheckpointFile
{
    private const string StateKey = "training";

    public static void Write(string path, Model model, OptimizerState optimizer, CheckpointState state, CallbackState[] callbacks)
    {
        SafetensorsWriter writer = ModelFile.Writer(model, ModelFile.CheckpointKind);
        writer.AddMetadata(StateKey, JsonSerializer.Serialize(state, CheckpointContext.Default.CheckpointState));
        foreach ((int segment, int slot, FloatBuffer values) in optimizer.Slots)
        {
            Add(SlotName(segment, slot), values.Span.ToArray());
        }
        for (int call = 0; call < model.Graph.Steps.Count; call++)
        {
            float[][] states = model.States.GetValueOrDefault(model.Graph.Steps[call], []);
            for (int i = 0; i < states.Length; i++)
            {
                Add(StateName(call, i), states[i]);
            }
        }
        for (int c = 0; c < callbacks.Length; c++)
        {
            foreach ((string name, float[] values) in callbacks[c].Arrays)
            {
                Add(CallbackPrefix(c) + name, values);
            }
        }
        writer.Save(path);

        void Add(string name, float[] values) => writer.AddFloats(name, [values.Length], values);
    }

    /// <param name="path">The file.</param>
    /// <param name="model">Gets the weights and the states of its layers.</param>
    /// <param name="optimizer">Gets its slots.</param>
    /// <param name="callbackCount">How many callbacks there are.</param>
    /// <param name="check">Sees whose checkpoint it is before anything is changed.</param>
    /// <param name="callbacks">What the callbacks kept.</param>
    public static CheckpointState Read(
        string path, Model model, OptimizerState optimizer, int callbackCount, Action<CheckpointState> check, out CallbackState[] callbacks)
    {
        using SafetensorsReader file = SafetensorsReader.Open(path);
        CheckpointState state = ReadState(file, path);
        check(state);
        foreach ((string name, Parameter weight) in model.NamedWeights)
        {
            weight.Set(file.ReadFloats(name));
        }
        foreach ((int segment, int slot, FloatBuffer values) in optimizer.Slots)
        {
            file.ReadFloats(SlotName(segment, slot), values.Span);
        }
        model.States.Clear();
        for (int call = 0; call < model.Graph.Steps.Count; call++)
        {
            var states = new List<float[]>();
            while (file.Contains(StateName(call, states.Count)))
            {
                states.Add(file.ReadFloats(StateName(call, states.Count)));
            }
            if (states.Count > 0)
            {
                model.States[model.Graph.Steps[call]] = [.. states];
            }
        }
        callbacks = [.. Enumerable.Range(0, callbackCount).Select(c => new CallbackState
        {
            Numbers = state.Callbacks[c],
            Arrays = file.Names.Where(n => n.StartsWith(CallbackPrefix(c), StringComparison.Ordinal)).ToDictionary(n => n[CallbackPrefix(c).Length..], file.ReadFloats),
        })];
        return state;
    }

    private static CheckpointState ReadState(SafetensorsReader file, string path)
    {
        if (!file.Metadata.TryGetValue(StateKey, out string? json))
        {
            Throw.File(path, "it is no checkpoint: its metadata say nothing of a training. Give the checkpoint another path, or delete the file.");
        }
        try
        {
            return JsonSerializer.Deserialize(json!, CheckpointContext.Default.CheckpointState)!;
        }
        catch (JsonException e)
        {
            return Throw.File<CheckpointState>(path, $"its training can't be read: {e.Message} Delete the file to begin anew.");
        }
    }

    private static string SlotName(int segment, int slot) => string.Create(CultureInfo.InvariantCulture, $"{ModelFile.CheckpointPrefix}optimizer/{segment}/{slot}");

    private static string StateName(int call, int state) => string.Create(CultureInfo.InvariantCulture, $"{ModelFile.CheckpointPrefix}state/{call}/{state}");

    private static string CallbackPrefix(int callback) => string.Create(CultureInfo.InvariantCulture, $"{ModelFile.CheckpointPrefix}callback/{callback}/");
}
