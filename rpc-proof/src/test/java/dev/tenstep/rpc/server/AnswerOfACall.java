package dev.tenstep.rpc.server;

import static dev.tenstep.rpc.proof.Race.hold;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.client.Made;
import dev.tenstep.rpc.proof.Race;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.worker.HandlerShare;
import dev.tenstep.rpc.worker.WorkerPool;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A call on its server: the worker that serves it, and the connection that refuses, cancels or loses it. */
public final class AnswerOfACall implements Race {
    private static final WorkerPool POOL = new WorkerPool("answers", 1, 1);
    private static final byte[] MESSAGE = {1, 0, 0, 0, 1};

    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger undecoded = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();
    private final HandlerShare share = new HandlerShare(POOL, 2);
    private volatile boolean listened;
    private final Incoming call = new Incoming();

    public AnswerOfACall() {
        call.keepArguments();
    }

    @Override
    public void act(String operation) {
        switch (operation) {
            case "serve" -> serve();
            case "work" -> work();
            case "reply" -> call.reply(Made.REPLY);
            case "fail" -> call.fail(Made.lost());
            case "refuse" -> call.refuse(Refusal.of(Made.refused()));
            case "cancel" -> call.cancel(Made.unwanted());
            case "lose" -> call.cancel(Made.lost());
            default -> listen();
        }
    }

    private void serve() {
        try {
            hold(call.arguments()[0].equals(1), "parameter", call.arguments()[0]);
        } catch (RpcException answeredMeanwhile) {
            hold(call.answered(), "given back, and answered", answeredMeanwhile);
        }
    }

    private void work() {
        call.workForAMoment();
        hold(!Thread.interrupted(), "interrupted", "after the call");
    }

    private void listen() {
        call.cancellation().onCancel(why -> heard.incrementAndGet());
        listened = true;
    }

    @Override
    public void check() {
        hold(answers.get() == 1, "answers", answers);
        hold(undecoded.get() == 0, "bytes not given back", undecoded);
        hold(heard.get() == (listened && call.cancelled() ? 1 : 0), "signals heard", heard);
    }

    private final class Incoming extends IncomingCall {
        Incoming() {
            super(
                    new ServerMethod(
                            Made.LATER, (call, replyTo) -> {}, (call, replyTo) -> {}, Runnable::run, List.of(), null),
                    new MessageInput(MESSAGE),
                    Metadata.EMPTY,
                    0,
                    false);
        }

        void workForAMoment() {
            workBegins();
            workEnds();
        }

        @Override
        protected void send(Reply reply) {
            answers.incrementAndGet();
        }

        @Override
        protected void sendFailure(RpcException failure) {
            answers.incrementAndGet();
        }

        @Override
        protected void sendRefusal(Refusal refusal) {
            answers.incrementAndGet();
        }

        @Override
        protected HandlerShare share() {
            return share;
        }

        @Override
        protected void argumentsKept(int bytes) {
            undecoded.addAndGet(bytes);
        }

        @Override
        protected void argumentsTaken(int bytes) {
            undecoded.addAndGet(-bytes);
        }

        @Override
        public String peer() {
            return "a peer";
        }

        @Override
        public long callId() {
            return 1;
        }
    }
}
