package dev.tenstep.rpc.benchmarks.trials.faults;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server whose process has run out of descriptors: new connections wait until some are free, and calls go on. */
final class Descriptors {
    private static final int MOST = 150;
    private static final int FREED = 10;
    private static final int PATIENCE_MILLIS = 300;
    private static final int FEW = 10;
    private static final int OUTSTANDING = 4;
    /** The preface and hello of docs/protocol.md. */
    private static final byte[] GREETING =
            HexFormat.of().parseHex("d754454e53544550" + "0000001301" + "010100000001" + "004000000000200000000400");

    private Descriptors() {}

    /** Lets a server run out of descriptors, and frees some again. */
    static Finding runOut(Plan plan, Patience patience) throws IOException, InterruptedException, TimeoutException {
        Ledger ledger = new Ledger(plan.bounds().slack());
        List<Socket> peers = new ArrayList<>();
        try (NumberedServer server =
                NumberedServer.start("bash", "-c", "ulimit -n " + MOST + " && exec \"$0\" \"$@\"")) {
            long nanos;
            try (RpcClient client = RpcClient.builder()
                            .to(server.address())
                            .listener(ledger)
                            .build();
                    NumberedLoad load = new NumberedLoad(
                            client.stub(
                                    Numbered.class,
                                    CallOptions.deadline(plan.times().deadline())),
                            ledger,
                            OUTSTANDING,
                            plan.times().deadline())) {
                Ledger.Since since = ledger.since();
                patience.await("calls to succeed", () -> since.succeeded() >= FEW);
                nanos = runOut(server, peers, plan);
                load.finish();
            } finally {
                for (Socket peer : peers) {
                    peer.close();
                }
            }
            Verdict verdict = Verdict.of(ledger, server.executions());
            return new Finding(
                    "no descriptor left, until some are free",
                    1,
                    nanos,
                    plan.bounds().accepted().toNanos(),
                    verdict.calls() - verdict.succeeded() + verdict.wrong().size(),
                    "meanwhile " + verdict.succeeded() + " of " + verdict.calls() + " other calls succeeded");
        }
    }

    /** Returns the time until a waiting connection is accepted. */
    private static long runOut(NumberedServer server, List<Socket> peers, Plan plan) throws IOException {
        while (greeted(connect(server, peers), PATIENCE_MILLIS)) {
            if (peers.size() >= MOST) {
                throw new IOException(peers.size() + " connections were accepted (expected: fewer than " + MOST + ")");
            }
        }
        for (Socket peer : peers.subList(0, FREED)) {
            peer.close();
        }
        long free = System.nanoTime();
        long patience = plan.bounds().accepted().toMillis() * 2;
        if (!greeted(peers.get(peers.size() - 1), (int) patience)) {
            return TimeUnit.MILLISECONDS.toNanos(patience);
        }
        return System.nanoTime() - free;
    }

    private static Socket connect(NumberedServer server, List<Socket> peers) throws IOException {
        Socket peer = new Socket();
        peers.add(peer);
        peer.connect(FaultyProxy.socketAddress(server.address()));
        peer.getOutputStream().write(GREETING);
        return peer;
    }

    /** Returns whether the server sends a byte within that time. */
    private static boolean greeted(Socket peer, int millis) throws IOException {
        peer.setSoTimeout(millis);
        try {
            return peer.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
