package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import dev.tenstep.rpc.contract.RpcService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

/** Dates and times whose numbers do not even fit into an int. */
final class DateRangeTest {
    private static final long BEYOND_INT = 1L << 32;

    @RpcService
    interface Calendar {
        LocalDate date();

        LocalTime time();
    }

    private static byte[] result(long... numbers) throws IOException {
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        CodedOutputStream fields = CodedOutputStream.newInstance(nested);
        for (int i = 0; i < numbers.length; i++) {
            fields.writeInt64(i + 1, numbers[i]);
        }
        fields.flush();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(1, nested.toByteArray());
        out.flush();
        return bytes.toByteArray();
    }

    @Test
    void dateWithANumberBeyondIntIsRefused() throws IOException {
        Derived date = Derived.result(Calendar.class, "date");
        assertThat(date.decode(result(2024, 2, 29))).isEqualTo(LocalDate.of(2024, 2, 29));
        for (byte[] bad : new byte[][] {
            result(BEYOND_INT + 2024, 2, 29), result(2024, BEYOND_INT + 2, 29), result(2024, 2, BEYOND_INT + 29)
        }) {
            assertThatThrownBy(() -> date.decode(bad))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("of a Date (expected: a whole date)");
        }
    }

    @Test
    void timeWithANumberBeyondIntIsRefused() throws IOException {
        Derived time = Derived.result(Calendar.class, "time");
        assertThat(time.decode(result(1, 2, 3, 4))).isEqualTo(LocalTime.of(1, 2, 3, 4));
        for (byte[] bad :
                new byte[][] {result(BEYOND_INT + 1, 2, 3, 4), result(1, BEYOND_INT, 3, 4), result(1, 2, -BEYOND_INT, 4)
                }) {
            assertThatThrownBy(() -> time.decode(bad))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("of a TimeOfDay");
        }
    }
}
