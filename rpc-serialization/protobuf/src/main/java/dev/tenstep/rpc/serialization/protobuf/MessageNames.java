package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.contract.TypeModel;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names of a schema: Java's simple names, {@code PageOfUser} for {@code Page<User>}, {@code ListOfString} for a
 * list in a list. If two types want the same name, the later one gets its full name.
 */
public final class MessageNames {
    private final Set<String> taken = new HashSet<>();

    /** Returns a name that is still free. */
    String claim(String preferred, String otherwise) {
        if (taken.add(preferred)) {
            return preferred;
        }
        String name = otherwise;
        for (int i = 2; !taken.add(name); i++) {
            name = otherwise + i;
        }
        return name;
    }

    /** Reserves a generated message's name for it, if it is in the same package. */
    void reserve(Descriptor descriptor, String file) {
        if (descriptor.getFile().getPackage().equals(file)) {
            taken.add(descriptor.getName());
        }
    }

    /** Returns the name of a type: {@code PageOfUser}. */
    public static String of(TypeModel type) {
        return identifier(label(type));
    }

    /** Returns the name of a class without type arguments, if no other has claimed it. */
    public static String of(Class<?> type) {
        return identifier(capitalized(type.getSimpleName()));
    }

    /** Returns the name of a type with its class's package: {@code com_example_PageOfUser}. */
    static String qualified(TypeModel type) {
        String full = type.rawType().getName().replace('.', '_').replace('$', '_');
        return type instanceof ObjectModel || type instanceof OneOfModel
                ? identifier(full) + arguments(type)
                : of(type);
    }

    private static String label(TypeModel type) {
        if (type instanceof CollectionModel collection) {
            return "ListOf" + of(collection.element());
        }
        if (type instanceof MapModel map) {
            return "MapOf" + of(map.key()) + "To" + of(map.value());
        }
        if (type instanceof OptionalModel optional) {
            return "OptionalOf" + of(optional.value());
        }
        String simple = type.rawType().isArray() ? "Bytes" : type.rawType().getSimpleName();
        return capitalized(simple) + arguments(type);
    }

    private static String arguments(TypeModel type) {
        List<TypeModel> arguments = type instanceof ObjectModel object
                ? object.typeArguments()
                : type instanceof OneOfModel oneOf ? oneOf.typeArguments() : List.of();
        return arguments.isEmpty()
                ? ""
                : "Of" + arguments.stream().map(MessageNames::of).collect(Collectors.joining("And"));
    }

    static String capitalized(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** Converts to snake case: {@code createdAt}, {@code URLName} to {@code created_at}, {@code url_name}. */
    public static String snake(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean upper = Character.isUpperCase(c);
            char before = i == 0 ? '_' : name.charAt(i - 1);
            boolean ends = Character.isLowerCase(before) || Character.isDigit(before);
            boolean begins = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
            if (upper && (ends || begins) && before != '_') {
                snake.append('_');
            }
            snake.append(c);
        }
        return identifier(snake.toString().toLowerCase(Locale.ROOT));
    }

    /** Returns protoc's name for the entry of a map: {@code ScoresByNameEntry} for {@code scoresByName}. */
    static String entry(String javaName) {
        StringBuilder name = new StringBuilder();
        for (String word : snake(javaName).split("_", -1)) {
            name.append(capitalized(word));
        }
        return name.append("Entry").toString();
    }

    /** Returns the name in the characters that protobuf allows, with the others replaced by their numbers. */
    public static String identifier(String name) {
        StringBuilder id = new StringBuilder();
        name.chars().forEach(c -> {
            boolean plain = c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
            if (plain) {
                id.append((char) c);
            } else {
                id.append("_u").append(Integer.toHexString(c));
            }
        });
        return id.toString();
    }
}
