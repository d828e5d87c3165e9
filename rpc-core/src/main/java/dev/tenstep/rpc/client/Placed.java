package dev.tenstep.rpc.client;

/** An attempt that remembers where a balancer sent it, so that the next one goes elsewhere. */
interface Placed {

    /** The number of the kernel that the attempt before this one went to, or this one once it has been sent; -1 for none. */
    int place();

    /** It goes to the kernel of that number. */
    void place(int kernel);
}
