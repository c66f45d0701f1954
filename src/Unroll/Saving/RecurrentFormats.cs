using System.Text.Json;

namespace Unroll;

/// <summary>The options of the recurrent layers, as Keras 3 names them.</summary>
internal static class RecurrentFormats
{
    public static readonly LayerFormat Lstm = new LayerFormat<Lstm>(
        "LSTM",
        (name, options) =>
        {
            CheckCommon(options);
            return new Lstm(options.Size("units"))
            {
                Name = name,
                Activation = options.Activation("activation", Activation.Tanh),
                RecurrentActivation = options.Activation("recurrent_activation", Activation.Sigmoid),
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
                UnitForgetBias = options.Bool("unit_forget_bias", true),
                Dropout = options.Float("dropout", 0),
                RecurrentDropout = options.Float("recurrent_dropout", 0),
                ReturnSequences = options.Bool("return_sequences", false),
                ReturnState = options.Bool("return_state", false),
                GoBackwards = options.Bool("go_backwards", false),
                Stateful = options.Bool("stateful", false),
                ZeroOutputForMask = options.Bool("zero_output_for_mask", false),
            };
        },
        (layer, json, givesState) =>
        {
            WriteSequence(layer.Settings.Sequence, json, givesState);
            WriteLstm(layer, json);
        });

    public static readonly LayerFormat Gru = new LayerFormat<Gru>(
        "GRU",
        (name, options) =>
        {
            CheckCommon(options);
            return new Gru(options.Size("units"))
            {
                Name = name,
                Activation = options.Activation("activation", Activation.Tanh),
                RecurrentActivation = options.Activation("recurrent_activation", Activation.Sigmoid),
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
                ResetAfter = options.Bool("reset_after", true),
                Dropout = options.Float("dropout", 0),
                RecurrentDropout = options.Float("recurrent_dropout", 0),
                ReturnSequences = options.Bool("return_sequences", false),
                ReturnState = options.Bool("return_state", false),
                GoBackwards = options.Bool("go_backwards", false),
                Stateful = options.Bool("stateful", false),
                ZeroOutputForMask = options.Bool("zero_output_for_mask", false),
            };
        },
        (layer, json, givesState) =>
        {
            WriteSequence(layer.Settings.Sequence, json, givesState);
            WriteGru(layer, json);
        });

    public static readonly LayerFormat SimpleRnn = new LayerFormat<SimpleRnn>(
        "SimpleRNN",
        (name, options) =>
        {
            CheckCommon(options);
            return new SimpleRnn(options.Size("units"))
            {
                Name = name,
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
                ReturnSequences = options.Bool("return_sequences", false),
                ReturnState = options.Bool("return_state", false),
                GoBackwards = options.Bool("go_backwards", false),
                Stateful = options.Bool("stateful", false),
                ZeroOutputForMask = options.Bool("zero_output_for_mask", false),
            };
        },
        (layer, json, givesState) =>
        {
            WriteSequence(layer.Settings.Sequence, json, givesState);
            WriteSimpleRnn(layer, json);
        });

    private static void CheckCommon(ConfigReader options) => options.Ignore("unroll", "implementation", "time_major", "use_cudnn", "seed");

    public static void WriteSequence(SequenceSettings sequence, Utf8JsonWriter json, bool givesState)
    {
        json.WriteBoolean("return_sequences", sequence.ReturnSequences);
        json.WriteBoolean("return_state", sequence.ReturnState || givesState);
        json.WriteBoolean("go_backwards", sequence.GoBackwards);
        json.WriteBoolean("stateful", sequence.Stateful);
        json.WriteBoolean("unroll", false);
        json.WriteBoolean("zero_output_for_mask", sequence.ZeroOutputForMask);
    }

    public static void WriteLstm(Lstm layer, Utf8JsonWriter json)
    {
        json.WriteNumber("units", layer.Units);
        json.WriteString("activation", layer.Activation.Name);
        json.WriteString("recurrent_activation", layer.RecurrentActivation.Name);
        WriteWeights(layer, json);
        json.WriteBoolean("unit_forget_bias", layer.UnitForgetBias);
        WriteDropout(layer, json);
    }

    public static void WriteGru(Gru layer, Utf8JsonWriter json)
    {
        json.WriteNumber("units", layer.Units);
        json.WriteString("activation", layer.Activation.Name);
        json.WriteString("recurrent_activation", layer.RecurrentActivation.Name);
        WriteWeights(layer, json);
        json.WriteBoolean("reset_after", layer.ResetAfter);
        WriteDropout(layer, json);
    }

    public static void WriteSimpleRnn(SimpleRnn layer, Utf8JsonWriter json)
    {
        json.WriteNumber("units", layer.Units);
        json.WriteString("activation", layer.Activation.Name);
        WriteWeights(layer, json);
        WriteDropout(layer, json);
    }

    private static void WriteWeights(RecurrentLayer layer, Utf8JsonWriter json)
    {
        json.WriteBoolean("use_bias", layer.UseBias);
        json.WriteInitializer("kernel_initializer", layer.KernelInitializer);
        json.WriteInitializer("recurrent_initializer", layer.RecurrentInitializer);
        json.WriteInitializer("bias_initializer", layer.BiasInitializer);
        json.WriteRegularizer("kernel_regularizer", layer.KernelRegularizer);
        json.WriteRegularizer("recurrent_regularizer", layer.RecurrentRegularizer);
        json.WriteRegularizer("bias_regularizer", layer.BiasRegularizer);
        json.WriteConstraint("kernel_constraint", layer.KernelConstraint);
        json.WriteConstraint("recurrent_constraint", layer.RecurrentConstraint);
        json.WriteConstraint("bias_constraint", layer.BiasConstraint);
    }

    private static void WriteDropout(RecurrentLayer layer, Utf8JsonWriter json)
    {
        json.WriteNumber("dropout", layer.Dropout);
        json.WriteNumber("recurrent_dropout", layer.RecurrentDropout);
    }
}
