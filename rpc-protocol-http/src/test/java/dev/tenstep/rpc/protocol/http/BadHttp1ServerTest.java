package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what a client makes of a server's HTTP/1.1, good and bad, and what becomes of calls behind others. */
@Timeout(60)
final class BadHttp1ServerTest extends AnsweredByConnect {
    @Test
    void messageAndItsEndAreReadInChunksCutAnywhere() {
        byte[] message = two();
        byte[] chunks = all(
                ascii("HTTP/1.1 200 OK\r\ncontent-type: " + TINY + "\r\nTransfer-Encoding: Chunked\r\n\r\n"),
                ascii("1;x=y\r\n"),
                Arrays.copyOf(message, 1),
                ascii("\r\n" + Integer.toHexString(message.length - 1) + "\r\n"),
                Arrays.copyOfRange(message, 1, message.length),
                ascii("\r\n0\r\nt: u\r\n\r\n"));
        server.serve(socket -> {
            connections.incrementAndGet();
            for (int cut = 1; cut < chunks.length; cut++) {
                request(socket.getInputStream());
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write(chunks, 0, cut);
                socket.getOutputStream().write(chunks, cut, chunks.length - cut);
            }
            socket.getInputStream().readAllBytes();
        });
        for (int cut = 1; cut < chunks.length; cut++) {
            assertThat(stub().next(1)).isEqualTo(2);
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void interimHeadsAreSkipped() {
        byte[] interim = ascii("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n");
        answer(all(interim, good()), good());
        assertThat(stub().next(1)).isEqualTo(2);
        assertThat(stub().next(1)).isEqualTo(2);
        assertThat(connections).hasValue(1);
    }

    @Test
    void bodyMayEndWithTheConnection() {
        byte[] old = all(ascii("HTTP/1.0 200 OK\r\ncontent-type: " + TINY + "\r\n\r\n"), two());
        server.serve(socket -> {
            connections.incrementAndGet();
            request(socket.getInputStream());
            socket.getOutputStream().write(old);
        });
        assertThat(stub().next(1)).isEqualTo(2);
        assertThat(stub().next(1)).isEqualTo(2);
        assertThat(connections).hasValue(2);
    }

    @Test
    void serverThatClosesBehindItsResponseGetsTheNextCallOnAnotherConnection() {
        answer(response(200, TINY, two(), "connection: close"));
        for (int i = 1; i <= 3; i++) {
            assertThat(stub().next(1)).isEqualTo(2);
        }
        assertThat(connections).hasValue(3);
    }

    static Stream<Arguments> breaches() {
        String ok = "HTTP/1.1 200 OK\r\ncontent-type: " + TINY + "\r\n";
        return Stream.of(
                Arguments.of("two content-lengths", ok + "content-length: 1\r\ncontent-length: 1\r\n\r\n"),
                Arguments.of("both content-length", ok + "content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n"),
                Arguments.of("content-length: +1", ok + "content-length: +1\r\n\r\n"),
                Arguments.of("transfer-encoding: gzip", ok + "transfer-encoding: gzip, chunked\r\n\r\n"),
                Arguments.of("it is folded", ok + "a: b\r\n c\r\n\r\n"),
                Arguments.of("line feed alone", "HTTP/1.1 200 OK\n\n"),
                Arguments.of("a carriage return alone", ok + "a: b\rc: d\r\n\r\n"),
                Arguments.of("with byte 0", ok + "a: \0\r\n\r\n"),
                Arguments.of("status line: HTTP/1.1 2x0", "HTTP/1.1 2x0 OK\r\n\r\n"),
                Arguments.of("status line: HTTP/1.1 2000", "HTTP/1.1 2000 OK\r\n\r\n"),
                Arguments.of("status line: HTTP/1.1 099", "HTTP/1.1 099 OK\r\n\r\n"),
                Arguments.of("begins with 'HTTP/1.2 200", "HTTP/1.2 200 OK\r\n\r\n"),
                Arguments.of("not in HTTP/1.1: it began with", "SSH-2.0-x\r\n"),
                Arguments.of("looks like HTTP/2", "\0\0\0\4\0\0\0\0\0"),
                Arguments.of("status line: 9", "HTTP/1.1 200 " + "x".repeat(9000)),
                Arguments.of("head: 1", ok + ("a: " + "x".repeat(8000) + "\r\n").repeat(18)),
                Arguments.of("status 101", "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
                Arguments.of("status 100", "HTTP/1.1 100 Continue\r\n\r\n".repeat(101)),
                Arguments.of("a chunk's size", ok + "transfer-encoding: chunked\r\n\r\nx\r\n"),
                Arguments.of("longer than its size", ok + "transfer-encoding: chunked\r\n\r\n1\r\nabc\r\n"),
                Arguments.of("more than 256 bytes", ok + "transfer-encoding: chunked\r\n\r\n1;" + "x".repeat(300)),
                Arguments.of("the peer closed", ok + "content-length: 100\r\n\r\nabc"),
                Arguments.of("the peer closed", ok + "transfer-encoding: chunked\r\n\r\n5\r\nabc"),
                Arguments.of("the peer closed", "HTTP/1.1 200 O"),
                Arguments.of("the peer closed", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaches")
    void breachOfHttp1ClosesTheConnectionAndFailsItsCallAlone(String text, String answer) {
        server.serve(socket -> {
            int connection = connections.incrementAndGet();
            request(socket.getInputStream());
            if (connection > 1) {
                socket.getOutputStream().write(good());
            } else {
                socket.getOutputStream().write(ascii(answer));
                if (!text.startsWith("the peer")) {
                    socket.getInputStream().readAllBytes(); // the client is to close
                }
            }
        });
        RpcException failure = catchThrowableOfType(RpcException.class, () -> stub().next(1));
        assertFailure(failure, StatusCode.UNAVAILABLE, text);
        assertThat(failure.notStarted()).isFalse();
        Counting patient = client.stub(
                Counting.class, CallOptions.deadline(Duration.ofSeconds(20)).waitForReady());
        assertThat(patient.next(1)).isEqualTo(2);
    }

    @Test
    void responseThatNobodyAskedForIsNotTheNextCalls() {
        byte[] smuggled = response(200, TINY, Messages.result(Counting.class, "next", 666));
        answer(all(good(), smuggled));
        for (int i = 1; i <= 3; i++) {
            assertThat(stub().next(1)).isEqualTo(2);
        }
        assertThat(connections).hasValue(3);
    }

    @Test
    void responseBeforeTheRequestIsCompleteEndsTheConnection() {
        byte[] failure = json(429, "{\"code\":\"resource_exhausted\",\"message\":\"oops\"}");
        answer(failure);
        CompletableFuture<Integer> never = new CompletableFuture<>();
        RpcException early = catchThrowableOfType(RpcException.class, () -> stub().sum(Stream.iterate(1, i -> {
            if (i > 100_000) {
                never.join();
            }
            return i + 1;
        })));
        assertFailure(early, StatusCode.RESOURCE_EXHAUSTED, "oops");
        assertThat(catchThrowableOfType(RpcException.class, () -> stub().next(1))
                        .code())
                .isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(connections).hasValue(2);
        never.complete(0);
    }

    @Test
    void streamsBothWaysAreRefusedAndNothingIsSent() {
        answer(good());
        RpcException failure = catchThrowableOfType(
                RpcException.class, () -> stub().both(Stream.of(1)).count());
        assertFailure(failure, StatusCode.UNIMPLEMENTED, "streams both ways, which HTTP/1.1 does not carry");
        assertThat(failure.notStarted()).isTrue();
        assertThat(stub().next(1)).isEqualTo(2);
    }

    @Test
    void callThatIsGivenUpClosesItsConnectionAndThoseBehindItGoOn() {
        server.serve(socket -> {
            if (connections.incrementAndGet() == 1) {
                socket.getInputStream().readAllBytes(); // never answers
            }
            for (int i = 0; i < 2; i++) {
                request(socket.getInputStream());
                socket.getOutputStream().write(good());
            }
            socket.getInputStream().readAllBytes();
        });
        Counting hasty = client.stub(Counting.class, CallOptions.deadline(Duration.ofMillis(500)));
        CompletableFuture<Integer> first = hasty.later(1).toCompletableFuture();
        CompletableFuture<Integer> second = stub().later(1).toCompletableFuture();
        CompletableFuture<Integer> third = stub().later(1).toCompletableFuture();
        assertThat(RawServer.failure(first).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(second.join()).isEqualTo(2);
        assertThat(third.join()).isEqualTo(2);
        assertThat(connections).hasValue(2);
    }

    @Test
    void callWhoseDeadlinePassesInTheQueueIsNotStarted() {
        CompletableFuture<Void> go = new CompletableFuture<>();
        server.serve(socket -> {
            request(socket.getInputStream());
            go.join();
            socket.getOutputStream().write(good());
            socket.getInputStream().readAllBytes();
        });
        CompletableFuture<Integer> first = stub().later(1).toCompletableFuture();
        Counting hasty = client.stub(Counting.class, CallOptions.deadline(Duration.ofMillis(200)));
        RpcException passed = RawServer.failure(hasty.later(1).toCompletableFuture());
        assertThat(passed.code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(passed.notStarted()).isTrue();
        go.complete(null);
        assertThat(first.join()).isEqualTo(2);
    }
}
