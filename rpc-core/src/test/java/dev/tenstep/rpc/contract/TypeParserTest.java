package dev.tenstep.rpc.contract;

import static dev.tenstep.rpc.contract.Contracts.method;
import static dev.tenstep.rpc.contract.Contracts.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TypeParserTest {

    @RpcService
    interface Scalars {
        void primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h);

        void boxed(Boolean a, Byte b, Short c, Character d, Integer e, Long f, Float g, Double h);

        void bytes(String a, byte[] b, ByteBuffer c);

        void numbers(BigDecimal a, BigInteger b);

        void times(Instant a, Duration b, LocalDate c, LocalTime d, LocalDateTime e, ZonedDateTime f, OffsetDateTime g);

        void others(UUID a, URI b);
    }

    @Test
    void scalarsHaveTheirKinds() {
        assertThat(scalars("primitives"))
                .containsExactly(
                        "boolean BOOLEAN",
                        "byte BYTE",
                        "short SHORT",
                        "char CHAR",
                        "int INT",
                        "long LONG",
                        "float FLOAT",
                        "double DOUBLE");
        assertThat(scalars("boxed"))
                .containsExactly(
                        "Boolean BOOLEAN",
                        "Byte BYTE",
                        "Short SHORT",
                        "Character CHAR",
                        "Integer INT",
                        "Long LONG",
                        "Float FLOAT",
                        "Double DOUBLE");
        assertThat(scalars("bytes")).containsExactly("String STRING", "byte[] BYTES", "ByteBuffer BYTE_BUFFER");
        assertThat(scalars("numbers")).containsExactly("BigDecimal BIG_DECIMAL", "BigInteger BIG_INTEGER");
        assertThat(scalars("times"))
                .containsExactly(
                        "Instant INSTANT",
                        "Duration DURATION",
                        "LocalDate LOCAL_DATE",
                        "LocalTime LOCAL_TIME",
                        "LocalDateTime LOCAL_DATE_TIME",
                        "ZonedDateTime ZONED_DATE_TIME",
                        "OffsetDateTime OFFSET_DATE_TIME");
        assertThat(scalars("others")).containsExactly("UUID UUID", "URI URI");
    }

    private static List<String> scalars(String method) {
        return method(Scalars.class, method).parameters().fields().stream()
                .map(f -> (ScalarModel) f.type())
                .map(t -> t.typeName() + " " + t.kind())
                .toList();
    }

    @RpcService
    @SuppressWarnings({"JdkObsolete", "NonApiType"}) // supported, so tested
    interface Containers {
        void lists(Collection<String> a, List<String> b, ArrayList<String> c, LinkedList<String> d);

        void queues(Queue<String> a, Deque<String> b, ArrayDeque<String> c);

        void sets(Set<String> a, HashSet<String> b, LinkedHashSet<String> c, SortedSet<String> d, TreeSet<String> e);

        void maps(
                Map<Long, String> a,
                HashMap<Long, String> b,
                LinkedHashMap<Long, String> c,
                SortedMap<Long, String> d,
                TreeMap<Long, String> e);

        void arrays(int[] a, String[] b, byte[][] c, List<String>[] d);

        void nested(Map<String, List<Optional<Set<Long>>>> a);
    }

    @Test
    void collectionsAreMadeInTheDeclaredType() {
        assertThat(made("lists"))
                .containsExactly(
                        "Collection<String> ArrayList",
                        "List<String> ArrayList",
                        "ArrayList<String> ArrayList",
                        "LinkedList<String> LinkedList");
        assertThat(made("queues"))
                .containsExactly(
                        "Queue<String> ArrayDeque", "Deque<String> ArrayDeque", "ArrayDeque<String> ArrayDeque");
        assertThat(made("sets"))
                .containsExactly(
                        "Set<String> LinkedHashSet",
                        "HashSet<String> HashSet",
                        "LinkedHashSet<String> LinkedHashSet",
                        "SortedSet<String> TreeSet",
                        "TreeSet<String> TreeSet");
        assertThat(made("maps"))
                .containsExactly(
                        "Map<Long, String> LinkedHashMap",
                        "HashMap<Long, String> HashMap",
                        "LinkedHashMap<Long, String> LinkedHashMap",
                        "SortedMap<Long, String> TreeMap",
                        "TreeMap<Long, String> TreeMap");
    }

    @Test
    void arraysAreReadIntoLists() {
        assertThat(made("arrays"))
                .containsExactly(
                        "int[] ArrayList", "String[] ArrayList", "byte[][] ArrayList", "List<String>[] ArrayList");
        List<?> classes = method(Containers.class, "arrays").parameters().fields().stream()
                .map(f -> f.type().rawType())
                .toList();
        assertThat(classes).isEqualTo(List.of(int[].class, String[].class, byte[][].class, List[].class));
    }

    private static List<String> made(String method) {
        return method(Containers.class, method).parameters().fields().stream()
                .map(FieldModel::type)
                .map(t -> t.typeName() + " " + make(t).getClass().getSimpleName())
                .toList();
    }

    private static Object make(TypeModel type) {
        return type instanceof MapModel map
                ? map.maker().apply(3)
                : ((CollectionModel) type).maker().apply(3);
    }

    @Test
    void nestedTypesKeepTheirArguments() {
        assertThat(parameter(Containers.class, "nested").typeName())
                .isEqualTo("Map<String, List<Optional<Set<Long>>>>");
    }

    record Page<T>(List<T> items, T first) {}

    record User(long id, Page<User> friends) {}

    record Tree<T>(T value, List<Tree<T>> children) {}

    @RpcService
    interface Recursive {
        Page<User> users(User of);

        Tree<String> tree(Page<String> of);
    }

    @Test
    void recursiveTypeIsACycleOfOneModelEach() {
        ObjectModel page = (ObjectModel) method(Recursive.class, "users").result();
        ObjectModel user = (ObjectModel) parameter(Recursive.class, "users");
        assertThat(page.typeArguments()).containsExactly(user);
        assertThat(user.fields().get(1).type()).isSameAs(page);
        assertThat(((CollectionModel) page.fields().get(0).type()).element()).isSameAs(user);
        assertThat(page.fields().get(1).type()).isSameAs(user);
    }

    @Test
    void genericTypeHasAModelForEachBinding() {
        ObjectModel users = (ObjectModel) method(Recursive.class, "users").result();
        ObjectModel texts = (ObjectModel) parameter(Recursive.class, "tree");
        assertThat(users).hasToString("Page<User>[items, first]");
        assertThat(texts).hasToString("Page<String>[items, first]");
        assertThat(texts.fields().get(1).type().rawType()).isEqualTo(String.class);
        ObjectModel tree = (ObjectModel) method(Recursive.class, "tree").result();
        assertThat(tree.parts()).extracting(TypeModel::typeName).containsExactly("String", "List<Tree<String>>");
    }

    @Test
    void generatedProtobufMessageIsForeign(@TempDir Path folder) throws Exception {
        Class<?> service = Compiled.load(
                folder,
                "com.google.protobuf.MessageLite",
                """
                package com.google.protobuf;

                public interface MessageLite {
                    interface Message extends MessageLite {}

                    abstract class Generated implements Message {}

                    final class HelloRequest extends Generated {
                        private HelloRequest() {}
                    }

                    @dev.tenstep.rpc.contract.RpcService
                    interface Hello {
                        HelloRequest hello();
                    }

                    @dev.tenstep.rpc.contract.RpcService
                    interface Anything {
                        Generated hello();
                    }
                }
                """);
        Class<?> hello = Class.forName(service.getName() + "$Hello", false, service.getClassLoader());
        TypeModel result = method(hello, "hello").result();
        assertThat(result).isEqualTo(new ForeignModel(result.rawType()));
        assertThat(result.typeName()).isEqualTo("HelloRequest");
        Class<?> anything = Class.forName(service.getName() + "$Anything", false, service.getClassLoader());
        assertThat(Contracts.faults(anything))
                .containsExactly("Anything.hello -> Generated: an abstract class: its subclasses are not known"
                        + " (expected: a record, a class with a no-argument constructor or one that names its properties,"
                        + " or a sealed interface) for"
                        + " method Anything.hello (result)");
    }
}
