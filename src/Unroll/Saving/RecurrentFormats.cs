using System.Text.Json;

namespace Unroll;

/// <summary>The options of the recurrent layers, as Keras 3 names them.</summary>
internal static class RecurrentFormats
{
    public static readonly LayerFormat Lstm = Format(
        "LSTM",
        (name, settings) => new Lstm(settings) { Name = name },
        ReadLstm);

    public static readonly LayerFormat Gru = Format(
        "GRU",
        (name, settings) => new Gru(settings) { Name = name },
        (options, settings) =>
        {
            settings.RecurrentActivation = options.Activation("recurrent_activation", Activation.Sigmoid);
            settings.ResetAfter = options.Bool("reset_after", true);
        });

    public static readonly LayerFormat SimpleRnn = Format("SimpleRNN", (name, settings) => new SimpleRnn(settings) { Name = name }, (_, _) => { });

    public static readonly LayerFormat ConvLstm1D = ConvLstmFormat("ConvLSTM1D", isPlane: false, (name, settings, window) => new ConvLstm1D(settings, window) { Name = name });

    public static readonly LayerFormat ConvLstm2D = ConvLstmFormat("ConvLSTM2D", isPlane: true, (name, settings, window) => new ConvLstm2D(settings, window) { Name = name });

    private static LayerFormat<TLayer> ConvLstmFormat<TLayer>(string className, bool isPlane, Func<string, RecurrentSettings, WindowSettings, TLayer> make)
        where TLayer : ConvLstm => new(
            className,
            (name, options) =>
            {
                RecurrentSettings settings = ReadSettings(options, "filters");
                ReadLstm(options, settings);
                if (options.DataFormat() == DataFormat.ChannelsFirst)
                {
                    options.Wrong<DataFormat>("data_format", options.Required("data_format"), "channels_last");
                }
                (int, int) one = (1, 1);
                return make(name, settings, new WindowSettings(
                    options.Along("kernel_size", isPlane), options.Along("strides", isPlane, one), options.Along("dilation_rate", isPlane, one), options.Padding()));
            },
            (layer, json, givesState) =>
            {
                WriteSequence(layer.Settings.Sequence, json, givesState);
                WriteSettings(layer, json);
                json.WriteAlong("kernel_size", isPlane, layer.Window.Size);
                json.WriteAlong("strides", isPlane, layer.Window.Strides);
                json.WritePadding(layer.Padding);
                json.WriteString("data_format", "channels_last");
                json.WriteAlong("dilation_rate", isPlane, layer.Window.Dilation);
            });

    private static void ReadLstm(ConfigReader options, RecurrentSettings settings)
    {
        settings.RecurrentActivation = options.Activation("recurrent_activation", Activation.Sigmoid);
        settings.UnitForgetBias = options.Bool("unit_forget_bias", true);
    }

    private static LayerFormat<TLayer> Format<TLayer>(string className, Func<string, RecurrentSettings, TLayer> make, Action<ConfigReader, RecurrentSettings> readOwn)
        where TLayer : RecurrentLayer => new(
            className,
            (name, options) =>
            {
                RecurrentSettings settings = ReadSettings(options, "units");
                readOwn(options, settings);
                return make(name, settings);
            },
            (layer, json, givesState) =>
            {
                WriteSequence(layer.Settings.Sequence, json, givesState);
                WriteSettings(layer, json);
            });

    private static RecurrentSettings ReadSettings(ConfigReader options, string units)
    {
        options.Ignore("unroll", "implementation", "time_major", "use_cudnn", "seed");
        return new RecurrentSettings(options.Size(units))
        {
            Activation = options.Activation("activation", Activation.Tanh),
            UseBias = options.Bool("use_bias", true),
            KernelInitializer = options.Initializer("kernel_initializer", Initializer.GlorotUniform),
            RecurrentInitializer = options.Initializer("recurrent_initializer", Initializer.Orthogonal),
            BiasInitializer = options.Initializer("bias_initializer", Initializer.Zeros),
            KernelRegularizer = options.Regularizer("kernel_regularizer"),
            RecurrentRegularizer = options.Regularizer("recurrent_regularizer"),
            BiasRegularizer = options.Regularizer("bias_regularizer"),
            KernelConstraint = options.Constraint("kernel_constraint"),
            RecurrentConstraint = options.Constraint("recurrent_constraint"),
            BiasConstraint = options.Constraint("bias_constraint"),
            Dropout = options.Float("dropout", 0),
            RecurrentDropout = options.Float("recurrent_dropout", 0),
            Sequence = ReadSequence(options),
        };
    }

    public static SequenceSettings ReadSequence(ConfigReader options) => new()
    {
        ReturnSequences = options.Bool("return_sequences", false),
        ReturnState = options.Bool("return_state", false),
        GoBackwards = options.Bool("go_backwards", false),
        Stateful = options.Bool("stateful", false),
        ZeroOutputForMask = options.Bool("zero_output_for_mask", false),
    };

    public static void WriteSequence(SequenceSettings sequence, Utf8JsonWriter json, bool givesState)
    {
        json.WriteBoolean("return_sequences", sequence.ReturnSequences);
        json.WriteBoolean("return_state", sequence.ReturnState || givesState);
        json.WriteBoolean("go_backwards", sequence.GoBackwards);
        json.WriteBoolean("stateful", sequence.Stateful);
        json.WriteBoolean("unroll", false);
        json.WriteBoolean("zero_output_for_mask", sequence.ZeroOutputForMask);
    }

    /// <summary>Writes what a layer and its cell have in common.</summary>
    public static void WriteSettings(RecurrentBase layer, Utf8JsonWriter json)
    {
        RecurrentSettings settings = layer.Settings;
        json.WriteNumber(layer is ConvLstm ? "filters" : "units", settings.Units);
        json.WriteString("activation", settings.Activation.Name);
        if (layer is not Unroll.SimpleRnn) json.WriteString("recurrent_activation", settings.RecurrentActivation.Name);
        json.WriteBoolean("use_bias", settings.UseBias);
        json.WriteInitializer("kernel_initializer", settings.KernelInitializer);
        json.WriteInitializer("recurrent_initializer", settings.RecurrentInitializer);
        json.WriteInitializer("bias_initializer", settings.BiasInitializer);
        json.WriteRegularizer("kernel_regularizer", settings.KernelRegularizer);
        json.WriteRegularizer("recurrent_regularizer", settings.RecurrentRegularizer);
        json.WriteRegularizer("bias_regularizer", settings.BiasRegularizer);
        json.WriteConstraint("kernel_constraint", settings.KernelConstraint);
        json.WriteConstraint("recurrent_constraint", settings.RecurrentConstraint);
        json.WriteConstraint("bias_constraint", settings.BiasConstraint);
        if (layer is Unroll.Lstm or ConvLstm) json.WriteBoolean("unit_forget_bias", settings.UnitForgetBias);
        if (layer is Unroll.Gru) json.WriteBoolean("reset_after", settings.ResetAfter);
        json.WriteNumber("dropout", settings.Dropout);
        json.WriteNumber("recurrent_dropout", settings.RecurrentDropout);
    }
}
