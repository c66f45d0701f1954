using Unroll.Cli.Labs;
using Unroll.Cli.Training;

namespace Unroll.Cli.Texts;

internal sealed partial class EnglishTexts
{
    public override string LabAbout => "Measure what the theory says: pictures, tables and two paragraphs about what was seen.";
    public override string LabArgument(string names) => $"The experiment: {names}.";
    public override string LabOutOption => "Folder for the pictures, tables and the report.";
    public override string LabSeedOption => "Seed of weights and data. The same seed gives the same numbers, to the last bit.";
    public override string QuickOption => "Small sizes that take seconds, to see that all works.";
    public override string UnknownLab(string received, string names) => $"Got the experiment '{received}', but expects one of {names}. Name one of these.";
    public override string InspectAbout => "Show what a model's recurrent layers do at every step, such as every token of a text: gates, cells and states as heat maps.";
    public override string InspectTextOption => "The text to read, as it stands, for models that read text.";
    public override string InspectUnitsOption => "How many units to draw at most: those whose output changes most.";
    public override string InspectInputArgument => "A series (CSV), a recording (WAV) or a picture, for models that read one.";
    public override string NeedsText => "This model reads text, but got none. Give it with --text.";

    public override string NeverSeen(string words) => $"The model doesn't know these words and reads each as the unknown word, in brackets below: {words}";
    public override string GateMeans(string layer) => $"{layer}: each gate's mean over the units, step by step";

    public override string Gate(string name) => name switch
    {
        "input" => "input gate: how much is written",
        "forget" => "forget gate: how much is kept",
        "output" => "output gate: how much is shown",
        "candidate" => "candidate: what would be written",
        "cell" => "cell state",
        "hidden" => "hidden state",
        "update" => "update gate: how much is kept",
        "reset" => "reset gate: how much of the past the candidate sees",
        _ => name,
    };

    public override string Unit => "unit";
    public override string Lag => "lag in steps";
    public override string LayersBack => "layers back from the loss";
    public override string GradientNorm => "norm of dLoss/dh, relative to lag 0";
    public override string GradientsTitle => "How much of the gradient arrives, by lag";
    public override string DeepGradientsTitle => "How much of the gradient arrives, by depth (feed-forward)";
    public override string SlopesTitle => "tanh and sigmoid, and their slopes";
    public override string SlopeOf(string function) => $"slope of {function}";
    public override string MemoryTitle => "Which came first, A or B? Accuracy";
    public override string Network(string name) => name;
    public override string TokensFromTo(int from, int to) => $"{from}-{to} tokens";
    public override string LagsTitle => "How far back each cell learns to look";
    public override string LagTitle(string task) => task switch
    {
        LagLab.Copy => "Copy a symbol after a lag of blanks",
        LagLab.Distracted => "Copy a symbol after a lag of other symbols",
        _ => "Add two marked numbers of a series",
    };

    public override string StepsToLearn => "training steps until learned";
    public override string GatesTitle => "An LSTM reads two questions that differ in their first word";
    public override string StateAfterEachWord(string sentence) => $"hidden state after each word: {sentence}";
    public override string DistanceOfStates => "distance of the two questions' states";
    public override string FiguresTitle => "The lecture's figures";
    public override string FiguresReport(int figures) => $"{figures} figures, drawn in English and in Korean.";

    public override IReadOnlyList<string> GradientsReport(GradientLab.Result result)
    {
        GradientLab.Curve Of(string name) => result.Of(name);
        string Line(GradientLab.Curve curve) => $"{curve.Name} {Three(curve.Factor)} ({(curve.VanishesAt is { } lag ? $"below a millionth from lag {lag}" : $"{Three(curve.Left)} left at lag {curve.Length - 1}")})";
        string[] names = [GradientLab.Sigmoid, GradientLab.Tanh, GradientLab.Relu, GradientLab.Forget0, GradientLab.Forget1, GradientLab.Gru];
        string first = $"At the first weights, {result.Longest} steps: what a step backwards multiplies the norm of dLoss/dh by, on average, is " + string.Join(", ", names.Select(name => Line(Of(name)))) + ". " +
            (Of(GradientLab.Sigmoid).Factor < Of(GradientLab.Tanh).Factor
                ? "The plain recurrence loses the gradient faster with sigmoid than with tanh, as the lecture says. "
                : "The plain recurrence does not lose the gradient faster with sigmoid than with tanh, against what the lecture says. ") +
            (Of(GradientLab.Forget1).Factor > Of(GradientLab.Forget0).Factor
                ? "The LSTM keeps more with a forget bias of 1 than of 0. "
                : "The LSTM does not keep more with a forget bias of 1 than of 0, against what is expected. ") +
            (Of(GradientLab.Tanh).Factor > Of(GradientLab.Forget1).Factor
                ? "Before any training the plain tanh recurrence, whose recurrent weights start orthogonal, keeps more than the LSTM with bias 1; "
                : "Before any training the LSTM with bias 1 keeps more than the plain tanh recurrence; ") +
            $"with its forget gate held open (bias 4, a gate of 0.98) the LSTM's factor is {Three(Of(GradientLab.Open).Factor)}. " +
            (Of(GradientLab.Open).Factor > Of(GradientLab.Forget1).Factor
                ? "It is the gate that decides, and the gate is what an LSTM learns."
                : "So the gate does not decide here, against what is expected.");
        double withTanh = Of(GradientLab.Forget1).Factor, withSigmoid = Of(GradientLab.SigmoidCell).Factor;
        string second = $"The greatest slope of tanh is {Three(result.SlopeOf("tanh").Greatest)}, that of sigmoid {Three(result.SlopeOf("sigmoid").Greatest)}. Through {result.Deep[0].Length} feed-forward layers " +
            string.Join(", ", result.Deep.Select(curve => $"{curve.Name} keeps {Three(curve.Left)}")) + " of the gradient. " +
            (result.DeepOf("tanh").Left > result.DeepOf("sigmoid").Left ? "So the slope is a reason there. " : "So the slope alone does not explain it there. ") +
            $"The lecture also gives it as the reason for tanh in the LSTM. With sigmoid in tanh's place the LSTM's factor falls from {Three(withTanh)} to {Three(withSigmoid)}, " +
            $"that of the plain recurrence from {Three(Of(GradientLab.Tanh).Factor)} to {Three(Of(GradientLab.Sigmoid).Factor)}: " +
            (withSigmoid / withTanh > Of(GradientLab.Sigmoid).Factor / Of(GradientLab.Tanh).Factor
                ? "in the LSTM the slope matters less, since the memory goes from step to step through the forget gate, not through tanh."
                : "in the LSTM the slope matters as much or more, though the memory goes from step to step through the forget gate, not through tanh.");
        return [first, second];
    }

