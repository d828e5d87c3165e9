package dev.tenstep.rpc.serialization.json.plan;

/**
 * Ends a planned way: the value or the message is another than the plan expects. Jackson's own way then does it again, and
 * either succeeds or tells the user the fault. So this has neither a text of its own nor a stack trace.
 */
final class NotAsPlanned extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotAsPlanned() {
        super("not as planned", null, false, false);
    }
}
