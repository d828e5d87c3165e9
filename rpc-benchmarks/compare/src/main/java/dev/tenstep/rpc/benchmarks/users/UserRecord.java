package dev.tenstep.rpc.benchmarks.users;

import java.util.List;

/**
 * The user as a record, for servers of JSON over HTTP. Its parts and constants have the names that proto3 JSON gives
 * them, so that all servers are sent the same bytes.
 */
public record UserRecord(
        long id,
        String name,
        String email,
        String phone,
        String address,
        int age,
        boolean active,
        double score,
        State status,
        long created,
        byte level,
        List<String> tags) {

    /** The user's status. */
    public enum State {
        STATUS_ACTIVE,
        STATUS_SUSPENDED,
        STATUS_CLOSED
    }

    /** The request of an echo. */
    public record Echo(UserRecord user) {}
}
