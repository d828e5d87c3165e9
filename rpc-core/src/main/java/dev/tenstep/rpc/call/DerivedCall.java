package dev.tenstep.rpc.call;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.security.Principal;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A call that a filter changed in one place; a field that is null here has the original's value. */
final class DerivedCall extends ForwardedCall {
    private final long deadlineNanos;
    private @Nullable Metadata metadata;
    private @Nullable Object @Nullable [] arguments;
    private volatile @Nullable EncodedArguments encoded;
    private Flow.@Nullable Publisher<?> stream;
    private @Nullable Principal principal;

    private DerivedCall(Call original, long deadlineNanos) {
        super(original);
        this.deadlineNanos = deadlineNanos;
    }

    static Call withMetadata(Call original, Metadata metadata) {
        DerivedCall derived = new DerivedCall(original, original.deadlineNanos());
        derived.metadata = metadata;
        return derived;
    }

    static Call withArguments(Call original, @Nullable Object[] arguments) {
        DerivedCall derived = new DerivedCall(original, original.deadlineNanos());
        derived.arguments = arguments;
        return derived;
    }

    static Call withStream(Call original, Flow.Publisher<?> stream) {
        DerivedCall derived = new DerivedCall(original, original.deadlineNanos());
        derived.stream = stream;
        return derived;
    }

    static Call withPrincipal(Call original, Principal principal) {
        DerivedCall derived = new DerivedCall(original, original.deadlineNanos());
        derived.principal = principal;
        return derived;
    }

    static Call withDeadline(Call original, long deadlineNanos) {
        return new DerivedCall(original, deadlineNanos);
    }

    @Override
    public Call original() {
        return call().original();
    }

    @Override
    public Metadata metadata() {
        return metadata == null ? super.metadata() : metadata;
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public @Nullable Object[] arguments() {
        return arguments == null ? super.arguments() : arguments;
    }

    @Override
    public void writeArguments(MessageOutput out) throws IOException {
        if (arguments == null) {
            super.writeArguments(out);
        } else {
            EncodedArguments before = encoded;
            if (before == null) {
                binding().parameters().encode(arguments, out);
            } else {
                before.write(out);
            }
        }
    }

    @Override
    public int encodeArguments(int maxMessage) throws IOException {
        if (arguments == null) {
            return super.encodeArguments(maxMessage);
        }
        EncodedArguments now = encoded;
        if (now == null) {
            now = EncodedArguments.of(binding(), arguments, maxMessage);
            encoded = now;
        }
        return now.length();
    }

    @Override
    public void argumentsSent(byte @Nullable [] message) {
        if (arguments == null) {
            super.argumentsSent(message);
        } else if (encoded == null) {
            encoded = EncodedArguments.sent(arguments, message);
        }
    }

    @Override
    public Flow.@Nullable Publisher<?> stream() {
        return stream == null ? super.stream() : stream;
    }

    @Override
    public @Nullable Principal principal() {
        return principal == null ? super.principal() : principal;
    }
}
