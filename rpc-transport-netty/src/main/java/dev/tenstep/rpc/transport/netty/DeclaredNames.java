package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.contract.ObjectModel;
import java.util.List;

/**
 * What a method's declared exceptions are called on the wire: by their simple names, and where several share one, the
 * second of them in the method's order by {@code Name#2}. Two ends that declare different ones agree on those in common.
 */
final class DeclaredNames {
    private DeclaredNames() {}

    static String of(List<ObjectModel> exceptions, int index) {
        String name = exceptions.get(index).typeName();
        long same = exceptions.subList(0, index).stream()
                .filter(other -> other.typeName().equals(name))
                .count();
        return same == 0 ? name : name + "#" + (same + 1);
    }

    /** The index of the exception of that name, or -1. */
    static int indexOf(List<ObjectModel> exceptions, String name) {
        for (int i = 0; i < exceptions.size(); i++) {
            if (of(exceptions, i).equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
