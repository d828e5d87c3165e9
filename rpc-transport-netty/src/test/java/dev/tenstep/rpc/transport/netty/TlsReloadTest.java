package dev.tenstep.rpc.transport.netty;

import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.transport.netty.tenstep.Outcome;
import dev.tenstep.rpc.transport.netty.tenstep.Probe;
import dev.tenstep.rpc.transport.netty.tenstep.ProbeHandler;
import dev.tenstep.rpc.transport.netty.tenstep.Served;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that TLS files can change while calls go on. */
final class TlsReloadTest {
    private static final int CALLERS = 2;
    private static final long PAUSE_NANOS = 200_000;

    @TempDir
    Path folder;

    private static RpcServer server(TlsOptions tls) {
        return Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                .tls(tls)
                .start();
    }

    private static RpcClient client(RpcServer server, TlsOptions tls) {
        return Served.client(server.address(), KernelSettings.DEFAULT).tls(tls).build();
    }

    /** Returns the subject of the certificate that a new connection gets. */
    private static String certificateSubject(RpcServer server) {
        try (SSLSocket socket = TlsTest.connect(server.address())) {
            socket.startHandshake();
            X509Certificate first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return first.getSubjectX500Principal().getName();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void copy(TlsOptions from, TlsOptions to) throws Exception {
        Pki.replace(to.key(), Files.readString(from.key()));
        Pki.replace(to.certificate(), Files.readString(from.certificate()));
    }

    @Test
    void newConnectionsGetTheNewCertificateAndNoCallIsLost() throws Exception {
        Pki pki = new Pki(folder, "authority");
        TlsOptions used = pki.issue("first");
        AtomicInteger calls = new AtomicInteger();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        try (RpcServer server = server(used);
                RpcClient busy = client(server, pki.trusting())) {
            Thread[] callers = new Thread[CALLERS];
            for (int i = 0; i < CALLERS; i++) {
                callers[i] = new Thread(() -> callUntilInterrupted(busy.stub(Probe.class), calls, failures));
                callers[i].start();
            }
            assertThat(certificateSubject(server)).isEqualTo("CN=first");
            copy(pki.issue("second"), used);
            Eventually.until("the new certificate is shown", () -> certificateSubject(server)
                    .equals("CN=second"));
            copy(pki.issue("third"), used);
            Eventually.until("the newest certificate is shown", () -> certificateSubject(server)
                    .equals("CN=third"));
            int before = calls.get();
            Eventually.until("calls go on", () -> calls.get() > before + 10 || !failures.isEmpty());
            for (Thread caller : callers) {
                caller.interrupt();
                caller.join();
            }
            assertThat(failures).isEmpty();
            try (RpcClient late = client(server, pki.trusting())) {
                assertThat(late.stub(Probe.class).next(1)).isEqualTo(2);
            }
        }
    }

    private static void callUntilInterrupted(Probe probe, AtomicInteger calls, List<Throwable> failures) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                int number = calls.incrementAndGet();
                assertThat(probe.nextAtOnce(number).toCompletableFuture().join())
                        .isEqualTo(number + 1);
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (RuntimeException | AssertionError e) {
                failures.add(e);
            }
        }
    }

    @Test
    void brokenFileIsWarnedOfOnceAndTheOldOneStaysInUse() throws Exception {
        Pki pki = new Pki(folder, "authority");
        TlsOptions used = pki.issue("first");
        try (Logged log = new Logged(Tls.class);
                RpcServer server = server(used)) {
            Pki.replace(used.certificate(), "half of it");
            Eventually.until(
                    "the warning", () -> certificateSubject(server).equals("CN=first") && log.count("WARN") > 0);
            assertThat(log.count(
                            "WARN", used.certificate() + " holds nothing that is PEM", "-----BEGIN CERTIFICATE-----"))
                    .isEqualTo(1);

            // The certificate no longer matches: its key is another's.
            Pki.replace(used.certificate(), Files.readString(pki.issue("second").certificate()));
            Eventually.until(
                    "another warning", () -> certificateSubject(server).equals("CN=first") && log.count("WARN") > 1);
            assertThat(log.count("WARN", used.key() + " is not the key of " + used.certificate()))
                    .isEqualTo(1);

            Pki.replace(used.key(), Files.readString(pki.file("second-key.pem")));
            Eventually.until(
                    "the file is valid again", () -> certificateSubject(server).equals("CN=second"));
            assertThat(log.count("WARN")).isEqualTo(2);
        }
    }

