namespace Unroll;

public partial class Model
{
    /// <summary>
    /// Makes a model from the config that Keras 3 or Keras 2 writes (<c>model.to_json()</c>), with fresh weights. It is compiled if the config says how;
    /// a config with a loss but no optimizer gets Adam.
    /// </summary>
    /// <exception cref="ModelConfigException">The config names an unknown class or option, or doesn't fit together.</exception>
    public static Model FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ModelConfig.Read(json);
    }

    /// <summary>The model's config as Keras 3 writes it: layers, options and how they hang together, and how the model is compiled, without weights.</summary>
    /// <exception cref="ModelConfigException">A layer's class is not registered, or a layer stands both in the model and in a part of it.</exception>
    public string ToJson() => ModelConfigWriter.Write(this);

    /// <summary>Reads a model that <see cref="Save(string)"/> wrote: one <c>.safetensors</c> file with config and weights. It is compiled as it was when it was saved.</summary>
    /// <exception cref="ModelFileException">The file is cut short, damaged or of another kind.</exception>
    public static Model Load(string path) => ModelFile.Load(path).Model;

    /// <summary>Writes config and weights to one <c>.safetensors</c> file, whole or not at all. Loss, optimizer and metrics go with them; the optimizer's running state doesn't.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public void Save(string path) => Save(path, null);

    /// <summary>Writes the weights alone to a <c>.safetensors</c> file, whole or not at all. Keras: <c>save_weights</c>.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public void SaveWeights(string path) => ModelFile.SaveWeights(this, path);

    /// <summary>
    /// Gives the model the weights of a file that <see cref="SaveWeights"/> or <see cref="Save(string)"/> wrote of a model of the same layers, by their names. Keras: <c>load_weights</c>.
    /// </summary>
    /// <exception cref="ModelFileException">The file is damaged, or its weights are not this model's, which keeps those that it has.</exception>
    public void LoadWeights(string path) => ModelFile.LoadWeights(this, path);

    internal void Save(string path, IReadOnlyDictionary<string, string>? extraMetadata) => ModelFile.Save(this, path, extraMetadata);
}
