using System.Text.Json;

namespace Unroll;

/// <summary>The format of a registered class of layers: its settings under their names.</summary>
internal sealed record CustomFormat<TLayer>(Func<LayerSettings, TLayer> Make) : LayerFormat(typeof(TLayer).Name)
    where TLayer : Layer, ICustom
{
    public override string? Module => null;

    public override string? RegisteredName => ClassName;

    public override CallForm Form { get; init; } = CallForm.ListIfSeveral;

    public override Layer Read(string name, ConfigReader options)
    {
        TLayer layer = Make(new LayerSettings(options));
        layer.SetName(name);
        return layer;
    }

    public override void Write(Layer layer, Utf8JsonWriter json, bool givesState) => CustomSettings.Write(layer, ((TLayer)layer).OwnSettings, json);

    public override bool Writes(Layer layer) => layer.GetType() == typeof(TLayer);
}
