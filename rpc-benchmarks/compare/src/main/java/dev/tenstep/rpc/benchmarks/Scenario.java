package dev.tenstep.rpc.benchmarks;

import dev.tenstep.rpc.benchmarks.contender.Mode;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import java.util.ArrayList;
import java.util.List;

/** An operation, the way it is called, and the number of calls outstanding at a time. One table in the report. */
record Scenario(Operation operation, Mode mode, int outstanding) {
    /**
     * The three most telling scenarios: throughput with and without much to encode, and the cost of waiting threads.
     */
    static final List<Scenario> QUICK = List.of(
            new Scenario(Operation.ECHO, Mode.ASYNC, 256),
            new Scenario(Operation.ECHO, Mode.BLOCKING, 32),
            new Scenario(Operation.EXIST, Mode.ASYNC, 256));

    static List<Scenario> combine(List<Operation> operations, List<Mode> modes, List<Integer> levels) {
        List<Scenario> all = new ArrayList<>();
        for (Operation operation : operations) {
            for (Mode mode : modes) {
                for (int level : levels) {
                    all.add(new Scenario(operation, mode, level));
                }
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return operation.label() + ", " + mode.label() + ", " + outstanding + " outstanding";
    }
}
