package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.Fallback;
import dev.tenstep.rpc.contract.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The users' types of {@link SampleService}: one of each shape that people write. */
@SuppressWarnings({"NullableOptional", "ArrayRecordComponent"}) // users do this, and it crosses
public final class SampleTypes {
    private SampleTypes() {}

    /** The 12 fields that the benchmarks send. */
    public record User(
            long id,
            @Nullable String name,
            int sex,
            @Nullable LocalDate birthday,
            @Nullable String email,
            @Nullable String mobile,
            @Nullable String address,
            @Nullable String icon,
            @Nullable List<Integer> permissions,
            int status,
            @Nullable LocalDateTime createTime,
            @Nullable LocalDateTime updateTime) {}

    /** A bean with accessors. */
    public static final class Account {
        private long id;
        private @Nullable String owner;
        private boolean active;
        private @Nullable Boolean verified;
        private @Nullable List<String> tags;
        private @Nullable Map<String, BigDecimal> balances;
        private int @Nullable [] limits;
        private @Nullable Account parent;

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        public @Nullable String getOwner() {
            return owner;
        }

        public void setOwner(@Nullable String owner) {
            this.owner = owner;
        }

        public boolean isActive() {
            return active;
        }

        public void setActive(boolean active) {
            this.active = active;
        }

        public @Nullable Boolean getVerified() {
            return verified;
        }

        public void setVerified(@Nullable Boolean verified) {
            this.verified = verified;
        }

        public @Nullable List<String> getTags() {
            return tags;
        }

        public void setTags(@Nullable List<String> tags) {
            this.tags = tags;
        }

        public @Nullable Map<String, BigDecimal> getBalances() {
            return balances;
        }

        public void setBalances(@Nullable Map<String, BigDecimal> balances) {
            this.balances = balances;
        }

        public int @Nullable [] getLimits() {
            return limits;
        }

        public void setLimits(int @Nullable [] limits) {
            this.limits = limits;
        }

        public @Nullable Account getParent() {
            return parent;
        }

        public void setParent(@Nullable Account parent) {
            this.parent = parent;
        }

        /** Looks like a property but has no field. */
        public String getLabel() {
            return owner + "#" + id;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Account that
                    && id == that.id
                    && Objects.equals(owner, that.owner)
                    && active == that.active
                    && Objects.equals(verified, that.verified)
                    && Objects.equals(tags, that.tags)
                    && Objects.equals(balances, that.balances)
                    && Arrays.equals(limits, that.limits)
                    && Objects.equals(parent, that.parent);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, owner);
        }

