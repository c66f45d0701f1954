using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Unroll.Tests.Docs;

/// <summary>Makes docs/keras.md: what the code has, by Keras's names, with the notes of <see cref="KerasNotes"/>.</summary>
internal static partial class KerasTable
{
    private const string Introduction =
        """
        # From Keras to Unroll

        What Keras 3 has and Unroll too, made from the code by the tests (`KerasTableTests` says how to renew it). Options have Keras's names in .NET's
        spelling: `return_sequences` is `ReturnSequences`, a property that is set when the object is made; what Keras requires stands in the constructor.
        Where nothing is said, the two do the same, to rounding: the tests hold both to the same values.

        | Keras | Unroll | What differs, and why |
        | --- | --- | --- |

        """;

    private const string Conclusion =
        """

        ## A trained model of Keras's

        Unroll reads neither `.keras` nor `.h5` files, but the config and the weights, whose order is Keras's. In Python:

        ```python
        import numpy as np

        open("model.json", "w").write(model.to_json())
        np.concatenate([w.ravel() for w in model.get_weights()]).astype("<f4").tofile("weights.bin")
        ```

        In C#:

        ```csharp
        using System.Runtime.InteropServices;
        using Unroll;

        Model model = Model.FromJson(File.ReadAllText("model.json"));
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes("weights.bin"));
        foreach (Parameter weight in model.Weights)
        {
            weight.Set(values[..weight.Count]);
            values = values[weight.Count..];
        }

        model.Save("model.safetensors");
        ```

        `layer.Trainable = false` freezes a layer, from the next `Fit` on; `new Model(model.Inputs, [head.Apply(model.OutputOf(layer))])` puts another head on one.

        ## What is not there

        - Classes of one's own are layers (`CustomLayer`), cells (`CustomCell`), losses (`CustomLoss`), their means as metrics (`new LossMetric(loss)`) and callbacks (`Callback`),
          but not other metrics, optimizers, schedules, initializers, regularizers or constraints. What a callback adds to the results in `OnEpochEnd` stands in the history,
          and it may set `Training.LearningRate` at each batch.
        - A loop of one's own calls `Fit` with a batch at a time (`train_on_batch`): the optimizer goes on where it was. `Model.Gradients` gives the gradients of tensors, not of weights.
        - Ragged and sparse tensors: pad, and mask with `MaskZero` or `Masking`; `LengthBuckets` keeps the padding short.
        - Half precision and graphics cards.
        """;

    public static string Make()
    {
        var rows = new List<(string Keras, string Unroll)>();
        foreach (LayerFormat format in LayerRegistry.All)
        {
            // Models as layers, and what Keras counts as operations, are no layers of their own.
            if (format.GetType().GetGenericArguments() is [{ IsPublic: true } layer]) rows.Add(($"layers.{format.ClassName}", layer.Name));
        }
        rows.AddRange(Constants<Activation>().Select(a => ($"activations.{a.Value.Name}", $"Activation.{a.Name}")));
        rows.AddRange(Classes<Initializer>("initializers", i => i.ClassName));
        rows.AddRange(Classes<Regularizer>("regularizers", r => r.ClassName));
        rows.AddRange(Classes<Constraint>("constraints", c => c.ClassName));
        rows.AddRange(Classes<Loss>("losses", l => l.ClassName));
        rows.AddRange(Classes<Metric>("metrics", m => m.ClassName));
        rows.AddRange(Constants<Loss>().Where(l => !l.Value.IsOfSequences).Select(l => ($"metrics.{new LossMetric(l.Value).ClassName}", $"LossMetric(Loss.{l.Name})")));
        rows.AddRange(Classes<Optimizer>("optimizers", o => o.ClassName));
        rows.AddRange(Classes<LearningRateSchedule>("optimizers.schedules", s => s.ClassName));
        rows.AddRange(Classes<Callback>("callbacks", c => KerasNotes.CallbackNames.GetValueOrDefault(c.GetType().Name, c.GetType().Name), typeof(Callback).Assembly, typeof(TensorBoard).Assembly));
        rows.AddRange(typeof(FitOptions).GetProperties().Select(p => ($"Model.fit({KerasNotes.FitNames.GetValueOrDefault(p.Name, SnakeCase(p.Name))})", $"FitOptions.{p.Name}")));
        rows.AddRange(KerasNotes.Members);

        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach ((string keras, string unroll) in rows)
        {
            text.Append($"| `{keras}` | `{unroll}` | {KerasNotes.Differences.GetValueOrDefault(keras, "")} |\n");
        }
        string[] unknown = [.. KerasNotes.Differences.Keys.Except(rows.Select(r => r.Keras))];
        Assert.True(unknown.Length == 0, $"There are notes for what the code doesn't have: {string.Join(", ", unknown)}.");
        return text.Append(Conclusion.ReplaceLineEndings("\n")).Append('\n').ToString();
    }

    /// <summary>The public classes of a kind. Their Keras names don't depend on how they are made.</summary>
    private static IEnumerable<(string Keras, string Unroll)> Classes<T>(string module, Func<T, string> kerasName, params Assembly[] assemblies) =>
        from type in (assemblies.Length > 0 ? assemblies : [typeof(T).Assembly]).SelectMany(a => a.GetTypes())
        where type.IsPublic && !type.IsAbstract && type.IsSubclassOf(typeof(T)) && type != typeof(LossMetric)
        orderby type.Name
        select ($"{module}.{kerasName((T)RuntimeHelpers.GetUninitializedObject(type))}", type.Name);

    /// <summary>The static properties that give objects of a kind.</summary>
    private static IEnumerable<(string Name, T Value)> Constants<T>() =>
        from property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Static)
        where property.PropertyType == typeof(T)
        select (property.Name, (T)property.GetValue(null)!);

    private static string SnakeCase(string name) => Upper().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Upper();
}
