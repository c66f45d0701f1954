using Bench;

return BenchCommand.Run(args);
