package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.Reserved;
import dev.tenstep.rpc.contract.ServiceContract;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The protobuf schema that is derived from a method: the external view of the messages that {@link Planner} makes
 * codecs for. Types are objects that may refer to themselves.
 *
 * @param file the proto package, taken from the service's name; may be empty
 * @param element of the stream that is a parameter; null without one
 * @param replies whether the result is a stream of replies
 * @param messages all that are derived, in the order in which they are reached
 */
record Schema(
        String file,
        Type request,
        Type reply,
        @Nullable Type element,
        boolean replies,
        List<Thrown> exceptions,
        List<MessageType> messages,
        List<EnumType> enums) {

    /**
     * A declared exception.
     *
     * @param name on the wire
     */
    record Thrown(String name, Type message) {}

    /**
     * A method of a service of gRPC.
     *
     * @param requests whether the request is a stream
     * @param replies whether the reply is
     * @param level unknown in a schema without exceptions
     */
    record RpcSchema(
            String name,
            Type request,
            boolean requests,
            Type reply,
            boolean replies,
            IdempotencyLevel level,
            List<Thrown> exceptions) {}

    /**
     * A service of gRPC.
     *
     * @param name without its package
     */
    record ServiceSchema(String name, List<RpcSchema> methods) {}

    /**
     * The contents of a .proto file.
     *
     * @param name the proto package; may be empty
     * @param origins the places in Java of its elements, by their names without the package
     */
    record PackageSchema(
            String name,
            List<ServiceSchema> services,
            List<MessageType> messages,
            List<EnumType> enums,
            Map<String, String> origins) {

        /**
         * Derives the schema of services of one package.
         *
         * @param services several interfaces may be of one service, as a blocking one and its async twin are
         * @throws ContractException if a method that two of them have does not have the same messages in both
         */
        static PackageSchema of(String name, List<ServiceContract> services) {
            SchemaBuilder.Shared shared = new SchemaBuilder.Shared();
            List<ServiceSchema> derived = new ArrayList<>();
            Map<String, Map<String, MethodContract>> methods = methods(services);
            methods.values().forEach(each -> each.values().forEach(shared::withExceptionsOf));
            methods.forEach((service, each) -> derived.add(new ServiceSchema(
                    service,
                    each.values().stream()
                            .map(method -> new SchemaBuilder(method, shared).rpc())
                            .toList())));
            return new PackageSchema(name, List.copyOf(derived), shared.messages(), shared.enums(), shared.origins());
        }

        /** Returns each method once, by its name and that of its service, without the package. */
        private static Map<String, Map<String, MethodContract>> methods(List<ServiceContract> services) {
            Map<String, Map<String, MethodContract>> methods = new LinkedHashMap<>();
            for (ServiceContract service : services) {
                Map<String, MethodContract> known =
                        methods.computeIfAbsent(simpleName(service.name()), each -> new LinkedHashMap<>());
                service.methods().forEach(method -> known.merge(method.rpcName(), method, PackageSchema::one));
            }
            return methods;
        }

        /** Returns the one of two twins that declares more exceptions, so that none is missing in the file. */
        private static MethodContract one(MethodContract first, MethodContract second) {
            if (!messages(first).equals(messages(second))) {
                throw new ContractException(first.displayName() + " and " + second.displayName() + " are both "
                        + first.service() + "/" + first.rpcName() + ", with other messages (expected: the same)");
            }
            return first.exceptions().size() >= second.exceptions().size() ? first : second;
        }

        private static FileDescriptorProto messages(MethodContract method) {
            SchemaBuilder.Shared shared = new SchemaBuilder.Shared();
            RpcSchema rpc = new SchemaBuilder(method, shared).withoutExceptions();
            String name = simpleName(method.service());
            int dot = method.service().length() - name.length() - 1;
            PackageSchema schema = new PackageSchema(
                    dot < 0 ? "" : method.service().substring(0, dot),
                    List.of(new ServiceSchema(name, List.of(rpc))),
                    shared.messages(),
                    shared.enums(),
                    shared.origins());
            return DerivedFile.of(schema, "method.proto").proto();
        }

        private static String simpleName(String service) {
            return service.substring(service.lastIndexOf('.') + 1);
        }
    }

    /** A field's label: whether its absence can be seen, and how many values it has. */
    enum Label {
        /** A value whose absence is 0 or nothing; messages show their absence all the same. */
        PLAIN,
        OPTIONAL,
        REPEATED,
        /** A case of its message's one-of. */
        CASE
    }

    /** The type of a field. */
    sealed interface Type {
        /** Returns the name as in a .proto file, without the package of messages of this schema. */
        String name();
    }

    /** A number, a string or bytes. */
    record Scalar(FieldDescriptor.Type type) implements Type {
        @Override
        public String name() {
            return type.name().toLowerCase(Locale.ROOT);
        }
    }

    /** A message that has a descriptor: a generated one, or one of google.protobuf and google.type. */
    record Known(Descriptor descriptor) implements Type {
        @Override
        public String name() {
            return descriptor.getFullName();
        }
    }

    /**
     * The numbers and names that are not to be used again.
     *
     * @param numbers in ascending order
     * @param names as in the file
     */
    record Gone(List<Integer> numbers, List<String> names) {
        static final Gone NOTHING = new Gone(List.of(), List.of());

        /** Returns the reserved ones of an element, whose names the file has in another form. */
        static Gone of(AnnotatedElement element, UnaryOperator<String> form) {
            Reserved reserved = element.getAnnotation(Reserved.class);
            return reserved == null
                    ? NOTHING
                    : new Gone(
                            Arrays.stream(reserved.numbers())
                                    .distinct()
                                    .sorted()
                                    .boxed()
                                    .toList(),
                            Arrays.stream(reserved.names()).map(form).distinct().toList());
        }
    }

    /** A derived enum, with its constants as in the file, 0 first. */
    record EnumType(String name, List<Constant> constants, Gone gone) implements Type {}

    /**
     * A constant of an enum.
     *
     * @param name with the enum's name in front
     * @param javaName without it, as JSON has it
     */
    record Constant(String name, String javaName, int number) {}

    /** A derived message. */
    static final class MessageType implements Type {
        private final String name;
        private final boolean mapEntry;
        private final Gone gone;
        private final List<Field> fields = new ArrayList<>();

        MessageType(String name, boolean mapEntry, Gone gone) {
            this.name = name;
            this.mapEntry = mapEntry;
            this.gone = gone;
        }

        Gone gone() {
            return gone;
        }

        @Override
        public String name() {
            return name;
        }

        /** Returns whether this is the entry of a map, declared in the message that has the map. */
        boolean mapEntry() {
            return mapEntry;
        }

        List<Field> fields() {
            return fields;
        }
    }

    /**
     * A field.
     *
     * @param name in snake case
     * @param jsonName as JSON has it: the Java name, or what replaces it on the wire
     */
    record Field(String name, String jsonName, int number, Label label, Type type) {}

    /** Returns the schema of a method. */
    static Schema of(MethodContract method) {
        return new SchemaBuilder(method).build();
    }
}
