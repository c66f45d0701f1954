using Bench;

ContestantLoop.Run(new OnnxContestant());
