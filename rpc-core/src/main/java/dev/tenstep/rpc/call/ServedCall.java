package dev.tenstep.rpc.call;

/** A call on its server, as {@link CallContext} needs it. */
public interface ServedCall extends Call {

    /** The context that handlers see; one for each call, made on demand. */
    CallContext context(Call seen);

    /** Adds to the metadata of the reply. */
    void addReplyMetadata(Metadata more);

    /** Adds to the metadata that follows the last of streamed results. */
    void addTrailers(Metadata more);

    @Override
    String peer();
}
