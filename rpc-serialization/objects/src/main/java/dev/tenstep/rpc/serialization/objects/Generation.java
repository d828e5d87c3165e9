package dev.tenstep.rpc.serialization.objects;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generates codecs where that is possible, and has a slower one made where it is not: in native images, without ASM, for
 * objects with a great many fields. The first failure is logged at debug level. Safe for use by many threads.
 */
public final class Generation {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    /** The maximum number of fields of a generated codec: HotSpot compiles no method of more than 8,000 bytes. */
    private static final int MOST_FIELDS = 80;

    private final boolean possible;
    private final AtomicBoolean logged = new AtomicBoolean();

    /** Makes one, which generates nothing if that is declared impossible. */
    public Generation(boolean possible) {
        this.possible = possible;
    }

    /** Generates the codec of an object. */
    @FunctionalInterface
    public interface Generator<T> {
        /** Generates it; any exception means that it cannot be done. */
        T generate() throws ReflectiveOperationException;
    }

    /** Returns the codec of a planned object: generated, or else plain. */
    public <T> T codec(ObjectPlan plan, Generator<? extends T> generator, Supplier<? extends T> plain) {
        if (!possible || plan.members().size() > MOST_FIELDS) {
            return plain.get();
        }
        try {
            return generator.generate();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            if (!logged.getAndSet(true)) {
                LOG.debug("no class can be generated for {}: it is written and read field by field", plan.name(), e);
            }
            return plain.get();
        }
    }
}
