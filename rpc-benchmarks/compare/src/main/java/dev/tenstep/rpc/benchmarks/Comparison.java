package dev.tenstep.rpc.benchmarks;

import dev.tenstep.rpc.benchmarks.Child.ChildFailed;
import dev.tenstep.rpc.benchmarks.Results.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The whole run: starts every contender's two processes, warms each up, then lets them take turns, one at a time,
 * scenario by scenario and round by round. A contender that fails is dropped and reported; the others go on.
 */
final class Comparison {
    private final Settings settings;
    private final ClassPaths classPaths;
    private final Progress progress;
    private final Results results;
    private final List<Contestant> alive = new ArrayList<>();
    private final long workMillis;
    private long doneMillis;

    Comparison(Settings settings, ClassPaths classPaths, Progress progress) {
        this.settings = settings;
        this.classPaths = classPaths;
        this.progress = progress;
        this.results = new Results(settings.rounds());
        this.workMillis =
                settings.entries().size() * settings.warmUpMillis() + settings.measurements() * settings.millis();
    }

    Results run() throws InterruptedException {
        try {
            start();
            warmUp();
            for (int round = 0; round < settings.rounds(); round++) {
                measure(round);
            }
        } finally {
            alive.forEach(Contestant::close);
            progress.done();
        }
        return results;
    }

    private void start() throws InterruptedException {
        for (Entry entry : settings.entries()) {
            progress.step(0, "starting " + entry.name());
            Contestant contestant = new Contestant(entry, classPaths, settings.jvmArguments());
            alive.add(contestant);
            attempt(contestant, "its start", () -> contestant.start(0));
        }
    }

    private void warmUp() throws InterruptedException {
        long millis = Math.max(1, settings.warmUpMillis() / settings.scenarios().size());
        for (Contestant contestant : List.copyOf(alive)) {
            progress.step(percent(), "warming up " + contestant.entry().name());
            attempt(contestant, "warm-up", () -> {
                for (Scenario scenario : settings.scenarios()) {
                    contestant.measure(scenario, millis);
                    doneMillis += millis;
                    progress.detail(
                            percent(), "warming up " + contestant.entry().name() + ": " + scenario);
                }
            });
        }
    }

    private void measure(int round) throws InterruptedException {
        for (Scenario scenario : settings.scenarios()) {
            String where = "round " + (round + 1) + " of " + settings.rounds() + ", " + scenario;
            progress.step(percent(), where);
            for (Contestant contestant : List.copyOf(alive)) {
                attempt(contestant, where, () -> {
                    Contestant.Sample sample = contestant.measure(scenario, settings.millis());
                    results.add(scenario, contestant.entry(), round, sample);
                    doneMillis += settings.millis();
                    progress.detail(percent(), where + ": " + contestant.entry().name() + " " + rate(sample));
                });
            }
        }
    }

    private static String rate(Contestant.Sample sample) {
        return String.format(Locale.ROOT, "%,.0f/s", sample.callsPerSecond());
    }

    private int percent() {
        return (int) Math.min(100, doneMillis * 100 / Math.max(1, workMillis));
    }

    private void attempt(Contestant contestant, String what, Work work) throws InterruptedException {
        try {
            work.run();
        } catch (ChildFailed e) {
            giveUp(contestant, new Failure(contestant.entry(), what, String.valueOf(e.getMessage()), e.errorLines()));
        } catch (IOException e) {
            giveUp(contestant, new Failure(contestant.entry(), what, e.toString(), List.of()));
        }
    }

    private void giveUp(Contestant contestant, Failure failure) {
        contestant.close();
        alive.remove(contestant);
        results.addFailure(failure);
        progress.remark(failure.entry().name() + " failed during " + failure.during() + ": " + failure.reason());
    }

    /** A step that a contender's process can fail. */
    private interface Work {
        void run() throws ChildFailed, IOException, InterruptedException;
    }
}
