package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The handler of {@link Cases}. */
final class CasesHandler implements Cases {
    private static final String TRAILER = "x-trailer";

    /** A call, with the values that it brought. */
    private record Caller(CallContext context, List<String> values) {
        static Caller current() {
            CallContext context = Objects.requireNonNull(CallContext.current());
            List<String> values = context.metadata().entries().stream()
                    .filter(entry -> entry.key().equals("x-case"))
                    .map(Metadata.Entry::text)
                    .toList();
            long left = TimeUnit.NANOSECONDS.toMillis(context.remainingNanos());
            context.replyMetadata(all("x-case", values).with("x-left", String.valueOf(left)));
            return new Caller(context, values);
        }

        private static Metadata all(String key, List<String> values) {
            Metadata all = Metadata.EMPTY;
            for (String value : values) {
                all = all.with(key, value);
            }
            return all;
        }

        /** Ends a call: with a failure if the request says so. */
        void end(Case request) {
            if (request.hangs()) {
                await();
            }
            Metadata trailers = all(TRAILER, values);
            if (request.code() != 0) {
                StatusCode code = Objects.requireNonNull(StatusCode.of(request.code()));
                throw new RpcException(code, request.message()).withMetadata(trailers);
            }
            context.trailers(trailers);
        }

        private void await() {
            CountDownLatch over = new CountDownLatch(1);
            context.cancellation().onCancel(why -> over.countDown());
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Stream<Answer> answers(Case request, int requests) {
        return request.answers().stream().map(text -> new Answer(text, requests));
    }

    private static Answer first(Case request, int requests) {
        return answers(request, requests).findFirst().orElse(new Answer("", requests));
    }

    @Override
    public Answer unary(Case request) {
        Caller.current().end(request);
        return first(request, 1);
    }

    @Override
    public Answer collect(Stream<Case> requests) {
        Caller caller = Caller.current();
        List<Case> all = requests.toList();
        if (all.isEmpty()) {
            return new Answer("", 0);
        }
        caller.end(all.get(0));
        return first(all.get(0), all.size());
    }

    @Override
    public Stream<Answer> expand(Case request) {
        Caller caller = Caller.current();
        return Stream.concat(answers(request, 1), Stream.of(request).flatMap(last -> {
            caller.end(last);
            return Stream.empty();
        }));
    }

    @Override
    public Stream<Answer> converse(Stream<Case> requests) {
        Caller caller = Caller.current();
        AtomicInteger count = new AtomicInteger();
        return requests.flatMap(request -> Stream.concat(
                answers(request, count.incrementAndGet()), Stream.of(request).flatMap(last -> {
                    caller.end(last);
                    return Stream.empty();
                })));
    }
}
