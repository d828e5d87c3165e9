package dev.tenstep.rpc.transport.netty.connection;

import static dev.tenstep.rpc.call.StatusCode.INTERNAL;
import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.Config;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.tenstep.FakeCall;
import dev.tenstep.rpc.transport.netty.tenstep.GoldenService;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests what becomes of a connection's calls, in a protocol that allows one at a time. */
final class ClientSideTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Owner owner = new Owner();
    private final OneAtATime connection = new OneAtATime(channel, owner);
    private final ClientSide side = connection.side;

    /** Notes the calls that the connection hands back. */
    private static final class Owner implements ConnectionOwner {
        private final List<Call> carried = new ArrayList<>();

        @Override
        public String authority() {
            return "localhost";
        }

        @Override
        public boolean encrypted() {
            return false;
        }

        @Override
        public KernelSettings settings() {
            return KernelSettings.DEFAULT;
        }

        @Override
        public Compression compression() {
            return Compression.OFF;
        }

        @Override
        public ConfigReader config() {
            return new ConfigReader(Config.of(Map.of()), null);
        }

        @Override
        public MemoryBudget budget() {
            return new MemoryBudget(64 << 20);
        }

        @Override
        public void connected(ClientConnection connection) {}

        @Override
        public void readyChanged() {}

        @Override
        public void leaving(ClientConnection connection, String why) {}

        @Override
        public void closed(ClientConnection connection, String why) {}

        @Override
        public void carry(Call call, ReplyTo replyTo) {
            carried.add(call);
        }

        @Override
        public RpcException lost(String why, boolean notStarted) {
            return notStarted ? RpcException.notStarted(UNAVAILABLE, why, null) : new RpcException(UNAVAILABLE, why);
        }
    }

    private static final class OneAtATime extends FramedConnection implements ClientSide.Requests, ClientSide.Calls {
        private final ClientSide side;
        private final List<Call> started = new ArrayList<>();
        private int awaited;
        private boolean broken;

        OneAtATime(EmbeddedChannel channel, ConnectionOwner owner) {
            super(
                    channel,
                    owner.settings(),
                    new OutputPool(),
                    owner.budget().share(1 << 20),
                    new FrameReader.Format("one at a time", new byte[0], 1));
            side = new ClientSide(this, owner, this, this);
        }

        @Override
        public int frameLength(byte[] array, int start, int end) {
            return 1;
        }

        @Override
        public void frame(byte[] array, int start, int end) {}

        @Override
        public void drained(Object first, Object second, byte[] array, int offset, int length) {
            side.place((Call) first, (ReplyTo) second, array, offset, length);
        }

        @Override
        protected void violated(ProtocolException violation) {
            throw violation;
        }

        @Override
        protected void closed(String why) {
            side.closed(why);
        }

        @Override
        public void write(Call call, MessageOutput out) {}

        @Override
        public void keep(Call call, byte[] request, int offset, int length) {}

        @Override
        public boolean mustWait(Call call, int length) {
            return awaited > 0;
        }

        @Override
        public void start(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            started.add(call);
            awaited++;
        }

        @Override
        public int awaited() {
            return awaited;
        }

        @Override
        public void sweep(long now, DeadlineSweep sweep) {}

        /** Ends the call in flight, so that there is room for another. */
        @Override
        public void lose(String why) {
            awaited = 0;
            side.startQueued();
        }

        @Override
        public boolean mayPing() {
            return false;
        }

        @Override
        public void ping() {
            throw new IllegalStateException("not allowed");
        }
    }

    @BeforeEach
    void begin() {
        channel.pipeline().addLast(connection);
        side.begin();
    }

    private FakeCall sent() {
        FakeCall call = FakeCall.of(GoldenService.binding(0, "next"), 1);
        assertThat(side.send(call, call)).isTrue();
        channel.runPendingTasks();
        return call;
    }

    private static void assertFailed(FakeCall call, RpcException failure) {
        assertThat(call.outcomes()).singleElement().isInstanceOfSatisfying(RpcException.class, thrown -> {
            assertThat(thrown.code()).isEqualTo(failure.code());
            assertThat(thrown.notStarted()).isEqualTo(failure.notStarted());
            assertThat(thrown).hasMessageContaining(failure.getMessage());
        });
    }

    @Test
    void callsThatMustWaitAreStartedInOrder() {
        List<FakeCall> calls = List.of(sent(), sent(), sent());
        assertThat(connection.started).isEqualTo(calls.subList(0, 1));
        connection.awaited = 0;
        side.startQueued();
        assertThat(connection.started).isEqualTo(calls.subList(0, 2));
        channel.finishAndReleaseAll();
    }

    @Test
    void queuedCallsAreHandedOnWhenTheServerGoesAway() {
        List<FakeCall> calls = List.of(sent(), sent(), sent());
        side.leave("it drains");
        assertThat(owner.carried).isEqualTo(calls.subList(1, 3));
        FakeCall late = FakeCall.of(GoldenService.binding(0, "next"), 1);
        assertThat(side.send(late, late)).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void queuedCallsAreNotStartedWhenTheConnectionIsLost() {
        FakeCall first = sent();
        FakeCall second = sent();
        side.close("the cable was cut");
        assertThat(connection.started).isEqualTo(List.of(first));
        assertFailed(second, RpcException.notStarted(UNAVAILABLE, "the cable was cut", null));
    }

    @Test
    void queuedCallThatCannotBeStartedFails() {
        sent();
        FakeCall second = sent();
        connection.awaited = 0;
        connection.broken = true;
        assertThatThrownBy(side::startQueued).hasMessage("broken");
        assertFailed(second, new RpcException(INTERNAL, "could not be sent"));
        channel.finishAndReleaseAll();
    }

    @Test
    void connectionThatIsDrainedBeforeTheHelloIsNeverReady() {
        sent();
        side.drain();
        side.greet();
        assertThat(side.ready()).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void leavingConnectionIsClosedOnceTheLastCallIsGivenUp() {
        sent();
        side.leave("it drains");
        connection.awaited = 0;
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }
}
