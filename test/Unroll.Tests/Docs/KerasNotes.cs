namespace Unroll.Tests.Docs;

/// <summary>What the code can't say by itself: names that are not Keras's in another spelling, and what differs.</summary>
internal static class KerasNotes
{
    private const string Recurrent = "`unroll`, `implementation`, `use_cudnn` and `seed` are read and change nothing: there is one way to compute, and random numbers follow the model's seed.";
    private const string Convolutional = "Dropout has one mask for the four gates, as in an LSTM; Keras's has one for each. `channels_first` is refused. " + Recurrent;
    private const string Seed = "`seed` is read and changes nothing: random numbers follow the model's seed.";
    private const string Scores = "`return_attention_scores` is no argument: `Apply` gives the output and the scores.";
    private const string Monitor = "A result that the training doesn't measure is an error, where Keras warns.";

    public static readonly Dictionary<string, string> CallbackNames = new() { ["CsvLogger"] = "CSVLogger" };

    public static readonly Dictionary<string, string> FitNames = new()
    {
        [nameof(FitOptions.Validation)] = "validation_data",
        [nameof(FitOptions.ValidationFrequency)] = "validation_freq",
    };

    /// <summary>Members that have another name or place.</summary>
    public static readonly (string Keras, string Unroll)[] Members =
    [
        ("Sequential", "Sequential"),
        ("Model", "Model"),
        ("Model.compile", "Model.Compile"),
        ("Model.evaluate", "Model.Evaluate"),
        ("Model.predict", "Model.Predict"),
        ("Model.summary", "Model.Summary"),
        ("Model.to_json", "Model.ToJson"),
        ("models.model_from_json", "Model.FromJson"),
        ("Model.save", "Model.Save"),
        ("models.load_model", "Model.Load"),
        ("Model.save_weights", "Model.SaveWeights"),
        ("Model.load_weights", "Model.LoadWeights"),
        ("Model.reset_states", "Model.ResetStates"),
        ("Model.get_weights", "Model.Weights"),
        ("Model.train_on_batch", "Model.Fit"),
        ("Layer.trainable", "Layer.Trainable"),
        ("Layer.output", "Model.OutputOf"),
        ("GradientTape.gradient", "Model.Gradients"),
        ("layers.TextVectorization", "TextVectorizer"),
        ("ops.ctc_decode", "CtcDecoder"),
        ("callbacks.History", "History"),
        ("callbacks.BackupAndRestore", "CheckpointOptions"),
        ("utils.pad_sequences", "Sequences.Pad"),
        ("utils.to_categorical", "Labels.ToCategorical"),
        ("utils.timeseries_dataset_from_array", "TimeSeries.Windows"),
        ("utils.PyDataset", "ISeekableBatches"),
    ];

