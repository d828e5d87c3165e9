package dev.tenstep.rpc.serialization.protobuf;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the codecs of objects: generated where that is possible, otherwise plain, which is slower. Safe for use by many
 * threads.
 */
final class ObjectCodecs {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectCodecs.class);

    /** The maximum number of fields of a generated codec: HotSpot compiles no method of more than 8,000 bytes. */
    private static final int MOST_FIELDS = 100;

    private final boolean generating;
    private final AtomicBoolean logged = new AtomicBoolean();

    ObjectCodecs(boolean generating) {
        this.generating = generating;
    }

    MessageCodec codec(ObjectPlan plan) {
        if (!generating || plan.members().size() > MOST_FIELDS) {
            return new PlainObject(plan);
        }
        try {
            return ObjectGenerator.generate(plan);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            if (!logged.getAndSet(true)) {
                LOG.debug("no class can be generated for {}: it is written and read field by field", plan.name(), e);
            }
            return new PlainObject(plan);
        }
    }
}
