package dev.tenstep.rpc.benchmarks;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of the commands that put servers under the load of another program. */
final class LoadOptions {
    static final int MOST = 3600;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "Length of one measurement. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            defaultValue = "20",
            description = "Seconds for each server, before each table. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--contenders", hidden = true, description = "The folder of the contenders' class paths.")
    private @Nullable Path contenders;

    int rounds() {
        return rounds;
    }

    int seconds() {
        return seconds;
    }

    int warmUp() {
        return warmUp;
    }

    ClassPaths classPaths() {
        return contenders == null ? ClassPaths.besideProgram() : new ClassPaths(contenders);
    }

    /** Throws ParameterException if one of these, or of the command's own numbers, is out of range. */
    void check(CommandLine command, Map<String, Integer> others) {
        Map<String, Integer> all = new TreeMap<>(others);
        all.putAll(Map.of("--rounds", rounds, "--seconds", seconds, "--warmup", warmUp));
        all.forEach((name, value) -> {
            if (value < 1 || value > MOST) {
                throw new ParameterException(command, name + ": " + value + " (expected: 1.." + MOST + ")");
            }
        });
    }
}
