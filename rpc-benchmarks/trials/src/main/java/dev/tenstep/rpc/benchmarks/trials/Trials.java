package dev.tenstep.rpc.benchmarks.trials;

import dev.tenstep.rpc.benchmarks.trials.faults.FaultsTrial;
import dev.tenstep.rpc.benchmarks.trials.hostile.HostileTrial;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: one command for each trial. The exit value is 0 if the promise held. */
@Command(
        name = "rpc-trials",
        description =
                "Checks at full size the promises about memory, overload, restarts, faults, hostile peers, deadlines and cancellation.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BackpressureTrial.class,
            OverloadTrial.class,
            RestartTrial.class,
            FaultsTrial.class,
            HostileTrial.class,
            TimelinessTrial.class
        },
        synopsisSubcommandLabel = "TRIAL")
final class Trials {
    private static final int WIDTH = 120;

    private Trials() {}

    /** Runs a trial. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Trials()).setUsageHelpWidth(WIDTH);
    }
}
