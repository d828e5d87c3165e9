package dev.tenstep.rpc.client;

import static dev.tenstep.rpc.proof.Race.hold;

import dev.tenstep.rpc.proof.Race;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An asynchronous call, and everything that may end it. */
final class EndOfACall implements Race {
    private final OutgoingCall call = Made.outgoing(Made.LATER);
    private final List<Object> outcomes = new CopyOnWriteArrayList<>();
    private final AtomicInteger heard = new AtomicInteger();
    private volatile boolean listened;
    private volatile boolean cancelled;
    private volatile boolean completed;

    EndOfACall() {
        call.whenComplete((result, thrown) -> outcomes.add(thrown == null ? result : thrown));
    }

    @Override
    public void act(String operation) {
        switch (operation) {
            case "reply" -> call.reply(Made.REPLY);
            case "lose" -> call.fail(Made.lost());
            case "deadline" -> call.fail(Made.late());
            case "giveUp" -> call.giveUpFor(Made.unwanted());
            case "cancel" -> cancelled = call.cancel(true);
            case "complete" -> completed = call.complete(8);
            default -> listen();
        }
    }

    /** Listens like a kernel, to learn of the cancellation. */
    private void listen() {
        call.cancellation().onCancel(why -> heard.incrementAndGet());
        listened = true;
    }

    @Override
    public void check() {
        hold(call.isDone() && call.cancelled(), "ended", call.isDone());
        hold(outcomes.size() == 1, "outcomes", outcomes);
        hold(!completed || outcomes.get(0).equals(8), "completed by the caller, and yet", outcomes);
        hold(!cancelled || outcomes.get(0) instanceof CancellationException, "cancelled, and yet", outcomes);
        boolean replied = outcomes.get(0).equals(7);
        hold(heard.get() == 1 || !listened || (replied && heard.get() == 0), "signals heard", heard);
    }
}
