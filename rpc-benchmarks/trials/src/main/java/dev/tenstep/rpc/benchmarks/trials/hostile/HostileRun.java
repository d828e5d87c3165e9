package dev.tenstep.rpc.benchmarks.trials.hostile;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.benchmarks.trials.hostile.PreyServer.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server, its victim, and a series of attacks. One thread. */
final class HostileRun implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration SETTLE = Duration.ofSeconds(1);
    /** The time that the server's own time-outs may take to release the remains of an attack. */
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private static final int CONNECTIONS = 64;
    private static final int ATTEMPTS = 5;

    private final Plan plan;
    private final PreyServer server;
    private final InetSocketAddress address;
    private final Victim victim;
    private final State before;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 << 10);

    /**
     * The sizes of a run.
     *
     * @param heapMegabytes of the server
     * @param handlers of the server
     * @param warmUp the victim's calls before the first attack
     * @param hold the time that each attack lasts
     */
    record Plan(int heapMegabytes, int handlers, Duration warmUp, Duration hold) {}

    private HostileRun(Plan plan, PreyServer server) throws IOException {
        this.plan = plan;
        this.server = server;
        int colon = server.address().lastIndexOf(':');
        this.address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(server.address().substring(colon + 1)));
        this.victim = Victim.of(server.address());
        for (long end = System.nanoTime() + RECOVERY.toNanos(); !victim.served() && System.nanoTime() - end < 0; ) {
            pause(LOOK);
        }
        pause(plan.warmUp());
        this.before = server.state();
    }

    /** Starts a server and its victim. */
    static HostileRun start(Plan plan) throws IOException {
        PreyServer server = PreyServer.start(plan.heapMegabytes(), plan.handlers());
        return new HostileRun(plan, server);
    }

    /** Carries out an attack and returns its effect on the victim's calls and on the server. */
    Finding run(Attack attack) {
        try {
            long logged = server.logged();
            victim.seen();
            attack(attack);
            pause(SETTLE);
            Victim.Seen seen = victim.seen();
            return Finding.of(attack, seen, recovered() - before.heapMegabytes(), server.logged() - logged);
        } catch (IOException e) {
            return Finding.broken(attack, e);
        }
    }

    private void attack(Attack attack) throws IOException {
        List<HostilePeer> peers = new ArrayList<>();
        try {
            hold(attack, peers);
        } finally {
            for (HostilePeer peer : peers) {
                peer.close();
            }
        }
    }

    private void hold(Attack attack, List<HostilePeer> peers) throws IOException {
        long end = System.nanoTime() + plan.hold().toNanos();
        for (int i = 0; i < attack.peers() && server.alive(); i++) {
            HostilePeer peer = HostilePeer.connect(address, attack.reads());
            peers.add(peer);
            peer.send(Frames.hello());
            attack.first().say(peer);
            peer.turn(scratch);
        }
        long next = System.nanoTime() + attack.pause().toNanos();
        while (System.nanoTime() - end < 0 && server.alive()) {
            if (System.nanoTime() - next >= 0) {
                peers.forEach(attack.again()::say);
                next += attack.pause().toNanos();
            }
            boolean more = false;
            for (HostilePeer peer : peers) {
                more |= peer.turn(scratch);
            }
            pause(more ? LOOK.dividedBy(10) : LOOK);
        }
    }

    /** Returns the lowest heap use, in megabytes, seen until it was near its value before the attack. */
    private long recovered() throws IOException {
        long end = System.nanoTime() + RECOVERY.toNanos();
        long heap = server.state().heapMegabytes();
        while (heap - before.heapMegabytes() > Finding.MOST_LEFT && System.nanoTime() - end < 0) {
            pause(SETTLE);
            heap = Math.min(heap, server.state().heapMegabytes());
        }
        return heap;
    }

    /**
     * Returns the number of handlers that can still work at once. A few attempts find it out, since a lost handler is
     * missing in all of them.
     */
    int handlersLeft() {
        int most = 0;
        for (int attempt = 0; attempt < ATTEMPTS && most < plan.handlers(); attempt++) {
            most = Math.max(most, handlersAtOnce());
        }
        return most;
    }

    /** Calls over several connections, since no connection may have all handlers. */
    private int handlersAtOnce() {
        List<RpcClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < plan.handlers(); i += CONNECTIONS) {
                clients.add(RpcClient.builder()
                        .to(server.address())
                        .connections(CONNECTIONS)
                        .deadline(Duration.ofSeconds(30))
                        .build());
            }
            List<CompletableFuture<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < plan.handlers(); i++) {
                Prey prey = clients.get(i / CONNECTIONS).stub(Prey.class);
                calls.add(prey.together((int) TimeUnit.SECONDS.toMillis(2)));
            }
            return calls.stream().mapToInt(CompletableFuture::join).max().orElse(0);
        } finally {
            clients.forEach(RpcClient::close);
        }
    }

    /** Ends the server's process. */
    void kill() throws IOException {
        server.close();
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            victim.close();
        } finally {
            server.close();
        }
    }
}
