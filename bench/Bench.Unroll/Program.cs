using Unroll.Bench;

ContestantLoop.Run(new UnrollContestant());
