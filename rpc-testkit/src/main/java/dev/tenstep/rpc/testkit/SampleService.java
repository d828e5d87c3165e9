package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.CaseTypes.Command;
import dev.tenstep.rpc.testkit.ContainerTypes.Sorted;
import dev.tenstep.rpc.testkit.ImmutableTypes.Built;
import dev.tenstep.rpc.testkit.ImmutableTypes.Contact;
import dev.tenstep.rpc.testkit.ImmutableTypes.DataClass;
import dev.tenstep.rpc.testkit.ImmutableTypes.Defaults;
import dev.tenstep.rpc.testkit.ImmutableTypes.Named;
import dev.tenstep.rpc.testkit.ImmutableTypes.Range;
import dev.tenstep.rpc.testkit.ImmutableTypes.Setting;
import dev.tenstep.rpc.testkit.SampleTypes.Account;
import dev.tenstep.rpc.testkit.SampleTypes.Bits;
import dev.tenstep.rpc.testkit.SampleTypes.Chain;
import dev.tenstep.rpc.testkit.SampleTypes.Color;
import dev.tenstep.rpc.testkit.SampleTypes.Counters;
import dev.tenstep.rpc.testkit.SampleTypes.Director;
import dev.tenstep.rpc.testkit.SampleTypes.Drawing;
import dev.tenstep.rpc.testkit.SampleTypes.Empty;
import dev.tenstep.rpc.testkit.SampleTypes.Everything;
import dev.tenstep.rpc.testkit.SampleTypes.Folder;
import dev.tenstep.rpc.testkit.SampleTypes.Level;
import dev.tenstep.rpc.testkit.SampleTypes.NotFound;
import dev.tenstep.rpc.testkit.SampleTypes.Operation;
import dev.tenstep.rpc.testkit.SampleTypes.Outcome;
import dev.tenstep.rpc.testkit.SampleTypes.Page;
import dev.tenstep.rpc.testkit.SampleTypes.Pair;
import dev.tenstep.rpc.testkit.SampleTypes.Refused;
import dev.tenstep.rpc.testkit.SampleTypes.Shape;
import dev.tenstep.rpc.testkit.SampleTypes.Team;
import dev.tenstep.rpc.testkit.SampleTypes.Tree;
import dev.tenstep.rpc.testkit.SampleTypes.User;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An interface with a method for every kind of type that crosses the wire. All but the last few take one value and
 * return one of the same type. Nobody implements it: the serializers are tested with its messages.
 */
@SuppressWarnings({"NullableOptional", "NonApiType"}) // users do this, and it crosses
@RpcService("samples")
public interface SampleService {

    boolean booleans(boolean value);

    byte bytes(byte value);

    short shorts(short value);

    char chars(char value);

    int ints(int value);

    long longs(long value);

    float floats(float value);

    double doubles(double value);

    @Nullable
    Boolean boxedBoolean(@Nullable Boolean value);

    @Nullable
    Byte boxedByte(@Nullable Byte value);

    @Nullable
    Short boxedShort(@Nullable Short value);

    @Nullable
    Character boxedChar(@Nullable Character value);

    @Nullable
    Integer boxedInt(@Nullable Integer value);

    @Nullable
    Long boxedLong(@Nullable Long value);

    @Nullable
    Float boxedFloat(@Nullable Float value);

    @Nullable
    Double boxedDouble(@Nullable Double value);

    @Nullable
    String string(@Nullable String value);

    byte @Nullable [] binary(byte @Nullable [] value);

    @Nullable
    ByteBuffer buffer(@Nullable ByteBuffer value);

    @Nullable
    BigDecimal decimal(@Nullable BigDecimal value);

    @Nullable
    BigInteger bigInteger(@Nullable BigInteger value);

    @Nullable
    Instant instant(@Nullable Instant value);

    @Nullable
    Duration duration(@Nullable Duration value);

    @Nullable
    LocalDate localDate(@Nullable LocalDate value);

    @Nullable
    LocalTime localTime(@Nullable LocalTime value);

    @Nullable
    LocalDateTime localDateTime(@Nullable LocalDateTime value);

    @Nullable
    ZonedDateTime zonedDateTime(@Nullable ZonedDateTime value);

    @Nullable
    OffsetDateTime offsetDateTime(@Nullable OffsetDateTime value);

    @Nullable
    OffsetTime offsetTime(@Nullable OffsetTime value);

    @Nullable
    Year year(@Nullable Year value);

    @Nullable
    YearMonth yearMonth(@Nullable YearMonth value);

    @Nullable
    MonthDay monthDay(@Nullable MonthDay value);

    @Nullable
    Period period(@Nullable Period value);

    @Nullable
    ZoneId zoneId(@Nullable ZoneId value);

    @Nullable
    ZoneOffset zoneOffset(@Nullable ZoneOffset value);

    @Nullable
    Locale locale(@Nullable Locale value);

    @Nullable
    Currency currency(@Nullable Currency value);

    @Nullable
    UUID uuid(@Nullable UUID value);

    @Nullable
    URI uri(@Nullable URI value);

    @Nullable
    Level level(@Nullable Level value);

    @Nullable
    Color color(@Nullable Color value);

    @Nullable
    User user(@Nullable User value);

    @Nullable
    Account account(@Nullable Account value);

    @Nullable
    Counters counters(@Nullable Counters value);

    @Nullable
    Empty empty(@Nullable Empty value);

    @Nullable
    Everything everything(@Nullable Everything value);

    @Nullable
    Bits bits(@Nullable Bits value);

    Page<User> userPage(Page<User> value);