        @Override
        public String toString() {
            return "Account[" + id + ", " + owner + ", " + active + ", " + verified + ", " + tags + ", " + balances
                    + ", " + Arrays.toString(limits) + ", " + parent + "]";
        }
    }

    /** A bean with public fields. */
    public static final class Counters {
        public int hits;
        public long bytes;
        public @Nullable String label;
        public @Nullable Set<Integer> ports;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Counters that
                    && hits == that.hits
                    && bytes == that.bytes
                    && Objects.equals(label, that.label)
                    && Objects.equals(ports, that.ports);
        }

        @Override
        public int hashCode() {
            return Objects.hash(hits, bytes, label, ports);
        }

        @Override
        public String toString() {
            return "Counters[" + hits + ", " + bytes + ", " + label + ", " + ports + "]";
        }
    }

    /** A record without components. */
    public record Empty() {}

    /** A record with a field of every kind that may be null. */
    public record Everything(
            @Nullable Boolean flag,
            @Nullable Character letter,
            @Nullable Integer count,
            @Nullable Double ratio,
            @Nullable String text,
            @Nullable BigDecimal price,
            @Nullable BigInteger big,
            @Nullable Instant at,
            @Nullable Duration took,
            @Nullable UUID uuid,
            @Nullable URI link,
            @Nullable Level level,
            @Nullable User user,
            @Nullable Shape shape,
            @Nullable Optional<String> nick,
            @Nullable Optional<User> friend,
            @Nullable List<String> names,
            @Nullable Set<Level> levels,
            @Nullable Map<String, Integer> scores,
            @Nullable Page<User> page) {

        /** Looks like a property but is not a component. */
        public String getSummary() {
            return text + "/" + count;
        }
    }

    /** Arrays inside a record. */
    public record Bits(
            byte @Nullable [] raw,
            boolean @Nullable [] flags,
            long @Nullable [] counts,
            String @Nullable [] names,
            @Nullable List<byte[]> parts) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bits that && Arrays.deepEquals(all(), that.all());
        }

        @Override
        public int hashCode() {
            return Arrays.deepHashCode(all());
        }

        @Override
        public String toString() {
            return "Bits" + Arrays.deepToString(all());
        }

        private Object[] all() {
            return new Object[] {raw, flags, counts, names, parts == null ? null : parts.toArray()};
        }
    }

    /** A generic record. */
    public record Page<T>(int number, long total, @Nullable List<T> items) {}

    /** A generic record with two type parameters. */
    public record Pair<A, B>(@Nullable A first, @Nullable B second) {}

    /** Two numbers. */
    public record Point(int x, int y) {}

    /** An enum. */
    public enum Level {
        LOW,
        MIDDLE,
        HIGH
    }

    /** An enum with a fallback for constants of a newer peer. */
    public enum Color {
        RED,
        GREEN,
        @Fallback
        OTHER
    }

    /** An enum whose constants have classes of their own. */
    public enum Operation {
        PLUS {
            @Override
            public int apply(int a, int b) {
                return a + b;
            }
        },
        MINUS {
            @Override
            public int apply(int a, int b) {
                return a - b;
            }
        };

        public abstract int apply(int a, int b);
    }

    /** A bean that has fields and is extended. */
    public static class Person {
        @Field(1)
        public @Nullable String name;

        @Field(2)
        public @Nullable List<String> mails;
    }

    /** A bean that extends one with fields. */
    public static final class Director extends Person {
        @Field(3)
        public int level;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Director that
                    && level == that.level
                    && Objects.equals(name, that.name)
                    && Objects.equals(mails, that.mails);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, mails, level);
        }

        @Override
        public String toString() {
            return "Director[" + name + ", " + mails + ", " + level + "]";
        }
    }

    /** A generic sealed interface. */
    public sealed interface Outcome<T> permits Success, Failure {}

    /** A generic case. */
    public record Success<T>(@Nullable T value) implements Outcome<T> {}

    /** A case that does not use the type parameter. */
    public record Failure<T>(@Nullable String reason) implements Outcome<T> {}

    /** A sealed interface, one of its types sealed again. */
    public sealed interface Shape permits Circle, Polygon, Nothing {}

    /** A case that is a record. */
    public record Circle(double radius, @Nullable String label) implements Shape {}

    /** A case that is sealed itself. */
    public sealed interface Polygon extends Shape permits Square, Path {}

    /** A case of a case. */
    public record Square(int side) implements Polygon {}

    /** A case that refers back to its sealed type. */
    public record Path(@Nullable List<Point> points, @Nullable Shape hole) implements Polygon {}

    /** A case without fields. */
    public record Nothing() implements Shape {}

    /** A record with a case as a field of its own type, and with the sealed type as one. */
    public record Drawing(@Nullable Shape background, @Nullable Circle sun, @Nullable List<Shape> shapes) {}

    /** A type that refers to itself directly. */
    public record Chain(int value, @Nullable Chain next) {

        /** Returns a chain of that many links. */
        public static @Nullable Chain of(int links) {
            Chain chain = null;
            for (int i = 0; i < links; i++) {
                chain = new Chain(i, chain);
            }
            return chain;
        }
    }

    /** A generic type that refers to itself through a list. */
    public record Tree<T>(@Nullable T value, @Nullable List<Tree<T>> children) {}

    /** An entry of a folder. */
    public sealed interface Entry permits Folder, File {}

    /** A type that refers to itself through a sealed one. */
    public record Folder(@Nullable String name, @Nullable Map<String, Entry> entries) implements Entry {}

    /** A leaf. */
    public record File(@Nullable String name, long size) implements Entry {}

    /** A list whose elements must not be null. */
    public record Team(@Nullable List<String> members) {}

    /** A declared exception with properties. */
    public static final class NotFound extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        @SuppressWarnings("serial") // crosses by its properties, not by Java's serialization
        private final @Nullable List<String> tried;

        public NotFound(@Nullable String message, long id, @Nullable List<String> tried) {
            super(message);
            this.id = id;
            this.tried = tried;
        }

        public long id() {
            return id;
        }

        public @Nullable List<String> tried() {
            return tried;
        }
    }

    /** A declared exception with nothing but a message. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        public Refused(@Nullable String message) {
            super(message);
        }
    }
}
