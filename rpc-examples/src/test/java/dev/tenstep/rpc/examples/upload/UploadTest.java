package dev.tenstep.rpc.examples.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.examples.Setting;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadTest {
    private static final int CHUNK = 64 << 10;

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void serverReceivesTheBytesThatWereSent(Setting setting) throws Exception {
        setting.run(Uploads.class, new HashedUploads(Long.MAX_VALUE), uploads -> {
            List<Long> progress = new ArrayList<>();
            Receipt receipt = UploadClient.send(uploads, "made-up", UploadClient.madeUp(2 * CHUNK + 1), progress::add);
            assertThat(receipt.name()).isEqualTo("made-up");
            assertThat(receipt.bytes()).isEqualTo(2 * CHUNK + 1);
            assertThat(progress).containsExactly((long) CHUNK, 2L * CHUNK, 2L * CHUNK + 1);
            assertThat(UploadClient.send(uploads, "nothing", InputStream.nullInputStream(), sent -> {}))
                    .isEqualTo(new Receipt(
                            "nothing", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void aFileThatIsTooLargeIsRefusedBeforeItHasArrivedCompletely(Setting setting) throws Exception {
        setting.run(Uploads.class, new HashedUploads(CHUNK), uploads -> {
            List<Long> progress = new ArrayList<>();
            assertThatThrownBy(
                            () -> UploadClient.send(uploads, "large", UploadClient.madeUp(200 * CHUNK), progress::add))
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED))
                    .hasMessage("large: 131072 bytes so far (expected: at most 65536)");
        });
    }

    @Test
    void aServerThatReceivedOtherBytesIsNoticed() {
        Uploads forgetful = (name, chunks) -> new Receipt(name, chunks.count(), "");
        assertThatThrownBy(() -> UploadClient.send(forgetful, "file", UploadClient.madeUp(3), sent -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "the server has Receipt[name=file, bytes=1, sha256=] (expected: Receipt[name=file, bytes=3, ");
    }

    @Test
    void aFileIsSentUnderItsName(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("abc.txt"), "abc");
        assertThat(UploadClient.send(new HashedUploads(3), file))
                .isEqualTo(
                        new Receipt("abc.txt", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    @Test
    void theBarGrowsByPercent() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ProgressBar bar = new ProgressBar(new PrintStream(out, true, StandardCharsets.UTF_8), 1000);
        for (long done : new long[] {0, 500, 501, 1000, 1000}) {
            bar.accept(done);
        }
        String half = "#".repeat(20);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r[" + "-".repeat(40) + "]   0 %\r[" + half + "-".repeat(20) + "]  50 %\r[" + half + half
                        + "] 100 %" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void anEmptyFileIsDoneAtOnce(long done) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ProgressBar(new PrintStream(out, true, StandardCharsets.UTF_8), 0).accept(done);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("100 %");
    }

    @Test
    void nothingIsDrawnWithoutATerminal() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        System.setOut(new PrintStream(drawn, true, StandardCharsets.UTF_8));
        System.setErr(System.out);
        try {
            ProgressBar.onTerminal(1000).accept(500);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(drawn.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
