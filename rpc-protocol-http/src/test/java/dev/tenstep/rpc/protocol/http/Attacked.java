package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server, an attacker and a victim: after each test, the victim's calls must have gone on. Registered as a static field.
 */
final class Attacked implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    static final String TINY = "application/grpc+tiny";

    private final KernelSettings settings;
    private final Counting.Handler handler = new Counting.Handler();
    private RpcServer server;
    private Victim victim;
    private RawPeer attacker;

    Attacked(KernelSettings settings) {
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .settings(settings)
                .service(Counting.class, handler)
                .start();
        victim = Victim.of(server.address());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        victim.close();
        server.close();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        attacker = RawPeer.greeted(server.address());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        victim.awaitMore();
        attacker.close();
    }

    String address() {
        return server.address();
    }

    Counting.Handler handler() {
        return handler;
    }

    Victim victim() {
        return victim;
    }

    /** The attacker, which has said hello. */
    RawPeer attacker() {
        return attacker;
    }

    /** Takes another attacker. */
    void attacker(RawPeer another) throws IOException {
        attacker.close();
        attacker = another;
    }

    /** The header block of a call. */
    static byte[] call(String method, String... more) {
        return RawFrames.grpc("Counting/" + method, TINY, more);
    }

    /** A message with one number. */
    static byte[] number(String method, int number) {
        return RawFrames.message(Messages.parameters(Counting.class, method, number));
    }

    /** Reads to the end and returns the go-away, which must be the last frame and have that code. */
    Frame goAway(ErrorCode code) throws IOException {
        List<Frame> all = attacker.untilClosed();
        assertThat(all).isNotEmpty();
        Frame last = all.get(all.size() - 1);
        assertThat(last.type()).as("%s", all).isEqualTo(RawFrames.GOAWAY);
        assertThat(ErrorCode.of(last.code())).as(last.text()).isEqualTo(code);
        return last;
    }

    /** Reads the reset of a stream. */
    void reset(int stream, ErrorCode code) throws IOException {
        Frame reset = attacker.next(RawFrames.RST_STREAM);
        assertThat(reset.stream()).isEqualTo(stream);
        assertThat(ErrorCode.of(reset.code())).isEqualTo(code);
    }

    /** Makes a call on the attacker's connection, which must succeed: nothing but its request was refused. */
    void assertServed(int stream) throws Exception {
        attacker.send(new RawFrames().headers(stream, false, call("Next")).data(stream, true, number("next", stream)));
        Outcome outcome = attacker.response(stream);
        assertThat(outcome.fields()).containsEntry("grpc-status", "0");
        assertThat(outcome.body()).isEqualTo(RawFrames.message(Messages.result(Counting.class, "next", stream + 1)));
    }
}
