package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the table with a plain map; one thread suffices, since only the event loop uses it. */
final class PendingCallsTest {
    private static final int STEPS = 100_000;
    private static final int MOST = 3000;
    private static final MethodBinding BINDING = GoldenService.binding(0, "next");

    private final PendingCalls pending =
            new PendingCalls(0, new MemoryBudget(1 << 20).share(1 << 20).held());
    private final Map<Integer, FakeCall> expected = new HashMap<>();
    private final List<Integer> ids = new ArrayList<>();
    private final List<Integer> ended = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void findsTheSameCallsAsAMap(int seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            // The table grows and shrinks by turns, up to its end and back to empty.
            boolean growing = step / MOST % 2 == 0;
            if (expected.size() < MOST && random.nextInt(10) < (growing ? 7 : 3)) {
                add();
            } else if (!expected.isEmpty()) {
                remove(takeAny(random));
            }
            assertThat(pending.count()).isEqualTo(expected.size());
            if (!ended.isEmpty()) {
                assertThat(pending.slot(any(random, ended))).isEqualTo(-1);
            }
        }
        allAreFound();
    }

    private void add() {
        FakeCall call = FakeCall.of(BINDING, 1);
        int id = pending.add(call, call);
        assertThat(expected.put(id, call)).as("a call with the same id").isNull();
        ids.add(id);
        byte[] message = message(id);
        pending.keep(id, message, 1, message.length - 1, null);
    }

    /** A message of its own for each call, and a byte before it: some are short, some long. */
    private static byte[] message(int id) {
        byte[] message = new byte[1 + id * 37 % 700];
        Arrays.fill(message, (byte) id);
        return message;
    }

    private void assertThatMessageWasKept(int slot, FakeCall call) {
        pending.leaveMessage(slot, RpcException.notStarted(StatusCode.UNAVAILABLE, "test", null));
        byte[] message = message(pending.id(slot));
        boolean beyondTheLimit = pending.count() > MOST && message.length - 1 > 512;
        if (!beyondTheLimit) {
            assertThat(call.sent()).isEqualTo(Arrays.copyOfRange(message, 1, message.length));
        }
    }

    private void remove(int id) {
        int slot = pending.slot(id);
        assertThat(pending.id(slot)).isEqualTo(id);
        FakeCall call = expected.remove(id);
        assertThat(pending.call(slot)).isSameAs(call);
        assertThatMessageWasKept(slot, call);
        pending.remove(slot);
        ended.add(id);
    }

    /** Removes one of the pending ids. */
    private int takeAny(Random random) {
        int at = random.nextInt(ids.size());
        int last = ids.remove(ids.size() - 1);
        return at == ids.size() ? last : ids.set(at, last);
    }

    private static int any(Random random, List<Integer> ids) {
        return ids.get(random.nextInt(ids.size()));
    }

    private void allAreFound() {
        expected.forEach((id, call) -> {
            int slot = pending.slot(id);
            assertThat(pending.call(slot)).isSameAs(call);
            assertThat(pending.replyTo(slot)).isSameAs(call);
            assertThatMessageWasKept(slot, call);
        });
        long found = 0;
        for (int slot = 0; slot < pending.slots(); slot++) {
            found += pending.call(slot) == null ? 0 : 1;
        }
        assertThat(found).isEqualTo(expected.size());
    }

    @Test
    void maximumOfPendingCallsHaveDistinctIds() {
        for (int i = 0; i < 1 << 16; i++) {
            add();
        }
        allAreFound();
    }

    @Test
    void idsCountUpwardsThroughAllOfU32() {
        PendingCalls late =
                new PendingCalls(-2, new MemoryBudget(1 << 20).share(1 << 20).held());
        FakeCall call = FakeCall.of(BINDING, 1);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int id = late.add(call, call);
            ids.add(id);
            late.remove(late.slot(id));
        }
        assertThat(ids).containsExactly(-2, -1, 0, 1);
    }

    @Test
    void idOfAGivenUpCallIsInUseUntilItsAnswerArrives() {
        FakeCall call = FakeCall.of(BINDING, 1);
        int first = pending.add(call, call);
        pending.giveUp(pending.slot(first));
        assertThat(pending.slot(first)).as("nobody waits for it").isEqualTo(-1);
        assertThat(pending.count()).isEqualTo(1);
        assertThat(pending.awaited()).isZero();

        PendingCalls again =
                new PendingCalls(first, new MemoryBudget(1 << 20).share(1 << 20).held());
        int same = again.add(call, call);
        again.giveUp(again.slot(same));
        // Simulates 2^32 calls, after which the same id comes up again.
        for (int i = 0; i < 200; i++) {
            int id = again.add(call, call);
            assertThat(id & 63).as("the slot of %s, which is taken", id).isNotEqualTo(same & 63);
            again.remove(again.slot(id));
        }
        again.answeredLate(same, false);
        assertThat(again.count()).isZero();
        assertThat(again.awaited()).isZero();
        again.answeredLate(same, true);
        assertThat(again.count()).as("a second answer frees nothing").isZero();
    }

    @Test
    void givenUpResultsAreAnsweredByTheirEnd() {
        FakeCall call = FakeCall.of(GoldenService.binding(0, "count"), 1);
        int id = pending.add(call, call);
        pending.giveUp(pending.slot(id));
        pending.answeredLate(id, false);
        assertThat(pending.count()).as("results follow the reply").isEqualTo(1);
        pending.answeredLate(id, true);
        assertThat(pending.count()).isZero();
    }

    @Test
    void givenUpCallsMoveWhenTheTableGrows() {
        FakeCall call = FakeCall.of(BINDING, 1);
        for (int i = 0; i < 5000; i++) {
            int id = pending.add(call, call);
            if (i % 3 == 0) {
                pending.giveUp(pending.slot(id));
                ended.add(id);
            } else {
                ids.add(id);
            }
        }
        assertThat(ids).doesNotHaveDuplicates().doesNotContainAnyElementsOf(ended);
        ids.forEach(id -> assertThat(pending.call(pending.slot(id))).isSameAs(call));
        ended.forEach(id -> pending.answeredLate(id, false));
        assertThat(pending.count()).isEqualTo(ids.size());
        assertThat(pending.awaited()).isEqualTo(ids.size());
    }
}
