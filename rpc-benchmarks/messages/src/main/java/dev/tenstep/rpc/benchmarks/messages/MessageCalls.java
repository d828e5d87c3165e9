package dev.tenstep.rpc.benchmarks.messages;

import dev.tenstep.rpc.benchmarks.contender.Calls;
import dev.tenstep.rpc.benchmarks.messages.proto.EchoRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.ExistReply;
import dev.tenstep.rpc.benchmarks.messages.proto.ExistRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.PageReply;
import dev.tenstep.rpc.benchmarks.messages.proto.PageRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.UserMessage;
import dev.tenstep.rpc.benchmarks.users.Samples;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/**
 * The calls of a contender that carries messages: the requests, the contender's two ways of calling, and the check of
 * a reply.
 *
 * @param request the message that the call of a number sends
 */
public record MessageCalls<Q, R>(IntFunction<Q> request, Blocking<Q, R> blocking, Async<Q, R> async, Check<R> check)
        implements Calls<R> {
    public static Calls<ExistReply> exist(
            Blocking<ExistRequest, ExistReply> blocking, Async<ExistRequest, ExistReply> async) {
        return new MessageCalls<>(
                MessageSamples::existRequest,
                blocking,
                async,
                (number, reply, thorough) -> reply.getExists() == Samples.exists(Samples.name(number)));
    }

    public static Calls<UserMessage> echo(
            Blocking<UserMessage, UserMessage> blocking, Async<UserMessage, UserMessage> async) {
        return new MessageCalls<>(MessageSamples::user, blocking, async, MessageCalls::isEcho);
    }

    /** The same to a server of Tenstep's, where the user is a parameter. */
    public static Calls<UserMessage> echoAsParameter(
            Blocking<EchoRequest, UserMessage> blocking, Async<EchoRequest, UserMessage> async) {
        return new MessageCalls<>(MessageSamples::echoRequest, blocking, async, MessageCalls::isEcho);
    }

    private static boolean isEcho(int number, UserMessage reply, boolean thorough) {
        UserMessage sent = MessageSamples.user(number);
        return thorough ? sent.equals(reply) : sent.getId() == reply.getId();
    }

    public static Calls<PageReply> page(
            Blocking<PageRequest, PageReply> blocking, Async<PageRequest, PageReply> async) {
        return new MessageCalls<>(MessageSamples::pageRequest, blocking, async, (number, reply, thorough) -> {
            PageReply expected = MessageSamples.page(MessageSamples.pageRequest(number));
            return thorough ? expected.equals(reply) : sameIds(expected, reply);
        });
    }

    private static boolean sameIds(PageReply expected, PageReply found) {
        boolean same = expected.getUsersCount() == found.getUsersCount();
        for (int i = 0; same && i < expected.getUsersCount(); i++) {
            same = expected.getUsers(i).getId() == found.getUsers(i).getId();
        }
        return same;
    }

    @Override
    public R call(int number) throws Exception {
        return blocking.call(request.apply(number));
    }

    @Override
    public void call(int number, BiConsumer<? super R, ? super Throwable> completion) {
        async.call(request.apply(number), completion);
    }

    @Override
    public boolean answers(int number, R reply, boolean thorough) {
        return check.answers(number, reply, thorough);
    }

    /** Calls and waits. */
    public interface Blocking<Q, R> {
        R call(Q request) throws Exception;
    }

    /** Calls and completes in any thread. */
    public interface Async<Q, R> {
        void call(Q request, BiConsumer<? super R, ? super Throwable> completion);
    }

    /** See {@link Calls#answers}. */
    public interface Check<R> {
        boolean answers(int number, R reply, boolean thorough);
    }
}
