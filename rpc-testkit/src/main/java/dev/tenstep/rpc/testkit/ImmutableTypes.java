package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.Constructor;
import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.testkit.SampleTypes.Shape;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** More of the users' types of {@link SampleService}: immutable classes as people and their compilers write them. */
@SuppressWarnings({"NullableOptional", "OptionalUsedAsFieldOrParameterType", "UnusedMethod"
}) // users do this, and it crosses
public final class ImmutableTypes {
    private ImmutableTypes() {}

    /** Compares and shows by all properties. */
    abstract static class Compared {
        abstract List<@Nullable Object> all();

        @Override
        public final boolean equals(@Nullable Object other) {
            return other instanceof Compared that && getClass() == that.getClass() && all().equals(that.all());
        }

        @Override
        public final int hashCode() {
            return all().hashCode();
        }

        @Override
        public final String toString() {
            return getClass().getSimpleName() + all();
        }
    }

    private static List<@Nullable Object> list(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    /**
     * A class as Kotlin compiles a data class: with a mask for default values in a constructor, components and
     * copies.
     */
    public static final class DataClass extends Compared {
        private final long id;
        private final @Nullable String name;
        private final List<Shape> shapes;
        private final boolean isActive;

        public DataClass(long id, @Nullable String name, List<? extends Shape> shapes, boolean isActive) {
            this.id = id;
            this.name = name;
            this.shapes = List.copyOf(shapes);
            this.isActive = isActive;
        }

        public DataClass(
                long id,
                @Nullable String name,
                List<? extends Shape> shapes,
                boolean isActive,
                int mask,
                @Nullable Object defaultConstructorMarker) {
            this((mask & 1) != 0 ? 7 : id, name, (mask & 4) != 0 ? List.of() : shapes, isActive);
            Objects.requireNonNull(defaultConstructorMarker);
        }

        public long getId() {
            return id;
        }

        public @Nullable String getName() {
            return name;
        }

        public List<Shape> getShapes() {
            return shapes;
        }

        public boolean isActive() {
            return isActive;
        }

        public long component1() {
            return id;
        }

        public @Nullable String component2() {
            return name;
        }

        public List<Shape> component3() {
            return shapes;
        }

        public boolean component4() {
            return isActive;
        }

        public DataClass copy(long id, @Nullable String name, List<? extends Shape> shapes, boolean isActive) {
            return new DataClass(id, name, shapes, isActive);
        }

        @Override
        List<@Nullable Object> all() {
            return list(id, name, shapes, isActive);
        }
    }

    /** A data class whose properties all have defaults: it has a constructor without parameters, and no setters. */
    public static final class Defaults extends Compared {
        private final int x;
        private final @Nullable Boolean known;

        public Defaults(int x, @Nullable Boolean known) {
            this.x = x;
            this.known = known;
        }

        public Defaults() {
            this(3, true);
        }

        public int getX() {
            return x;
        }

        public @Nullable Boolean getKnown() {
            return known;
        }

        @Override
        List<@Nullable Object> all() {
            return list(x, known);
        }
    }

    /** A class as Lombok generates it for {@code @Value @Builder}: only the builder sees the constructor. */
    public static final class Built extends Compared {
        @Field(5)
        private final int count;

        private final @Nullable String label;
        private final boolean ready;
        private final @Nullable Built next;
        private final transient int cached;

        Built(int count, @Nullable String label, boolean ready, @Nullable Built next) {
            this.count = count;
            this.label = label;
            this.ready = ready;
            this.next = next;
            this.cached = count + 1;
        }

        public static BuiltBuilder builder() {
            return new BuiltBuilder();
        }

        public int getCount() {
            return count;
        }

        public @Nullable String getLabel() {
            return label;
        }

        public boolean isReady() {
            return ready;
        }

        public @Nullable Built getNext() {
            return next;
        }

        @Override
        List<@Nullable Object> all() {
            return list(count, label, ready, next, cached);
        }

        /** Lombok's builder. */
        public static final class BuiltBuilder {
            private int count;
            private @Nullable String label;
            private @Nullable Built next;

            BuiltBuilder() {}

            public BuiltBuilder count(int value) {
                count = value;
                return this;
            }

            public BuiltBuilder label(@Nullable String value) {
                label = value;
                return this;
            }

            public BuiltBuilder next(@Nullable Built value) {
                next = value;
                return this;
            }

            public Built build() {
                return new Built(count, label, count > 0, next);
            }
        }
    }

    /**
     * A class written by hand: accessors without get, a factory, a private constructor, a property that is not a
     * field.
     */
    public static final class Range<T> extends Compared {
        private final int from;
        private final int length;
        private final List<T> marks;

        private Range(int from, int to, Collection<? extends T> marks) {
            this.from = from;
            this.length = to - from;
            this.marks = List.copyOf(marks);
        }

        @Constructor({"from", "to", "marks"})
        private Range(int from, int to, List<T> marks) {
            this(from, to, (Collection<T>) marks);
        }

        public static <T> Range<T> of(int from, int to, List<T> marks) {
            return new Range<>(from, to, marks);
        }

        public int from() {
            return from;
        }

        public int to() {
            return from + length;
        }

        public List<T> marks() {
            return marks;
        }

        @Override
        List<@Nullable Object> all() {
            return list(from, length, marks);
        }
    }

    /** A class whose getters say that a field may be null, with constructors that leave it out. */
    public static final class Contact extends Compared {
        private final String name;
        private final @Nullable String mail;
        private final @Nullable Integer age;
        private final Optional<String> phone;

        public Contact(String name) {
            this(name, null, null, Optional.empty());
        }

        public Contact(String name, @Nullable String mail, @Nullable Integer age, Optional<String> phone) {
            this.name = name;
            this.mail = mail;
            this.age = age;
            this.phone = phone;
        }

        public String getName() {
            return name;
        }

        public Optional<String> getMail() {
            return Optional.ofNullable(mail);
        }

        public OptionalInt getAge() {
            return age == null ? OptionalInt.empty() : OptionalInt.of(age);
        }

        public Optional<String> getPhone() {
            return phone;
        }

        @Override
        List<@Nullable Object> all() {
            return list(name, mail, age, phone);
        }
    }

    /** A superclass with a field of a type that its subclasses choose. */
    public static class Identified<T> extends Compared {
        private final T id;

        protected Identified(T id) {
            this.id = id;
        }

        public T getId() {
            return id;
        }

        @Override
        List<@Nullable Object> all() {
            return list(id);
        }
    }

    /** A class that takes its superclass's field as well. */
    public static final class Named extends Identified<String> {
        private final @Nullable String name;

        public Named(String id, @Nullable String name) {
            super(id);
            this.name = name;
        }

        public @Nullable String getName() {
            return name;
        }

        @Override
        List<@Nullable Object> all() {
            return list(getId(), name);
        }
    }

    /** A bean whose getters do not quite match its fields' types. */
    public static final class Setting extends Compared {
        private @Nullable Boolean active;
        private boolean on;
        private @Nullable Boolean isOpen;
        private @Nullable String unit;
        private @Nullable Long limit;

        public @Nullable Boolean isActive() {
            return active;
        }

        public void setActive(@Nullable Boolean value) {
            active = value;
        }

        public Boolean isOn() {
            return on;
        }

        public void setOn(Boolean value) {
            on = value;
        }

        public @Nullable Boolean isOpen() {
            return isOpen;
        }

        public void setOpen(@Nullable Boolean value) {
            isOpen = value;
        }

        public Optional<String> getUnit() {
            return Optional.ofNullable(unit);
        }

        public void setUnit(@Nullable String value) {
            unit = value;
        }

        public Optional<Long> getLimit() {
            return Optional.ofNullable(limit);
        }

        public void setLimit(@Nullable Long value) {
            limit = value;
        }

        @Override
        List<@Nullable Object> all() {
            return list(active, on, isOpen, unit, limit);
        }
    }
}
