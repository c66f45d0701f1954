using System.Globalization;
using System.Text.Json;

namespace Unroll;

/// <summary>A checkpoint's file: a model file whose metadata tell how far the training has come, with the optimizer's, the layers' and the callbacks' arrays added.</summary>
internal static class CheckpointFile
{
    private const string StateKey = "training";
    private const string Anew = "The file is damaged; delete it to begin anew.";

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
        CheckTensors(file, path, model, optimizer);
        if (state.Callbacks.Count != callbackCount)
        {
            Throw.File(path, $"it has the states of {state.Callbacks.Count} callbacks, but the training has {callbackCount}. {Anew}");
        }
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
            if (file.Contains(StateName(call, 0)))
            {
                model.States[model.Graph.Steps[call]] = [.. Enumerable.Range(0, model.Graph.Steps[call].Outputs.Length - 1).Select(i => file.ReadFloats(StateName(call, i)))];
            }
        }
        callbacks = [.. Enumerable.Range(0, callbackCount).Select(c => new CallbackState
        {
            Numbers = state.Callbacks[c],
            Arrays = file.Names.Where(n => n.StartsWith(CallbackPrefix(c), StringComparison.Ordinal)).ToDictionary(n => n[CallbackPrefix(c).Length..], file.ReadFloats),
        })];
        return state;
    }

    /// <summary>Before anything is changed: the file has all weights, slots and states, and at their sizes.</summary>
    private static void CheckTensors(SafetensorsReader file, string path, Model model, OptimizerState optimizer)
    {
        ModelFile.CheckShapes(file, path, [.. model.NamedWeights], "the model");
        foreach ((int segment, int slot, FloatBuffer values) in optimizer.Slots)
        {
            RequireLength(SlotName(segment, slot), values.Span.Length);
        }
        for (int call = 0; call < model.Graph.Steps.Count; call++)
        {
            // What a call keeps are its outputs after the first.
            SymbolicTensor[] states = model.Graph.Steps[call].Outputs[1..];
            for (int i = 0; i < states.Length && file.TryGet(StateName(call, 0), out TensorEntry? first); i++)
            {
                long rows = first.Count / states[0].Shape[^1];
                RequireLength(StateName(call, i), rows * states[i].Shape[^1]);
            }
        }

        void RequireLength(string name, long length)
        {
            if (!file.TryGet(name, out TensorEntry? entry) || entry.Type != TensorType.F32 || entry.Shape.Length != 1 || entry.Count != length)
            {
                Throw.File(path, $"its tensor '{name}' is {(entry is null ? "missing" : $"{entry.Type} of shape {Shape.Text(entry.Shape)}")}, but the training asks for F32 of shape [{length}]. {Anew}");
            }
        }
    }

    private static CheckpointState ReadState(SafetensorsReader file, string path)
    {
        if (!file.Metadata.TryGetValue(StateKey, out string? json))
        {
            Throw.File(path, "it is no checkpoint: its metadata say nothing of a training. Give the checkpoint another path, or delete the file.");
        }
        try
        {
            CheckpointState? state = JsonSerializer.Deserialize(json!, CheckpointContext.Default.CheckpointState);
            return state is not null && IsWhole(state) ? state : Throw.File<CheckpointState>(path, $"its training can't be read: a part of it is null, or a count is below 0. {Anew}");
        }
        catch (JsonException e)
        {
            return Throw.File<CheckpointState>(path, $"its training can't be read: {e.Message} {Anew}");
        }
    }

    /// <summary>The serializer refuses null for a property, but not inside a list.</summary>
    private static bool IsWhole(CheckpointState state) =>
        state is { Epoch: >= 0, Batch: >= 0, Pass: >= 0, BatchInPass: >= 0, Steps: >= 0 }
        && !state.Identity.ContainsValue(null!) && !state.History.ContainsValue(null!) && !state.Sums.Contains(null) && !state.Callbacks.Contains(null!);

    private static string SlotName(int segment, int slot) => string.Create(CultureInfo.InvariantCulture, $"{ModelFile.CheckpointPrefix}optimizer/{segment}/{slot}");

    private static string StateName(int call, int state) => string.Create(CultureInfo.InvariantCulture, $"{ModelFile.CheckpointPrefix}state/{call}/{state}");

    private static string CallbackPrefix(int callback) => string.Create(CultureInfo.InvariantCulture, $"{ModelFile.CheckpointPrefix}callback/{callback}/");
}
