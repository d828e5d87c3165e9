package dev.tenstep.rpc.serialization.protobuf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

/** Loads a template's class once more, hidden, with a plan as its class data. */
final class Templates {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private Templates() {}

    static FieldCodec repeated(RepeatedTemplate.Plan plan) {
        return (FieldCodec) instance(RepeatedTemplate.class, plan);
    }

    static FieldCodec packed(PackedTemplate.Plan plan) {
        return (FieldCodec) instance(PackedTemplate.class, plan);
    }

    static FieldCodec array(ArrayTemplate.Plan plan) {
        return (FieldCodec) instance(ArrayTemplate.class, plan);
    }

    static FieldCodec map(MapTemplate.Plan plan) {
        return (FieldCodec) instance(MapTemplate.class, plan);
    }

    private static Object instance(Class<?> template, Object plan) {
        try (InputStream in = template.getResourceAsStream(template.getSimpleName() + ".class")) {
            if (in == null) {
                throw new IllegalStateException("no class file of " + template + " (expected: beside its class)");
            }
            MethodHandles.Lookup hidden = LOOKUP.defineHiddenClassWithClassData(in.readAllBytes(), plan, true);
            return hidden.lookupClass().getDeclaredConstructor().newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
