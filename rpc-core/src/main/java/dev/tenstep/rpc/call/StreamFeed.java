package dev.tenstep.rpc.call;

/** What an {@link InboundStream} says to the end that feeds it; any thread. */
public interface StreamFeed {

    /** That many more messages, and bytes of them, may come beyond what was granted before. */
    void grant(int messages, int bytes);

    /** Nobody takes elements any more. */
    void cancel();
}
