package dev.tenstep.rpc.cluster;

import java.util.List;

/** An attempt at a call that knows which connections earlier attempts used, so that it avoids them. */
public interface Routed {

    /** The subchannels that earlier attempts at the call used, in order. */
    List<Subchannel> tried();

    /** Notes the subchannel that it goes over. */
    void sentOver(Subchannel subchannel);
}
