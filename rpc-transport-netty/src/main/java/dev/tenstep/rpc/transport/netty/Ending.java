package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends calls at the client: what a filter or a completion throws when it hears of one call disturbs no other. */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private Ending() {}

    static void reply(ReplyTo replyTo, Reply reply) {
        try {
            replyTo.reply(reply);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} threw at its reply", replyTo, e);
        }
    }

    static void fail(ReplyTo replyTo, RpcException failure) {
        try {
            replyTo.fail(failure);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} threw when it was told: {}", replyTo, failure, e);
        }
    }
}
