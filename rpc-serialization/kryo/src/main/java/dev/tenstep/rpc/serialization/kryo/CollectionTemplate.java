package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.CollectionModel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The plan of a collection: a count, then the elements. */
final class CollectionTemplate extends Plan {
    private static final MethodHandle WRITE = Templates.part(MethodHandles.lookup(), MethodHandle.class, 0);
    private static final MethodHandle READ = Templates.part(MethodHandles.lookup(), MethodHandle.class, 1);
    private static final CollectionModel.Rules RULES =
            Templates.part(MethodHandles.lookup(), CollectionModel.Rules.class, 2);
    private static final String WHERE = Templates.part(MethodHandles.lookup(), String.class, 3);

    /** Makes a plan from the handles of the elements, the kind of collection, and the place for error texts. */
    static Plan of(Handles element, CollectionModel.Rules rules, String where) {
        Handles plain = element.as(Object.class);
        return Templates.plan(CollectionTemplate.class, plain.write(), plain.read(), rules, where);
    }

    @Override
    void write(KryoOutput out, @Nullable Object value) throws Throwable {
        if (value == null) {
            out.writeVarInt(0, true);
            return;
        }
        Collection<?> all = (Collection<?>) value;
        Elements.check(RULES.flaw(all), WHERE);
        int size = all.size();
        out.writeVarInt(size, true);
        int written = 0;
        for (Object element : all) {
            if (element == null) {
                throw Elements.nullElement(WHERE, written);
            }
            WRITE.invokeExact(out, element);
            written++;
        }
        Elements.checkWritten(written, size, WHERE);
    }

    @Override
    Object read(KryoInput in) throws Throwable {
        int size = in.readCount(1);
        Collection<Object> all = RULES.maker().apply(Elements.ahead(size));
        for (int i = 0; i < size; i++) {
            Object element = (Object) READ.invokeExact(in);
            if (element == null) {
                throw Elements.nullRead(in, WHERE, i);
            }
            if (!RULES.add(all, element)) {
                throw Elements.twice(in, WHERE, i);
            }
        }
        return all;
    }
}
