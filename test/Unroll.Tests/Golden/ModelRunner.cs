using System.Globalization;
using System.Text.Json;

namespace Unroll.Tests.Golden;

/// <summary>A model's outputs, masks and gradients for given weights and inputs.</summary>
internal static class ModelRunner
{
    public static void Run(JsonElement about, SafetensorsReader file, Comparison comparison)
    {
        Model model = Build(about, file, "weight");
        int calls = about.GetProperty("calls").GetInt32();
        var run = new ModelRun(model) { NeedsInputGradients = true };
        for (int call = 0; call < calls; call++) RunCall(model, run, file, calls > 1 ? string.Create(CultureInfo.InvariantCulture, $"call{call}/") : "", comparison);
    }

    /// <summary>The case's model with the weights that stand in the file under <paramref name="weights"/>.</summary>
    public static Model Build(JsonElement about, SafetensorsReader file, string weights)
    {
        Model model = Model.FromJson(about.GetProperty("config").GetRawText());
        Assert.Equal(file.Names.Count(n => n.StartsWith($"{weights}/", StringComparison.Ordinal)), model.Weights.Count);
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Parameter weight = model.Weights[i];
            Assert.Equal(file.ShapeOf($"{weights}/{i}").ToArray(), weight.Shape.ToArray());
            weight.Set(file.ReadFloats($"{weights}/{i}"));
        }

        return model;
    }

    private static void RunCall(Model model, ModelRun run, SafetensorsReader file, string prefix, Comparison comparison)
    {
        for (int i = 0; i < run.Inputs.Length; i++) Fill(run.Inputs[i], file, $"{prefix}input/{i}");
        run.Forward(training: false, keep: true);
        for (int i = 0; i < run.Outputs.Length; i++)
        {
            TensorValue output = run.Outputs[i];
            comparison.Exactly($"{prefix}shape of output {i}", file.ShapeOf($"{prefix}output/{i}"), output.Dimensions);
            comparison.Floats($"{prefix}output/{i}", file.ReadFloats($"{prefix}output/{i}"), output.Floats);
            string mask = $"{prefix}output_mask/{i}";
            Assert.Equal(file.Contains(mask), output.Mask is not null);
            if (output.Mask is not null) comparison.Exactly(mask, file.ReadBytes(mask), output.Mask.Bools);
            file.ReadFloats($"{prefix}upstream/{i}", output.Gradient);
        }

        run.Backward();
        for (int i = 0; i < run.Inputs.Length; i++)
        {
            string gradient = $"{prefix}grad/input/{i}";
            if (file.Contains(gradient)) comparison.Floats(gradient, file.ReadFloats(gradient), run.Inputs[i].Gradient);
        }

        for (int i = 0; i < model.Weights.Count; i++)
        {
            string gradient = $"{prefix}grad/weight/{i}";
            if (file.Contains(gradient)) comparison.Floats($"{gradient} ({model.Weights[i].Name})", file.ReadFloats(gradient), run.Gradient(model.Weights[i]));
        }
    }

    private static void Fill(TensorValue input, SafetensorsReader file, string name)
    {
        input.Resize(file.ShapeOf(name));
        if (input.Type == ElementType.Int32) file.ReadInts(name).CopyTo(input.Ints);
        else file.ReadFloats(name, input.Floats);
    }
}
