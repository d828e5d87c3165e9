package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.kernel.KernelSettings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The default settings, except those that a test changes by name. */
public final class Settings {
    private Settings() {}

    public static KernelSettings with(Object... namesAndValues) {
        List<Object> names = new ArrayList<>(Arrays.asList(namesAndValues));
        RecordComponent[] components = KernelSettings.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                int at = names.indexOf(components[i].getName());
                values[i] = at < 0 ? components[i].getAccessor().invoke(KernelSettings.DEFAULT) : names.get(at + 1);
            }
            return KernelSettings.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(names.toString(), e);
        }
    }
}
