package dev.tenstep.rpc.services.health;

import dev.tenstep.rpc.contract.Fallback;
import dev.tenstep.rpc.contract.Field;

/** The status of a service. {@code UNKNOWN}, 0, reads as null. */
public enum ServingStatus {
    /** It is. */
    @Field(1)
    SERVING,
    /** It is not. */
    @Field(2)
    NOT_SERVING,
    /** There is no such service; only for those who watch. */
    @Fallback
    @Field(3)
    SERVICE_UNKNOWN
}
