package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.GzipCompressor;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.server.ServicesBuilder;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.testkit.TinySerializer;
import dev.tenstep.rpc.worker.WorkerPool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The service that the golden frames call, all of it in the thread that reads. */
@NonBlocking
@RpcService("Golden")
public interface GoldenService {
    /** The settings of the golden hellos. */
    Compression COMPRESSION = new Compression(List.of(new GzipCompressor()), Compression.NONE, 1024);

    int next(int number);

    int length(String text);

    String text(int length);

    int refuse() throws Refusal;

    /** Returns the sum of all numbers. */
    CompletionStage<Integer> sum(int plus, Flow.Publisher<Integer> numbers);

    /** Returns that many numbers from the first on, with their count as a trailer. */
    Flow.Publisher<Integer> count(int first, int count);

    /** Returns the same texts. */
    Flow.Publisher<String> echo(Flow.Publisher<String> texts);

    /** A declared exception. Its text does not name its class, since the golden frame would contain the package. */
    @SuppressWarnings("OverrideThrowableToString")
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final int number;

        Refusal(String message, int number) {
            super(message);
            this.number = number;
        }

        public int number() {
            return number;
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }

    /** The tiny serializer with a fingerprint that must match exactly. */
    final class Fingerprinted implements Serializer {
        static final byte[] FINGERPRINT = "finger".getBytes(StandardCharsets.US_ASCII);
        private final Serializer tiny = new TinySerializer();

        @Override
        public String name() {
            return tiny.name();
        }

        @Override
        public Codec bind(MethodContract method, MessageShape shape) {
            return tiny.bind(method, shape);
        }

        @Override
        public byte[] fingerprint(MethodContract method) {
            return FINGERPRINT.clone();
        }

        @Override
        public @Nullable String skew(MethodContract method, byte[] clientFingerprint) {
            return clientFingerprint.length == 0 ? "no fingerprint" : "another fingerprint";
        }
    }

    /** Implements the service. */
    final class Handler implements GoldenService {
        @Override
        public int next(int number) {
            CallContext context = CallContext.current();
            if (context != null && "acme".equals(context.metadata().text("tenant"))) {
                context.replyMetadata(Metadata.of("cost", "1.5"));
            }
            return number + 1;
        }

        @Override
        public int length(String text) {
            return text.length();
        }

        @Override
        public String text(int length) {
            return "x".repeat(length);
        }

        @Override
        public int refuse() throws Refusal {
            throw new Refusal("not today", 7);
        }

        @Override
        public CompletionStage<Integer> sum(int plus, Flow.Publisher<Integer> numbers) {
            CompletableFuture<Integer> sum = new CompletableFuture<>();
            Taken<Integer> all = new Taken<>();
            all.ended.whenComplete((end, failure) -> sum.complete(
                    plus + all.got.stream().mapToInt(Integer::intValue).sum()));
            numbers.subscribe(all);
            return sum;
        }

        @Override
        public Flow.Publisher<Integer> count(int first, int count) {
            Objects.requireNonNull(CallContext.current()).trailers(Metadata.of("rows", Integer.toString(count)));
            return new Counted<>(count, i -> first + i);
        }

        @Override
        public Flow.Publisher<String> echo(Flow.Publisher<String> texts) {
            return texts;
        }
    }

    /** Returns a method as a client knows it by that id. */
    static MethodBinding binding(int id, String method) {
        MethodContract contract = ServiceContract.of(GoldenService.class).methods().stream()
                .filter(m -> m.name().equals(method))
                .findFirst()
                .orElseThrow();
        return MethodBinding.bind(id, contract, new Fingerprinted());
    }

    static Services services(WorkerPool pool, Filter... filters) {
        return new ServicesBuilder(new Fingerprinted(), pool)
                .filters(List.of(filters))
                .add(ServiceContract.of(GoldenService.class), new Handler())
                .build();
    }
}
