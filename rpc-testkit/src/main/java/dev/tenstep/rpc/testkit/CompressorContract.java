package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviour of every compressor, including its answers to bad input. */
public interface CompressorContract {
    /** The number of foreign bytes in front of a message, as in a kernel. */
    int BEFORE = 7;

    /** The maximum length of a decompressed message in these tests. */
    int LIMIT = 1 << 16;

    /** Returns the compressor under test. */
    Compressor compressor();

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] repetitive(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) "a word, and another one; ".charAt(i % 25);
        }
        return bytes;
    }

    /** Returns the bytes in the middle of an array, as kernels lend them. */
    private static MessageInput lent(byte[] bytes) {
        byte[] array = new byte[BEFORE + bytes.length + BEFORE];
        Arrays.fill(array, (byte) 0x55);
        System.arraycopy(bytes, 0, array, BEFORE, bytes.length);
        MessageInput input = new MessageInput();
        input.reset(array, BEFORE, bytes.length);
        return input;
    }

    private static MessageOutput output() throws IOException {
        MessageOutput out = new MessageOutput(16);
        out.write(new byte[BEFORE]);
        return out;
    }

    private static byte[] written(MessageOutput out) {
        return Arrays.copyOfRange(out.array(), BEFORE, out.position());
    }

    private byte[] compressed(byte[] message) throws IOException {
        MessageOutput out = output();
        compressor().compress(lent(message), out);
        return written(out);
    }

    private byte[] decompressed(byte[] compressed) throws IOException {
        MessageOutput out = output();
        out.limit(BEFORE + LIMIT);
        compressor().decompress(lent(compressed), out);
        return written(out);
    }

    @Test
    default void isFoundByItsName() {
        assertThat(compressor().name()).matches("[a-z0-9-]{1,32}");
        assertThat(ServiceLoader.load(Compressor.class))
                .anySatisfy(found -> assertThat(found).hasSameClassAs(compressor()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 15, 16, 17, 255, 256, 1000, 65_535, 65_536})
    default void compressedBytesAreRestored(int length) throws IOException {
        for (byte[] message : new byte[][] {random(length), repetitive(length), new byte[length]}) {
            assertThat(decompressed(compressed(message))).isEqualTo(message);
        }
    }

    @Test
    default void repetitiveInputBecomesShorter() throws IOException {
        assertThat(compressed(repetitive(10_000)).length).isLessThan(1000);
    }

    @Test
    default void compressionStopsAtTheLimit() throws IOException {
        MessageOutput out = output();
        out.limit(BEFORE + 500);

        assertThatThrownBy(() -> compressor().compress(lent(random(1000)), out))
                .isInstanceOf(MessageTooLargeException.class);
    }

    @Test
    default void aBombStopsAtTheLimit() throws IOException {
        byte[] bomb = compressed(new byte[64 << 20]);
        MessageOutput out = output();
        out.limit(BEFORE + LIMIT);

        assertThatThrownBy(() -> compressor().decompress(lent(bomb), out)).isInstanceOf(MessageTooLargeException.class);
        assertThat(out.array().length).isLessThan(4 * LIMIT);
    }

    @Test
    default void aMessageOfExactlyTheLimitIsAccepted() throws IOException {
        byte[] one = compressed(new byte[LIMIT + 1]);

        assertThat(decompressed(compressed(new byte[LIMIT]))).hasSize(LIMIT);
        assertThatThrownBy(() -> decompressed(one)).isInstanceOf(MessageTooLargeException.class);
    }

    @Test
    default void truncatedInputIsRefused() throws IOException {
        byte[] whole = compressed(repetitive(300));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatIOException().as("the first %s bytes", length).isThrownBy(() -> decompressed(part));
        }
    }

    @Test
    default void bytesAfterTheContentAreRefused() throws IOException {
        byte[] whole = compressed(repetitive(300));
        for (int length : new int[] {1, 2, 3, 4, 8, 16, whole.length - 1}) {
            byte[] garbage = Arrays.copyOf(whole, whole.length + length);
            assertThatIOException().as("%s zeros", length).isThrownBy(() -> decompressed(garbage));
            byte[] again = Arrays.copyOf(whole, whole.length + length);
            System.arraycopy(whole, 0, again, whole.length, length);
            assertThatIOException().as("the first %s bytes of another", length).isThrownBy(() -> decompressed(again));
        }
    }

    @Test
    default void changedBytesAreRefusedOrReadButBreakNothing() throws IOException {
        byte[] whole = compressed(repetitive(300));
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] changed = whole.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            int length;
            try {
                length = decompressed(changed).length;
            } catch (IOException refused) {
                length = 0;
            }
            assertThat(length).isLessThanOrEqualTo(LIMIT);
        }
    }

    @Test
    default void manyThreadsShareIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> work = () -> {
                for (int i = 0; i < 300; i++) {
                    byte[] message = repetitive(i * 7);
                    assertThat(decompressed(compressed(message))).isEqualTo(message);
                }
                return true;
            };
            for (Future<Boolean> done :
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> work).toList())) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }
}
