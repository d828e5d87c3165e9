package dev.tenstep.rpc.benchmarks.trials.hostile;

import dev.tenstep.rpc.benchmarks.trials.hostile.Attack.Words;
import dev.tenstep.rpc.contract.ServiceContract;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The attacks on the server. Each stays within what the protocol's page allows, or breaks it in one place. */
final class Attacks {
    private static final String PROTOBUF = "protobuf";
    private static final String SERVICE = ServiceContract.of(Prey.class).name();
    private static final int MEGABYTE = 1 << 20;
    private static final int LONG_MESSAGE = 4 << 20;
    /** The size of a result just below the limit of a message. */
    private static final int LONG_RESULT = LONG_MESSAGE - 64;

    private static final int MINUTE = 60_000;
    private static final int METHODS = 4096;
    private static final int NAME = 1024;

    private Attacks() {}

    static List<Attack> all() {
        return List.of(
                new Attack("silent", "7,000 connections that say hello and nothing else", 7000, false, Words.NONE),
                new Attack("declarations", "135 connections that declare 4,096 long names", 135, true, declarations()),
                new Attack("bombs", "4 x 1,024 requests of 4 KB that decompress to 4 MiB", 4, true, bombs()),
                new Attack("deaf", "4 x 1,000 requests for results of 4 MiB that nobody reads", 4, false, requests()),
                new Attack("pings", "200 connections that send 8 MiB of pings and never read", 200, false, pings()),
                new Attack(
                        "promises",
                        "64 connections that promise 4 x 4 MiB and send a byte each",
                        64,
                        true,
                        peer -> promise(peer, 4),
                        Attacks::keepPromising,
                        Duration.ofSeconds(5)),
                new Attack("unread-streams", "4 x 256 streams of 1 MiB elements, never read", 4, false, streams()),
                new Attack(
                        "never",
                        "4 x 1,024 calls whose handler never answers, each cancelled, again and again",
                        4,
                        true,
                        Attacks::never,
                        Attacks::never,
                        Duration.ofMillis(500)),
                new Attack("uploads", "a connection with 300 uploads that send nothing", 1, true, uploads()),
                new Attack(
                        "recursion",
                        "calls whose handler calls its own server 400 deep",
                        1,
                        true,
                        Attacks::recursion,
                        Attacks::recursion,
                        Duration.ofSeconds(2)),
                new Attack("failures", "800 KB of requests whose handlers throw", 4, true, failures()),
                new Attack("exhaust", "4 x 1,000 requests whose handlers run out of memory", 4, true, exhaustion()),
                new Attack("halves", "500 connections that stop within a frame", 500, true, halves()),
                new Attack("noise", "200 connections that send random bytes after their hello", 200, true, noise()));
    }

    private static byte[] declare(String method) {
        return Frames.declare(0, SERVICE, method, PROTOBUF);
    }

    private static Words declarations() {
        byte[][] frames = new byte[METHODS][];
        for (int i = 0; i < METHODS; i++) {
            String name = i + "x".repeat(NAME - Integer.toString(i).length());
            frames[i] = Frames.declare(i, name, name, name);
        }
        byte[] all = Frames.concat(frames);
        return peer -> peer.send(all);
    }

    /** Declares a method and calls it that many times. */
    private static Words calls(String method, int calls, int flags, byte[] message) {
        byte[][] frames = new byte[calls + 1][];
        frames[0] = declare(method);
        for (int i = 0; i < calls; i++) {
            frames[i + 1] = Frames.request(flags, 0, i, MINUTE, message);
        }
        byte[] all = Frames.concat(frames);
        return peer -> peer.send(all);
    }

    private static Words bombs() {
        return calls("take", 1024, Frames.COMPRESSED, Frames.compressed(Frames.block(new byte[LONG_RESULT])));
    }

    private static Words requests() {
        return calls("block", 1000, 0, Frames.numbers(LONG_RESULT));
    }

    private static Words pings() {
        byte[][] frames = new byte[MEGABYTE / 13][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = Frames.ping(i);
        }
        byte[] megabyte = Frames.concat(frames);
        return peer -> {
            for (int i = 0; i < 8; i++) {
                peer.send(megabyte);
            }
        };
    }

    private static void promise(HostilePeer peer, int messages) {
        peer.send(declare("take"));
        for (int i = 0; i < messages; i++) {
            peer.send(Frames.request(Frames.CHUNKED, 0, peer.nextCall(), 0, Frames.promised(LONG_MESSAGE, 1 << 3 | 2)));
        }
    }

    private static void keepPromising(HostilePeer peer) {
        for (int call = 0; call < 4; call++) {
            peer.send(Frames.chunk(call, (byte) 1));
        }
    }

    private static Words streams() {
        return calls("blocks", 256, Frames.RESULTS, Frames.numbers(1000, MEGABYTE));
    }

    private static void never(HostilePeer peer) {
        int first = peer.nextCall();
        if (first == 0) {
            peer.send(declare("never"));
        }
        byte[][] frames = new byte[2048][];
        for (int i = 0; i < frames.length; i += 2) {
            int call = i == 0 ? first : peer.nextCall();
            frames[i] = Frames.request(0, 0, call, 100);
            frames[i + 1] = Frames.cancel(call);
        }
        peer.send(Frames.concat(frames));
    }

    private static Words uploads() {
        return calls("upload", 300, Frames.STREAM, new byte[0]);
    }

    private static void recursion(HostilePeer peer) {
        int first = peer.nextCall();
        if (first == 0) {
            peer.send(declare("recurse"));
        }
        peer.send(Frames.request(0, 0, first, 5000, Frames.numbers(400)));
    }

    private static Words failures() {
        return calls("fail", 10_000, 0, Frames.numbers(1));
    }

    private static Words exhaustion() {
        return calls("exhaust", 1000, 0, new byte[0]);
    }

    private static Words halves() {
        byte[] request = Frames.request(0, 0, 0, MINUTE, new byte[100_000]);
        byte[] half = Frames.concat(declare("take"), Arrays.copyOf(request, request.length / 2));
        return peer -> peer.send(half);
    }

    private static Words noise() {
        SplittableRandom random = new SplittableRandom(1);
        return peer -> {
            byte[] bytes = new byte[64 << 10];
            random.nextBytes(bytes);
            bytes[0] = 0;
            bytes[1] = 0;
            peer.send(bytes);
        };
    }
}
