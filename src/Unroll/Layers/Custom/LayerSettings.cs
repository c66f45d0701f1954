namespace Unroll;

/// <summary>The settings of a <see cref="CustomLayer"/>, <see cref="CustomCell"/> or <see cref="CustomLoss"/> in a config. Each has to be there, and each has to be asked for.</summary>
public sealed class LayerSettings
{
    private readonly ConfigReader _options;

    internal LayerSettings(ConfigReader options) => _options = options;

    /// <summary>A number.</summary>
    /// <exception cref="ModelConfigException">It is missing, or something else.</exception>
    public float Number(string name) => _options.Float(name);

    /// <summary>A whole number.</summary>
    /// <exception cref="ModelConfigException">It is missing, or something else.</exception>
    public int Whole(string name) => _options.Int(name);

    /// <summary>A text.</summary>
    /// <exception cref="ModelConfigException">It is missing, or something else.</exception>
    public string Text(string name) => _options.Text(name);

    /// <summary>A truth value.</summary>
    /// <exception cref="ModelConfigException">It is missing, or something else.</exception>
    public bool Truth(string name)
    {
        _ = _options.Required(name);
        return _options.Bool(name, absent: false);
    }
}
