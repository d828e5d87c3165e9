package dev.tenstep.rpc.call;

/** A call at its server, as {@link CallContext} needs it. */
public interface ServedCall extends Call {

    /** The context that handlers see; one for each call, made when it is asked for. */
    CallContext context(Call seen);

    /** Adds to the metadata of the reply. */
    void addReplyMetadata(Metadata more);

    /** Adds to what goes along after the last of results that stream. */
    void addTrailers(Metadata more);

    @Override
    String peer();
}
