#:project ../src/Unroll/Unroll.csproj
#:project ../src/Unroll.Plots/Unroll.Plots.csproj
#:property PublishAot=false

using System.Numerics.Tensors;
using Unroll;
using Unroll.Plots;

// How much of the loss's gradient arrives at the state many steps before the loss?
bool quick = args.Contains("--quick");
int length = quick ? 30 : 200;
const int features = 8, units = 32, rows = 16;
double[] lags = [.. Enumerable.Range(0, length).Select(lag => (double)lag)];
var plot = new LinePlot { Title = "gradient by lag", XTitle = "lag in steps", YTitle = "norm of dLoss/dh, relative to lag 0", IsLogarithmic = true, HasMarkers = false };

// One layer, called once for each step, so that every state between two steps is a tensor of the model
var tanh = new SimpleRnn(units);
Measure("SimpleRNN tanh", (x, state) => tanh.Apply(x, state).State);

var sigmoid = new SimpleRnn(units) { Activation = Activation.Sigmoid };
Measure("SimpleRNN sigmoid", (x, state) => sigmoid.Apply(x, state).State);

var gru = new Gru(units);
Measure("GRU", (x, state) => gru.Apply(x, state).State);

plot.Save("gradients.png");
Console.WriteLine("Saved gradients.png");

void Measure(string name, Func<SymbolicTensor, SymbolicTensor?, SymbolicTensor> step)
{
    var input = new InputLayer(length, features).Tensor;
    var states = new List<SymbolicTensor>();
    for (int t = 0; t < length; t++)
    {
        states.Add(step(new Cropping1D(t, length - 1 - t).Apply(input), states.LastOrDefault()));
    }

    var model = new Model([input], [states[^1]], seed: 42);
    model.Compile(Loss.MeanSquaredError);
    var gradients = model.Gradients(Dataset.From(Noise(rows, length, features), Noise(rows, units)), states);
    double[] norms = [.. gradients.Reverse().Select(Norm)];
    plot.Add(name, lags, [.. norms.Select(norm => norm / norms[0])]);
    Console.WriteLine($"{name}: of the gradient at lag 0, {norms[^1] / norms[0]:E1} is left at lag {length - 1}");
}

double Norm(Tensor<float> gradient) => Math.Sqrt(gradient.Sum(value => (double)value * value));

DataArray Noise(params int[] shape)
{
    var random = new Random(42);
    return new DataArray([.. Enumerable.Range(0, shape.Aggregate(1, (count, axis) => count * axis)).Select(_ => (random.NextSingle() * 2) - 1)], shape);
}
