package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.INVALID_ARGUMENT;
import static dev.tenstep.rpc.call.StatusCode.RESOURCE_EXHAUSTED;
import static dev.tenstep.rpc.transport.netty.tenstep.Wire.FLAG_COMPRESSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.GzipCompressor;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests which messages are compressed, and how malformed ones are handled. */
final class CompressionTest {
    private static final int REPLY = 4;
    private static final int ITEM = 11;
    private static final String GZIP = "gzip";

    @RegisterExtension
    static final Served SERVED = new Served(KernelSettings.DEFAULT);

    /** The compressors in the hello of a peer with gzip. */
    private static byte[] helloWithGzip() {
        byte[] hello = Frames.hello().streams().build();
        return new Bytes()
                .raw(Arrays.copyOfRange(hello, 5, hello.length))
                .u8(1)
                .u8(4)
                .raw(GZIP.getBytes(StandardCharsets.US_ASCII))
                .frame(1);
    }

    private static byte[] compressed(byte[] message) throws IOException {
        MessageOutput out = new MessageOutput(64);
        out.write(0);
        new GzipCompressor().compress(new MessageInput(message), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] decompressed(byte[] message) throws IOException {
        assertThat(message[0]).as("number of the compressor").isZero();
        MessageOutput out = new MessageOutput(64);
        MessageInput input = new MessageInput(message);
        input.position(1);
        new GzipCompressor().decompress(input, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Returns the flags of the second request that a client sends to a server with that hello. */
    private static int requestFlags(byte[] hello, String configured, CallOptions options, String text)
            throws IOException {
        FakeServer.Script script = server -> {
            server.readPreface();
            server.send(Bytes.PREFACE, hello);
            int first = server.readRequest().u32(3);
            server.send(Frames.reply().call(first).message(Bytes.tiny(2)).build());
            RawPeer.Frame request = server.readRequest();
            server.send(Frames.reply()
                            .call(request.u32(3))
                            .message(Bytes.tiny(request.u8(0)))
                            .build())
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client = Served.client(server.address(), KernelSettings.DEFAULT)
                        .compression(configured)
                        .build()) {
            assertThat(client.stub(Probe.class).next(1)).isEqualTo(2);
            return client.stub(Probe.class, options).length(text);
        }
    }

    @Test
    void clientCompressesLongMessages() throws IOException {
        CallOptions plain = CallOptions.DEFAULT;
        assertThat(requestFlags(helloWithGzip(), GZIP, plain, "x".repeat(2000))).isEqualTo(FLAG_COMPRESSED);
        assertThat(requestFlags(helloWithGzip(), GZIP, plain, "x".repeat(200))).isZero();
        assertThat(requestFlags(helloWithGzip(), "none", plain, "x".repeat(2000)))
                .isZero();
    }

    @Test
    void incompressibleMessageIsSentAsItIs() throws IOException {
        Compression gzip = new Compression(List.of(new GzipCompressor()), GZIP, 1024);
        NegotiatedCompression compression = new NegotiatedCompression(gzip, List.of(GZIP), 1 << 20, 1 << 20);
        byte[] noise = new byte[3000];
        new Random(1).nextBytes(noise);
        MessageOutput out = new MessageOutput(64);
        out.write(noise);

        assertThat(compression.compress(out, 0, null)).isFalse();
        assertThat(compression.compress(out, 0, GZIP)).isFalse();
        assertThat(Arrays.copyOf(out.array(), out.position())).isEqualTo(noise);
    }

    @Test
    void callMayForceOrForbidCompression() throws IOException {
        CallOptions gzip = CallOptions.DEFAULT.withCompression(GZIP);
        CallOptions none = CallOptions.DEFAULT.withCompression("none");
        assertThat(requestFlags(helloWithGzip(), "none", gzip, "short")).isEqualTo(FLAG_COMPRESSED);
        assertThat(requestFlags(helloWithGzip(), GZIP, none, "x".repeat(2000))).isZero();
    }

    @Test
    void nothingIsCompressedForAPeerWithoutCompressors() throws IOException {
        CallOptions gzip = CallOptions.DEFAULT.withCompression(GZIP);
        assertThat(requestFlags(Frames.hello().build(), GZIP, gzip, "x".repeat(2000)))
                .isZero();
        byte[] other = helloWithGzip();
        other[other.length - 1] = 'q';
        assertThat(requestFlags(other, GZIP, gzip, "x".repeat(2000))).isZero();
    }

    @Test
    void missingCompressorIsRefusedAtOnce() {
        try (RpcClient client =
                Served.client(SERVED.address(), KernelSettings.DEFAULT).build()) {
            CallOptions options = CallOptions.DEFAULT.withCompression("brotli");
            Assertions.assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.stub(Probe.class, options))
                    .withMessage("rpc.compression: brotli (expected one of: none, gzip)");
        }
        Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> Served.client(SERVED.address(), KernelSettings.DEFAULT)
                        .compression("brotli")
                        .build())
                .withMessage("rpc.compression: brotli (expected one of: none, gzip)");
    }

    private static RawPeer clientWithGzip(String address) throws IOException {
        RawPeer client = RawPeer.connect(address);
        client.send(Bytes.PREFACE, helloWithGzip());
        client.readPreface();
        assertThat(client.read(1).fields()).endsWith(1, 4, 'g', 'z', 'i', 'p');
        return client;
    }

    /** Makes the parameters of {@code text(length)}. */
    private static byte[] request(int call, int length) throws IOException {
        return Frames.request()
                .method(0)
                .call(call)
                .compressed()
                .message(compressed(Bytes.tinyParameters(length)))
                .build();
    }

    @Test
    void serverCompressesLongAnswersAsTheRequest() throws IOException {
        try (RawPeer client = clientWithGzip(SERVED.address())) {
            client.send(Frames.declare().number(0).method("Probe.text").build(), request(1, 5000));
            RawPeer.Frame reply = client.read(REPLY);
            assertThat(reply.u8(0)).isEqualTo(FLAG_COMPRESSED);
            byte[] message = Arrays.copyOfRange(reply.fields(), 5, reply.fields().length);
            assertThat(message.length).isLessThan(100);
            assertThat(new String(decompressed(message), StandardCharsets.US_ASCII))
                    .endsWith("x".repeat(5000));

            client.send(request(2, 50));
            assertThat(client.read(REPLY).u8(0)).isZero();
            client.send(Frames.request()
                    .method(0)
                    .call(3)
                    .message(Bytes.tinyParameters(5000))
                    .build());
            assertThat(client.read(REPLY).u8(0)).isZero();
        }
    }

    @Test
    void serverCompressesByItsOwnConfiguration() throws IOException {
        try (RpcServer server = Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                        .compression(GZIP)
                        .start();
                RawPeer client = clientWithGzip(server.address());
                RawPeer without = RawPeer.client(server.address())) {
            byte[] call = RawPeer.concat(
                    Frames.declare().number(0).method("Probe.text").build(),
                    Frames.request()
                            .method(0)
                            .call(1)
                            .message(Bytes.tinyParameters(5000))
                            .build());
            client.send(call);
            without.send(call);

            assertThat(client.read(REPLY).u8(0)).isEqualTo(FLAG_COMPRESSED);
            assertThat(without.read(REPLY).u8(0)).isZero();
        }
    }

    private static void expectError(RawPeer client, int call, int code, String text) throws IOException {
        RawPeer.Frame error = client.read(5);
        assertThat(error.u32(1)).isEqualTo(call);
        assertThat(error.u8(5)).as("code of %s", error.text(6)).isEqualTo(code);
        assertThat(error.text(6)).contains(text);
    }

    @Test
    void bombsAndInvalidCompressionEndOnlyTheirCalls() throws IOException {
        byte[] bomb = compressed(new byte[(4 << 20) + 1]);
        byte[] unknown = compressed(Bytes.tinyParameters(1));
        unknown[0] = 7;
        byte[] torn = compressed(Bytes.tinyParameters(1));
        try (RawPeer client = clientWithGzip(SERVED.address())) {
            client.send(
                    Frames.declare().number(0).method("Probe.text").build(),
                    Frames.request()
                            .method(0)
                            .call(1)
                            .compressed()
                            .message(bomb)
                            .build());
            expectError(client, 1, RESOURCE_EXHAUSTED.number(), "are larger than the message limit");
            client.send(Frames.request()
                    .method(0)
                    .call(2)
                    .compressed()
                    .message(unknown)
                    .build());
            expectError(client, 2, INVALID_ARGUMENT.number(), "compressed with number 7 (expected: a number of the 1");
            client.send(Frames.request()
                    .method(0)
                    .call(3)
                    .compressed()
                    .message(Arrays.copyOf(torn, 12))
                    .build());
            expectError(client, 3, INVALID_ARGUMENT.number(), "cannot be read with tiny");
            client.send(Frames.request().method(0).call(4).compressed().build());
            expectError(client, 4, INVALID_ARGUMENT.number(), "compressed with number 127");
            client.send(request(5, 3));
            assertThat(client.read(REPLY).u32(1)).isEqualTo(5);
        }
    }

    @Test
    void resultThatIsABombEndsOnlyItsCall() throws IOException {
        byte[] bomb = compressed(new byte[(4 << 20) + 1]);
        FakeServer.Script script = server -> {
            server.readPreface();
            server.send(Bytes.PREFACE, helloWithGzip());
            server.send(Frames.reply()
                    .call(server.readRequest().u32(3))
                    .compressed()
                    .message(bomb)
                    .build());
            int streaming = server.readRequest().u32(3);
            server.send(
                    Frames.reply().call(streaming).build(),
                    Frames.item().call(streaming).compressed().message(bomb).build());
            server.send(Frames.reply()
                            .call(server.readRequest().u32(3))
                            .message(Bytes.tiny(2))
                            .build())
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Outcome.of(client.stub(Probe.class).nextAtOnce(1))
                    .is(RESOURCE_EXHAUSTED)
                    .contains("than the message limit");
            Taken<Integer> taken = new Taken<>();
            client.stub(StreamProbe.class).count(1).subscribe(taken);
            taken.failsWith(RESOURCE_EXHAUSTED).contains("an element of the results of StreamProbe.count");
            assertThat(client.stub(Probe.class).next(1)).isEqualTo(2);
            assertThat(server.failures()).isEmpty();
        }
    }

    @Test
    void streamsAreCompressedInBothDirectionsEvenLongElements() throws IOException {
        try (RpcServer server = Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                        .service(StreamProbe.class, new StreamProbeHandler())
                        .compression(GZIP)
                        .start();
                RpcClient client = Served.client(server.address(), KernelSettings.DEFAULT)
                        .compression(GZIP)
                        .build();
                RawPeer raw = clientWithGzip(server.address())) {
            Taken<String> texts = new Taken<>();
            client.stub(StreamProbe.class).texts(20, 300_000).subscribe(texts);
            Eventually.until("all have come", texts.ended::isDone);
            assertThat(texts.got).isEqualTo(Collections.nCopies(20, "x".repeat(300_000)));
            assertThat(client.stub(Probe.class).length("y".repeat(1_000_000))).isEqualTo(1_000_000);

            raw.send(
                    Frames.declare().number(0).method("Streams.texts").build(),
                    Frames.request()
                            .method(0)
                            .call(1)
                            .results()
                            .message(new Bytes().u8(1).u32(1).u32(3000).array())
                            .build());
            raw.read(REPLY);
            RawPeer.Frame item = raw.read(ITEM);
            assertThat(item.u8(0)).isEqualTo(FLAG_COMPRESSED);
            assertThat(item.fields().length).isLessThan(100);
        }
    }
}