    @Test
    void clientTrustsANewAuthorityWithoutBeingRebuilt() throws Exception {
        Pki old = new Pki(folder, "old");
        Pki young = new Pki(folder, "young");
        Path trusted = folder.resolve("trusted.pem");
        Pki.replace(trusted, Files.readString(old.certificates()));
        try (RpcServer server = server(young.issue("server"));
                RpcClient client = client(server, TlsOptions.DEFAULT.withAuthorities(trusted))) {
            Outcome.of(() -> client.stub(Probe.class).next(1)).notStarted().is(UNAVAILABLE);
            Pki.replace(trusted, Files.readString(old.certificates()) + Files.readString(young.certificates()));
            Probe patient = client.stub(
                    Probe.class, CallOptions.deadline(Eventually.LONG).waitForReady());
            assertThat(patient.next(1)).isEqualTo(2);
        }
    }

    @Test
    void serverAcceptsClientsOfANewAuthority() throws Exception {
        Pki old = new Pki(folder, "old");
        Pki young = new Pki(folder, "young");
        Path trusted = folder.resolve("trusted.pem");
        Pki.replace(trusted, Files.readString(old.certificates()));
        try (RpcServer server = server(old.issue("server").withAuthorities(trusted));
                RpcClient before = client(server, old.issue("before").withAuthorities(old.certificates()));
                RpcClient after = client(server, young.issue("after").withAuthorities(old.certificates()))) {
            assertThat(before.stub(Probe.class).next(1)).isEqualTo(2);
            Outcome.of(() -> after.stub(Probe.class).next(1)).notStarted().is(UNAVAILABLE);
            Pki.replace(trusted, Files.readString(young.certificates()));
            Eventually.until("the new authority is trusted", () -> succeeds(after.stub(Probe.class)));
            assertThat(before.stub(Probe.class).next(1))
                    .as("over its existing connection")
                    .isEqualTo(2);
        }
    }

    @Test
    void filesAreCheckedOnceASecondAndReadIfChanged() throws Exception {
        Pki pki = new Pki(folder, "authority");
        TlsOptions used = pki.issue("first");
        AtomicLong now = new AtomicLong();
        Tls tls = Tls.server(used, List.of(), now::get);
        try (Logged log = new Logged(Tls.class)) {
            copy(pki.issue("second"), used);
            connectAfter(Duration.ofMillis(999), tls, now);
            assertThat(log.count("INFO", "have changed")).isZero();
            connectAfter(Duration.ofMillis(1), tls, now);
            assertThat(log.count("INFO", "have changed")).isEqualTo(1);
            connectAfter(Duration.ofSeconds(5), tls, now);
            assertThat(log.count("INFO", "have changed")).isEqualTo(1);

            Files.delete(used.key());
            connectAfter(Duration.ofSeconds(1), tls, now);
            connectAfter(Duration.ofSeconds(1), tls, now);
            assertThat(log.count("WARN", used.key() + " does not exist")).isEqualTo(1);
        }
    }

    private static void connectAfter(Duration time, Tls tls, AtomicLong now) {
        now.addAndGet(time.toNanos());
        assertThat(tls.handler(UnpooledByteBufAllocator.DEFAULT, Duration.ofSeconds(1)))
                .isNotNull();
    }

    private static boolean succeeds(Probe probe) {
        try {
            return probe.next(1) == 2;
        } catch (RpcException e) {
            assertThat(e.code()).isEqualTo(UNAVAILABLE);
            return false;
        }
    }
}
