package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.Attacked.call;
import static dev.tenstep.rpc.protocol.http.Attacked.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.testkit.Eventually;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what becomes of calls whose streams the client resets, at every stage and with every code. */
@Timeout(60)
final class ClientResetsTest {
    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT);

    private static RawFrames element(int stream) {
        return new RawFrames().data(stream, false, RawFrames.message(Messages.element(Counting.class, "sum", 7)));
    }

    private static Arguments stage(String name, boolean started, RawFrames before) {
        return Arguments.of(name, started, before);
    }

    static Stream<Arguments> stages() {
        RawFrames unary = new RawFrames().headers(1, false, call("Hold"));
        RawFrames upload = new RawFrames().headers(1, false, call("Sum"));
        byte[] message = number("hold", 1);
        byte[] half = Arrays.copyOf(message, message.length - 1);
        return Stream.of(
                stage("after the head", false, unary),
                stage(
                        "in the middle of the message",
                        false,
                        new RawFrames().all(unary).data(1, false, half)),
                stage(
                        "after the message, before the end",
                        false,
                        new RawFrames().all(unary).data(1, false, message)),
                stage("after the request", true, new RawFrames().all(unary).data(1, true, message)),
                stage("before the first element", true, upload),
                stage(
                        "in the middle of an element",
                        true,
                        new RawFrames().all(upload).data(1, false, half)),
                stage(
                        "between elements",
                        true,
                        new RawFrames().all(upload).all(element(1)).all(element(1))),
                stage(
                        "after the last element",
                        true,
                        new RawFrames().all(upload).data(1, true, new byte[0])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void handlerIsToldOnceIfTheCallWasStarted(String name, boolean started, RawFrames before) throws Exception {
        RawPeer client = SERVER.attacker();
        int begun = SERVER.handler().begun();
        client.send(before);
        if (started) {
            Eventually.until("the call has begun", () -> SERVER.handler().begun() > begun);
        }
        client.send(new RawFrames().reset(1, ErrorCode.CANCEL.number()));
        SERVER.assertServed(3);
        if (started) {
            Eventually.until(name, () -> !SERVER.handler().cancelled().isEmpty());
            RpcException why = SERVER.handler().cancelled().remove();
            assertThat(why.code()).isEqualTo(StatusCode.CANCELLED);
            assertThat(why).hasMessageContaining("the client cancelled the call");
        }
        assertThat(SERVER.handler().cancelled()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeCancelsTheCall(ErrorCode code) throws Exception {
        RawPeer client = SERVER.attacker();
        int begun = SERVER.handler().begun();
        client.send(new RawFrames().headers(1, false, call("Hold")).data(1, true, number("hold", 1)));
        Eventually.until("the call has begun", () -> SERVER.handler().begun() > begun);
        client.send(new RawFrames().reset(1, code.number()));
        Eventually.until(
                "the handler is told", () -> !SERVER.handler().cancelled().isEmpty());
        assertThat(SERVER.handler().cancelled().remove().code()).isEqualTo(StatusCode.CANCELLED);
        SERVER.assertServed(3);
    }

    @Test
    void callThatIsResetBeforeItsHandlerBeginsIsNeverStarted() throws Exception {
        int begun = SERVER.handler().begun();
        RawFrames all = new RawFrames();
        for (int stream = 1; stream < 200; stream += 2) {
            all.headers(stream, false, call("Hold"));
            all.data(stream, false, number("hold", 1));
            all.reset(stream, ErrorCode.CANCEL.number());
        }
        SERVER.attacker().send(all);
        SERVER.assertServed(201);
        assertThat(SERVER.handler().begun()).isEqualTo(begun);
    }

    @Test
    void resetInTheMiddleOfTheResultsStopsThem() throws Exception {
        RawPeer client = SERVER.attacker();
        client.send(new RawFrames().headers(1, false, call("Count")).data(1, true, number("count", 1_000_000_000)));
        for (int i = 0; i < 3; i++) {
            client.next(RawFrames.DATA);
        }
        client.send(new RawFrames().reset(1, ErrorCode.CANCEL.number()).windowUpdate(0, 1 << 20));
        SERVER.assertServed(3);
    }

    @Test
    void resetAfterTheAnswerIsIgnored() throws Exception {
        SERVER.assertServed(1);
        SERVER.attacker().send(new RawFrames().reset(1, ErrorCode.CANCEL.number()));
        SERVER.assertServed(3);
    }

    @Test
    void connectionThatIsCutCancelsItsCalls() throws Exception {
        RawPeer client = SERVER.attacker();
        int begun = SERVER.handler().begun();
        client.send(new RawFrames()
                .headers(1, false, call("Hold"))
                .data(1, true, number("hold", 1))
                .headers(3, false, call("Sum"))
                .all(element(3)));
        SERVER.assertServed(5);
        Eventually.until("both have begun", () -> SERVER.handler().begun() == begun + 2);
        client.close();
        for (int i = 0; i < 2; i++) {
            Eventually.until(
                    "the handler is told", () -> !SERVER.handler().cancelled().isEmpty());
            assertThat(SERVER.handler().cancelled().remove().code()).isEqualTo(StatusCode.UNAVAILABLE);
        }
    }
}
