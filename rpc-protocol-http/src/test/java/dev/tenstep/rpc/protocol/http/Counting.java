package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The service that tests of faults attack. */
@RpcService("Counting")
interface Counting {
    @NonBlocking
    int next(int number);

    /** Never answers. */
    CompletableFuture<Integer> hold(int number);

    /** Returns so many bytes. */
    @NonBlocking
    byte[] bytes(int length);

    /** Returns the numbers from 0. */
    Stream<Integer> count(int to);

    /** Returns the sum once the numbers have ended; nothing is taken before the future completes. */
    CompletableFuture<Integer> sum(Flow.Publisher<Integer> numbers);

    int total(Stream<Integer> numbers);

    CompletableFuture<Integer> size(byte[] bytes);

    /** Returns the sum of the lengths. */
    long lengths(Stream<byte[]> all);

    /** Fails with so many bytes of metadata. */
    int fail(int metadata);

    /** Returns the length of the text, and ignores the numbers. */
    int label(String text, Flow.Publisher<Integer> numbers);

    /** The handler. */
    final class Handler implements Counting {
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger begun = new AtomicInteger();
        private final Queue<RpcException> cancelled = new ConcurrentLinkedQueue<>();

        /** Returns how many calls that are never answered have begun. */
        int begun() {
            return begun.get();
        }

        /** Returns why calls that are never answered were cancelled; the test takes them out. */
        Queue<RpcException> cancelled() {
            return cancelled;
        }

        /** Returns how often bytes were asked for. */
        int asked() {
            return asked.get();
        }

        @Override
        public int next(int number) {
            return number + 1;
        }

        @Override
        public CompletableFuture<Integer> hold(int number) {
            return never();
        }

        private CompletableFuture<Integer> never() {
            CompletableFuture<Integer> never = new CompletableFuture<>();
            CallContext.current().cancellation().onCancel(why -> {
                cancelled.add(why);
                never.cancel(false);
            });
            begun.incrementAndGet();
            return never;
        }

        @Override
        public byte[] bytes(int length) {
            asked.incrementAndGet();
            return new byte[length];
        }

        @Override
        public Stream<Integer> count(int to) {
            return IntStream.range(0, to).boxed();
        }

        @Override
        public CompletableFuture<Integer> sum(Flow.Publisher<Integer> numbers) {
            return never();
        }

        @Override
        public int total(Stream<Integer> numbers) {
            return numbers.mapToInt(Integer::intValue).sum();
        }

        @Override
        public CompletableFuture<Integer> size(byte[] bytes) {
            return CompletableFuture.completedFuture(bytes.length);
        }

        @Override
        public long lengths(Stream<byte[]> all) {
            return all.mapToLong(bytes -> bytes.length).sum();
        }

        @Override
        public int fail(int metadata) {
            throw new RpcException(StatusCode.NOT_FOUND, "no such number")
                    .withMetadata(Metadata.of("why", "x".repeat(metadata)));
        }

        @Override
        public int label(String text, Flow.Publisher<Integer> numbers) {
            return text.length();
        }
    }
}
