package dev.tenstep.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Exceptions whose accessors throw. */
final class ThrownTest {
    /** Throws itself from every accessor. */
    @SuppressWarnings("OverrideThrowableToString") // overriding it is the point
    private static final class ThrowingError extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            throw this;
        }

        @Override
        public String getMessage() {
            throw this;
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            throw this;
        }
    }

    @Test
    void exceptionWithThrowingAccessorsIsNamedByItsClass() {
        ThrowingError touchy = new ThrowingError();
        assertThat(Thrown.text(touchy)).isEqualTo(ThrowingError.class.getName());
        assertThat(Thrown.message(touchy)).isNull();
        assertThat(Thrown.cause(touchy)).isNull();
        assertThat(Thrown.peel(touchy)).isSameAs(touchy);
        assertThat(Thrown.canBeAsked(touchy)).isFalse();
        Thrown.log(LoggerFactory.getLogger(ThrownTest.class), "a touchy exception", touchy);
    }

    @Test
    void everyLayerIsPeeled() {
        Exception inner = new Exception("inner");
        assertThat(Thrown.peel(new CompletionException(new ExecutionException(new CompletionException(inner)))))
                .isSameAs(inner);
        CompletionException bare = new CompletionException("bare", null);
        assertThat(Thrown.peel(new ExecutionException(bare))).isSameAs(bare);
    }

    @Test
    void exceptionIsNotSuppressedInItself() {
        Exception one = new Exception("one");
        Thrown.suppress(one, one);
        assertThat(one.getSuppressed()).isEmpty();
        Exception two = new Exception("two");
        Thrown.suppress(one, two);
        assertThat(one.getSuppressed()).containsExactly(two);
    }
}
