package dev.tenstep.rpc.benchmarks.trials.faults;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Load through the proxy on a server in a process of its own, and one fault after the other. One thread. */
final class FaultRun {
    private static final int FEW = 100;

    private final Plan plan;
    private final Patience patience;
    /** The number of calls that succeed between two faults, which spreads the faults over the run. */
    private final long between;

    private final Ledger ledger;
    private final List<Finding> findings = new ArrayList<>();

    /** The findings, and the verdict of the ledgers. */
    record Result(List<Finding> findings, int cuts, Verdict verdict) {
        boolean good() {
            return verdict.right() && findings.stream().allMatch(Finding::good);
        }
    }

    private FaultRun(Plan plan) {
        this.plan = plan;
        this.between = Math.max(FEW, plan.calls() / (plan.cuts() + plan.stops().size() + 1));
        this.ledger = new Ledger(plan.bounds().slack());
        this.patience = new Patience(plan.bounds().whole());
    }

    /**
     * Executes the plan.
     *
     * @throws TimeoutException if it takes longer than it may
     */
    static Result of(Plan plan) throws IOException, InterruptedException, TimeoutException {
        return new FaultRun(plan).run();
    }

    private Result run() throws IOException, InterruptedException, TimeoutException {
        try (NumberedServer server = NumberedServer.start()) {
            int cuts = load(server);
            Verdict verdict = Verdict.of(ledger, server.executions());
            if (plan.descriptors()) {
                findings.add(Descriptors.runOut(plan, patience));
            }
            return new Result(List.copyOf(findings), cuts, verdict);
        }
    }

    /** Runs everything that happens to the server, in order. */
    private int load(NumberedServer server) throws IOException, InterruptedException, TimeoutException {
        try (FaultyProxy proxy = FaultyProxy.to(server.address());
                RpcClient client = client(proxy.address());
                NumberedLoad load = new NumberedLoad(
                        client.stub(
                                Numbered.class,
                                CallOptions.deadline(plan.times().deadline())),
                        ledger,
                        plan.outstanding(),
                        plan.times().deadline())) {
            int cuts = cut(proxy);
            for (Duration time : plan.stops()) {
                stop(server, time);
            }
            deafen(server);
            patience.await("enough calls to succeed", () -> ledger.succeeded() >= plan.calls());
            load.finish();
            return cuts;
        }
    }

    private RpcClient client(String address) {
        return RpcClient.builder()
                .to(address)
                .settings(KernelSettings.DEFAULT
                        .withKeepAlive(plan.times().keepAlive())
                        .withKeepAliveTimeout(plan.times().keepAlive()))
                .listener(ledger)
                .build();
    }

    /** Cuts connections with each kind of fault in turn, and returns the number cut. */
    private int cut(FaultyProxy proxy) throws TimeoutException {
        Map<Fault, Finding> found = new EnumMap<>(Fault.class);
        int cuts = 0;
        int turn = 0;
        while (cuts < plan.cuts()) {
            healthy();
            Fault fault = Fault.values()[turn % Fault.values().length];
            int struck = proxy.strike(fault, plan.times().hold());
            long nanos = recovered(fault.toString());
            if (struck > 0) {
                cuts += struck;
                turn++;
                Finding before = found.computeIfAbsent(
                        fault,
                        f -> new Finding(f.toString(), 0, 0, plan.recovery(f).toNanos(), 0, ""));
                found.put(fault, before.and(nanos));
            }
        }
        findings.addAll(found.values());
        return cuts;
    }

    private void stop(NumberedServer server, Duration time) throws IOException, InterruptedException, TimeoutException {
        healthy();
        server.stop(time);
        String what = "server stopped for " + Finding.text(time);
        findings.add(new Finding(what, 1, recovered(what), plan.bounds().soon().toNanos(), 0, ""));
    }

    /**
     * Runs a separate client that does not read for a while: other clients do not notice, and then it receives
     * everything.
     */
    private void deafen(NumberedServer server) throws IOException, TimeoutException {
        healthy();
        try (DeafReader reader =
                new DeafReader(server.address(), ledger, plan.bounds().whole())) {
            reader.ask();
            Ledger.Since since = ledger.since();
            Patience.pause(plan.times().deaf());
            long failed = since.failed();
            long succeeded = since.succeeded();
            reader.read();
            Ledger.Since again = ledger.since();
            patience.await("what the reader is to get", reader::served);
            long nanos = System.nanoTime() - again.nanos();
            findings.add(new Finding(
                    "peer that does not read for " + Finding.text(plan.times().deaf()),
                    1,
                    nanos,
                    plan.bounds().served().toNanos(),
                    failed,
                    "meanwhile " + succeeded + " other calls succeeded, " + failed + " failed"));
        }
    }

    /** Waits until a call succeeds that begins after this, and returns the time that it took. */
    private long recovered(String fault) throws TimeoutException {
        Ledger.Since since = ledger.since();
        patience.await("a call to succeed after: " + fault, () -> since.firstSuccessNanos() > 0);
        return since.firstSuccessNanos();
    }

    private void healthy() throws TimeoutException {
        Ledger.Since since = ledger.since();
        patience.await("calls to succeed", () -> since.succeeded() >= between);
    }
}