    public static readonly Dictionary<string, string> Differences = new()
    {
        ["layers.InputLayer"] = "`shape` and `batch_size` are the constructor's axes and `BatchSize`, `dtype` is `Type`; `sparse` and `ragged` are refused.",
        ["layers.Embedding"] = "`input_dim` and `output_dim` are `Inputs` and `Outputs`. LoRA and quantisation are refused.",
        ["layers.Dense"] = "LoRA and quantisation are refused.",
        ["layers.LSTM"] = Recurrent,
        ["layers.GRU"] = Recurrent,
        ["layers.SimpleRNN"] = Recurrent,
        ["layers.ConvLSTM1D"] = Convolutional,
        ["layers.ConvLSTM2D"] = Convolutional,
        ["layers.TimeDistributed"] = "As in Keras, an `activity_regularizer` of the layer inside adds nothing; give it to the TimeDistributed.",
        ["layers.RNN"] = "Over Unroll's own cells, alone or stacked, or over one's own, a `CustomCell` (docs/custom-layer.md).",
        ["layers.Dropout"] = Seed,
        ["layers.AlphaDropout"] = Seed,
        ["layers.BatchNormalization"] = "`synchronized` changes nothing, on one machine. Inside a `TimeDistributed` over an open number of steps it takes its statistics over all steps at once; over a known one step by step, as Keras. With a mask the axis is the last.",
        ["layers.UpSampling2D"] = "`interpolation` is \"nearest\" or \"bilinear\".",
        ["layers.Conv1D"] = "LoRA and quantisation are refused, here and in all convolutions.",
        ["layers.Attention"] = Scores,
        ["layers.AdditiveAttention"] = Scores,
        ["layers.MultiHeadAttention"] = "`output_shape` is `Outputs`, or `OutputAxes` where it is several numbers. A `query_mask` that is given counts, where Keras takes the one that the query carries. An `activity_regularizer` is of the output alone, not of the projections too. A constant `attention_mask` is refused: give it as an input. " + Scores,
        ["initializers.Orthogonal"] = "The numbers are Philox's, the same on every machine; Keras's depend on its backend. So for all initializers that draw.",
        ["losses.CTC"] = "`ops.ctc_loss` too: where the predictions carry a mask, its steps are left out and so give the lengths, where Keras's loss counts all steps. A sequence too short for its labels is an error, and so are labels that are no class; Keras's results depend on its backend.",
        ["losses.Huber"] = "Keras leaves `delta` out of its config, so that a model read from one has 1.",
        ["losses.CategoricalCrossentropy"] = "`axis` is -1. Where the model ends in softmax the two are differentiated as one, as in Keras.",
        ["metrics.Accuracy"] = "In `Compile` it stands, as Keras's \"accuracy\", for the accuracy that fits the shapes.",
        ["optimizers.Adam"] = "With an embedding the squares are those of each place that was looked up, as Keras's are: docs/decisions/embedding-squares.md. `loss_scale_factor` is kept and not used, for all optimizers: it is for half precision.",
        ["optimizers.Adafactor"] = "`relative_step` is kept and changes nothing, as in Keras: a step's size is at most 1 / sqrt(t) either way.",
        ["optimizers.Muon"] = "`muon_a`, `muon_b` and `muon_c` are `A`, `B` and `C`, `ns_steps` is `Iterations`, `adam_lr_ratio` is `AdamRateRatio`. `exclude_layers` are .NET's regular expressions, which look neither around nor back, on names such as `lstm/kernel`.",
        ["ops.ctc_decode"] = "`Greedy` and `BeamSearch`; labels are lists without padding. Among equal scores the order is Unroll's own.",
        ["Model.get_weights"] = "`ToArray` and `Set` of each; `Model.Weight(\"lstm/kernel\")` finds one by name.",
        ["Model.train_on_batch"] = "A `Fit` with one batch: optimizer and learning rate go on where they were.",
        ["Layer.trainable"] = "Counts from the next `Fit` on, without compiling again.",
        ["GradientTape.gradient"] = "Of tensors of the graph, not of weights.",
        ["layers.TextVectorization"] = "No layer: it makes arrays of texts, which go into `Fit`.",
        ["utils.timeseries_dataset_from_array"] = "Arrays of windows and targets; `ForecastWindows.Create` for several steps ahead.",
        ["callbacks.EarlyStopping"] = Monitor,
        ["callbacks.ReduceLROnPlateau"] = $"`min_lr` is `MinLearningRate`. {Monitor}",
        ["callbacks.ModelCheckpoint"] = $"Files are `.safetensors`. `save_freq` is `EveryBatches`. {Monitor}",
        ["callbacks.LearningRateScheduler"] = "The schedule always gets epoch and rate. The rate is a double, where Keras's is a float32.",
        ["callbacks.CSVLogger"] = "When a training goes on from a checkpoint, lines that came after it are cut off.",
        ["callbacks.TerminateOnNaN"] = "Without it `Fit` throws, where Keras goes on with weights that are no numbers. Either way the batch changes no weights, so that the model stays usable.",
        ["callbacks.LambdaCallback"] = "The functions are `TrainBegin`, `EpochEnd` and so on.",
        ["callbacks.TensorBoard"] = "In the package Unroll.TensorBoard. Scalars and histograms; no graph, pictures, embeddings or profile. `update_freq` is `EveryBatches`.",
        ["callbacks.History"] = "`Fit` returns it; `history[\"val_loss\"]`.",
        ["callbacks.BackupAndRestore"] = "`FitOptions.Checkpoint`: weights, optimizer, order of samples, epoch and batch, running sums, history and callbacks, so that the bits are those of a run that was not interrupted. The file stays when the training is done.",
        ["Model.fit(verbose)"] = "Nothing is written unless asked for: a library does not write to the console by itself.",
        ["Model.fit(steps_per_epoch)"] = "Arrays begin again where a pass ends inside an epoch; Keras cuts that epoch short. A stream that ends early is an error.",
        ["Model.fit(class_weight)"] = "Sample weights may be given too, and are multiplied.",
        ["Model.fit(shuffle)"] = "The order follows from the model's seed and the pass, the same on every machine. Batches of a stream keep theirs.",
        ["Model.fit(progress)"] = "Not in Keras: told after each batch.",
        ["Model.fit(checkpoint)"] = "Not in Keras's `fit`: see `callbacks.BackupAndRestore`.",
        ["Model.fit(shards)"] = "Not in Keras: a batch in fixed parts, whose gradients are added in order.",
        ["Model.compile"] = "Losses of several outputs, their weights and metrics are one list of `OutputLoss`. A single list of metrics is every output's.",
        ["Model.predict"] = "The first output; `PredictAll` gives all.",
        ["Model.save"] = "One `.safetensors` file; not `.keras`.",
        ["Model.save_weights"] = "A `.safetensors` file; not `.weights.h5`.",
        ["Model.load_weights"] = "From a file of weights or of a model, by name; `skip_mismatch` is not there.",
        ["utils.PyDataset"] = "`Dataset.FromBatches` also takes `IEnumerable<Batch>` and `IAsyncEnumerable<Batch>`. `LengthBuckets` puts sequences of about the same length together.",
    };
}
