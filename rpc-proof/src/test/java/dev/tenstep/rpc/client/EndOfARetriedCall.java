package dev.tenstep.rpc.client;

import static dev.tenstep.rpc.proof.Race.hold;

import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.proof.Race;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A call whose first attempt is refused while the call that it was made for is cancelled. */
final class EndOfARetriedCall implements Race {
    private final List<ReplyTo> sent = new CopyOnWriteArrayList<>();
    private final List<Object> outcomes = new CopyOnWriteArrayList<>();
    private final OutgoingCall call = Made.outgoing(Made.LATER);

    EndOfARetriedCall() {
        call.whenComplete((result, thrown) -> outcomes.add(thrown == null ? result : thrown));
        Made.retry((attempt, replyTo) -> sent.add(replyTo)).exchange(call, call);
    }

    @Override
    public void act(String operation) {
        switch (operation) {
            case "refuse" -> sent.get(0).fail(Made.refused());
            case "giveUp" -> call.giveUpFor(Made.unwanted());
            default -> answer();
        }
    }

    private void answer() {
        if (sent.size() > 1) {
            sent.get(1).reply(Made.REPLY);
        }
    }

    @Override
    public void check() {
        hold(outcomes.size() == 1, "outcomes", outcomes);
        hold(sent.size() <= 2, "attempts", sent);
    }
}