    Page<List<String>> listPage(Page<List<String>> value);

    Pair<String, Pair<Integer, Page<User>>> pair(Pair<String, Pair<Integer, Page<User>>> value);

    Optional<String> optionalString(@Nullable Optional<String> value);

    Optional<Integer> optionalInt(@Nullable Optional<Integer> value);

    OptionalInt intOptional(@Nullable OptionalInt value);

    OptionalLong longOptional(@Nullable OptionalLong value);

    OptionalDouble doubleOptional(@Nullable OptionalDouble value);

    List<OptionalInt> intOptionals(@Nullable List<OptionalInt> value);

    Optional<User> optionalUser(@Nullable Optional<User> value);

    Optional<Shape> optionalShape(@Nullable Optional<Shape> value);

    Optional<List<String>> optionalList(@Nullable Optional<List<String>> value);

    List<Optional<String>> optionals(@Nullable List<Optional<String>> value);

    List<String> strings(@Nullable List<String> value);

    List<Integer> integers(@Nullable List<Integer> value);

    List<Double> boxedDoubles(@Nullable List<Double> value);

    List<byte[]> binaries(@Nullable List<byte[]> value);

    List<User> users(@Nullable List<User> value);

    Collection<Long> collection(@Nullable Collection<Long> value);

    ArrayList<BigDecimal> arrayList(@Nullable ArrayList<BigDecimal> value);

    Set<String> set(@Nullable Set<String> value);

    Set<Level> levels(@Nullable Set<Level> value);

    EnumSet<Level> enumSet(@Nullable EnumSet<Level> value);

    List<EnumSet<Operation>> enumSets(@Nullable List<EnumSet<Operation>> value);

    EnumMap<Operation, List<String>> enumMap(@Nullable EnumMap<Operation, List<String>> value);

    SortedSet<String> sortedSet(@Nullable SortedSet<String> value);

    NavigableSet<Integer> navigableSet(@Nullable NavigableSet<Integer> value);

    Map<Locale, Year> byLocale(@Nullable Map<Locale, Year> value);

    NavigableMap<YearMonth, OptionalLong> byMonth(@Nullable NavigableMap<YearMonth, OptionalLong> value);

    Sorted sorted(Sorted value);

    List<List<Integer>> matrix(@Nullable List<List<Integer>> value);

    List<Map<String, User>> listOfMaps(@Nullable List<Map<String, User>> value);

    Map<String, Integer> byString(@Nullable Map<String, Integer> value);

    Map<Integer, String> byInt(@Nullable Map<Integer, String> value);

    Map<Long, Boolean> byLong(@Nullable Map<Long, Boolean> value);

    Map<Boolean, Double> byBoolean(@Nullable Map<Boolean, Double> value);

    Map<Level, User> byLevel(@Nullable Map<Level, User> value);

    Map<UUID, LocalDate> byUuid(@Nullable Map<UUID, LocalDate> value);

    Map<LocalDate, BigDecimal> byDate(@Nullable Map<LocalDate, BigDecimal> value);

    Map<Character, String> byChar(@Nullable Map<Character, String> value);

    Map<BigDecimal, String> byDecimal(@Nullable Map<BigDecimal, String> value);

    Map<Instant, Duration> byInstant(@Nullable Map<Instant, Duration> value);

    Map<String, List<User>> groups(@Nullable Map<String, List<User>> value);

    Map<String, Map<Integer, List<String>>> deepMap(@Nullable Map<String, Map<Integer, List<String>>> value);

    TreeMap<String, Shape> treeMap(@Nullable TreeMap<String, Shape> value);

    boolean[] booleanArray(boolean @Nullable [] value);

    short[] shortArray(short @Nullable [] value);

    char[] charArray(char @Nullable [] value);

    int[] intArray(int @Nullable [] value);

    long[] longArray(long @Nullable [] value);

    float[] floatArray(float @Nullable [] value);

    double[] doubleArray(double @Nullable [] value);

    String[] stringArray(String @Nullable [] value);

    User[] userArray(User @Nullable [] value);

    Integer[] boxedArray(Integer @Nullable [] value);

    byte[][] binaryArray(byte @Nullable [] @Nullable [] value);

    int[][] intMatrix(int @Nullable [] @Nullable [] value);

    @Nullable
    Operation operation(@Nullable Operation value);

    @Nullable
    Director director(@Nullable Director value);

    @Nullable
    DataClass dataClass(@Nullable DataClass value);

    @Nullable
    Defaults defaults(@Nullable Defaults value);

    @Nullable
    Built built(@Nullable Built value);

    @Nullable
    Range<String> range(@Nullable Range<String> value);

    @Nullable
    Contact contact(@Nullable Contact value);

    @Nullable
    Named named(@Nullable Named value);

    @Nullable
    Setting setting(@Nullable Setting value);

    @Nullable
    Command command(@Nullable Command value);

    List<Command> commands(@Nullable List<Command> value);

    @Nullable
    Outcome<User> outcome(@Nullable Outcome<User> value);

    @Nullable
    Shape shape(@Nullable Shape value);

    List<Shape> shapes(@Nullable List<Shape> value);

    @Nullable
    Drawing drawing(@Nullable Drawing value);

    @Nullable
    Chain chain(@Nullable Chain value);

    @Nullable
    Tree<String> tree(@Nullable Tree<String> value);

    @Nullable
    Folder folder(@Nullable Folder value);

    @Nullable
    Team team(@Nullable Team value);

    void nothing();

    void several(int id, @Nullable String name, @Nullable List<User> users, double rate, @Nullable Integer limit);

    void fails() throws NotFound, Refused;
}