    public override IReadOnlyList<string> MemoryReport(MemoryLab.Result result)
    {
        var (bag, window) = (result.Of(MemoryLab.Bag), result.Of(MemoryLab.Window));
        var best = result.Recurrent.MaxBy(outcome => outcome.Short + outcome.Long)!;
        string first = $"A sequence holds A and B once each among other tokens; which comes first? Trained on {result.Samples} sequences of 5 to 20 tokens. Accuracy on new ones of that length: " +
            string.Join(", ", result.Outcomes.Select(outcome => $"{outcome.Name} {Percent(outcome.Short)}")) + ". " +
            (bag.Short < 0.55 ? "The bag of words takes the mean of its tokens, sees no order, and guesses." : "The bag of words sees no order, yet does better than guessing, which is not expected.");
        string second = "On sequences of 21 to 40 tokens, longer than any in training: " +
            string.Join(", ", result.Outcomes.Select(outcome => $"{outcome.Name} {Percent(outcome.Long)}")) + ". " +
            (best.Long > window.Long && best.Short > bag.Short
                ? $"The window has a weight for every place and has to learn each place by itself; the {best.Name} uses one step's weights wherever A and B stand."
                : "No recurrent network does better here than the feed-forward ones, against what the lecture says.");
        return [first, second];
    }

    public override IReadOnlyList<string> LagReport(LagLab.Result result)
    {
        string Task(string task, string what)
        {
            var reached = LagLab.Result.Cells.Select(cell => (Cell: cell, Lag: result.Reached(task, cell))).ToArray();
            int plain = reached[0].Lag;
            var farther = reached[1..].Where(cell => cell.Lag > plain).Select(cell => cell.Cell).ToArray();
            string verdict = farther.Length > 0 ? $"Farther than SimpleRNN: {string.Join("; ", farther)}."
                : plain == result.Lags[^1] ? "All the lags were learned by SimpleRNN too, so they are not long enough to tell the cells apart."
                : "No gated cell reached farther than SimpleRNN in this run.";
            return $"{what} The longest lag learned of {string.Join(", ", result.Lags)} within {result.Steps} steps of 32 sequences: " +
                string.Join("; ", reached.Select(cell => $"{cell.Cell}: {(cell.Lag == 0 ? "none" : $"{cell.Lag}")}")) + ". " + verdict;
        }

        return
        [
            Task(LagLab.Copy, "Copy: one of eight symbols, then blanks, then the symbol is to be told (learned: 99 % right).") + " " +
            Task(LagLab.Distracted, "The same with other symbols at random in place of the blanks."),
            Task(LagLab.Adding, "Adding: the sum of two marked numbers of a series as long as the lag (learned: mean squared error 0.01; always answering 1 gives 0.167)."),
        ];
    }

    public override IReadOnlyList<string> GatesReport(GateLab.Result result)
    {
        double[] hidden = result.HiddenDistances, norms = result.Norms, forget = result.Mean("forget"), input = result.Mean("input"), output = result.Mean("output");
        var words = result.Pairs;
        string first = $"'{SentenceTraining.Lecture[0]}' and '{SentenceTraining.Lecture[1]}': the model (right about the day of {Percent(result.Accuracy)} of questions that it did not learn from) answers '{result.Answers[0]}' and '{result.Answers[1]}'. " +
            "The distance of the hidden states is " + string.Join(", ", words.Select((word, t) => $"{Three(hidden[t])} after {word}")) + $" (the first one's own lengths: {string.Join(", ", norms.Select(Three))}). " +
            (hidden[1] > 0.1 * norms[1] && result.Answers[0] != result.Answers[1]
                ? $"The word {words[1]} is the same in both, and leaves another state, because the state before it was another: what the lecture says of today and tomorrow."
                : $"After the word {words[1]} the states are nearly the same, so the model did not keep the day; that is not what the lecture says.");
        int least = Array.IndexOf(forget, forget.Min());
        string second = "The gates' means over the units, word by word: " +
            string.Join(", ", result.First.Select((word, t) => $"{word} input {Three(input[t])}, forget {Three(forget[t])}, output {Three(output[t])}")) +
            $". Most is forgotten at '{result.First[least]}'. After the first word a cell keeps on average {Percent(forget[1..].Aggregate(1.0, (kept, gate) => kept * gate))} of what was in it, by the mean forget gates; single units keep more or less, as the pictures show.";
        return [first, second];
    }
}
