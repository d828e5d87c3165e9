package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users' own annotations are followed. */
final class JsonAnnotationsTest {
    private final JsonMessages json = new JsonMessages(Annotated.class);

    @RpcService
    interface Annotated {
        Person person(Person value);

        Bean bean(Bean value);

        Animal animal(Animal value);

        Snake snake(Snake value);

        Zoo zoo(Zoo value);
    }

    record Person(
            @JsonProperty("e-mail") String email,
            @JsonIgnore @Nullable String secret,
            @JsonFormat(pattern = "dd.MM.yyyy") LocalDate born,
            @JsonFormat(pattern = "yyyyMMddHHmm") LocalDateTime seen,
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal worth,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String nick) {

        @JsonProperty("label")
        public String label() {
            return email + "!";
        }
    }

    /** A bean with accessors that Jackson's own rules would name differently. */
    public static final class Bean {
        private String URL = "u";
        private boolean isOpen = true;
        private @Nullable String xAxis;
        private int size;

        public String getURL() {
            return URL;
        }

        public void setURL(String address) {
            URL = address;
        }

        public boolean isOpen() {
            return isOpen;
        }

        public void setOpen(boolean open) {
            isOpen = open;
        }

        public @Nullable String getXAxis() {
            return xAxis;
        }

        public void setXAxis(@Nullable String axis) {
            xAxis = axis;
        }

        public int size() {
            return size;
        }

        public Bean size(int newSize) {
            size = newSize;
            return this;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    sealed interface Animal permits Cat, Dog {}

    @JsonTypeName("feline")
    record Cat(int lives) implements Animal {}

    record Dog(String name) implements Animal {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Snake(int bodyLength, List<String> nickNames) {}

    /** A type without annotations that holds some that have them. */
    record Zoo(List<Animal> animals, Map<String, Snake> snakes, int visitors) {}

    @Test
    void typeWithoutAnnotationsMayHoldSomeWithThem() throws IOException {
        Zoo zoo = new Zoo(List.of(new Cat(9), new Dog("d")), Map.of("a", new Snake(2, List.of())), 3);
        String text = "{\"animals\":[{\"kind\":\"feline\",\"lives\":9},{\"kind\":\"Dog\",\"name\":\"d\"}],"
                + "\"snakes\":{\"a\":{\"body_length\":2,\"nick_names\":[]}},\"visitors\":3}";
        assertThat(json.writeResult("zoo", zoo)).isEqualTo(text);
        assertThat(json.readResult("zoo", text)).isEqualTo(zoo);
        assertThat(((JsonCodec) json.result("zoo")).isPlanned()).isFalse();
        assertThatThrownBy(() -> json.readResult("zoo", text.replace("\"name\"", "\"name\":\"c\",\"name\"")))
                .hasMessageContaining("name");
    }

    @Test
    void namesFormatsAndOmissionsAreTheUsers() throws IOException {
        LocalDateTime seen = LocalDateTime.of(2024, 5, 6, 7, 8);
        Person person = new Person("a@b", "s", LocalDate.of(2000, 1, 2), seen, new BigDecimal("1.10"), null);
        String text = "{\"e-mail\":\"a@b\",\"born\":\"02.01.2000\",\"seen\":\"202405060708\",\"worth\":\"1.10\","
                + "\"label\":\"a@b!\"}";
        assertThat(json.writeResult("person", person)).isEqualTo(text);
        assertThat(json.readResult("person", text.replace("}", ",\"secret\":\"x\"}")))
                .isEqualTo(new Person("a@b", null, LocalDate.of(2000, 1, 2), seen, new BigDecimal("1.10"), null));
    }

    @Test
    void fieldsHaveTheirJavaNamesWhateverTheirAccessorsAreCalled() throws IOException {
        Bean bean = new Bean();
        bean.setXAxis("x");
        bean.size(3);
        bean.setOpen(false);
        String text = "{\"URL\":\"u\",\"isOpen\":false,\"xAxis\":\"x\",\"size\":3}";
        assertThat(json.writeResult("bean", bean)).isEqualTo(text);
        Bean read = (Bean) json.readResult("bean", text.replace("\"u\"", "\"v\""));
        assertThat(read.getURL()).isEqualTo("v");
        assertThat(read.isOpen()).isFalse();
        assertThat(read.getXAxis()).isEqualTo("x");
        assertThat(read.size()).isEqualTo(3);
    }

    @Test
    void ownTypeInfoIsFollowed() throws IOException {
        assertThat(json.writeResult("animal", new Cat(9))).isEqualTo("{\"kind\":\"feline\",\"lives\":9}");
        assertThat(json.writeResult("animal", new Dog("d"))).isEqualTo("{\"kind\":\"Dog\",\"name\":\"d\"}");
        assertThat(json.readResult("animal", "{\"lives\":9,\"kind\":\"feline\"}"))
                .isEqualTo(new Cat(9));
        assertThat(json.readResult("animal", "{\"kind\":\"Dog\",\"name\":\"d\"}"))
                .isEqualTo(new Dog("d"));
    }

    @Test
    void namingStrategyIsFollowed() throws IOException {
        String text = "{\"body_length\":2,\"nick_names\":[\"a\"]}";
        assertThat(json.writeResult("snake", new Snake(2, List.of("a")))).isEqualTo(text);
        assertThat(json.readResult("snake", text)).isEqualTo(new Snake(2, List.of("a")));
    }
}
